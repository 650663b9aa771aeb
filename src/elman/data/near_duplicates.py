"""Near duplicates: texts that share most of their character 5-shingles, found without comparing all with all."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from elman.data.duplicates import deduplicate, duplicate_key

SHINGLE = 5
THRESHOLD = 0.8
_CANDIDATE_THRESHOLD = 0.6  # lower than the real one: a miss is final, a candidate too many costs one comparison
_CROWD = 50  # texts alike enough to recognise the next one of their kind
_PERMUTATIONS = 128
_TOLD_EVERY = 100  # texts
_PIECE = 10_000  # shingles hashed at once; each takes a kilobyte meanwhile


@dataclass(frozen=True)
class SimilarPair:
    """Two texts by their rows, counted from 1, and the Jaccard similarity of their shingles."""

    rows: tuple[int, int]
    similarity: float


@dataclass(frozen=True)
class NearDuplicates:
    """How many texts have a near duplicate, and some of the pairs in file order."""

    texts: int
    examples: tuple[SimilarPair, ...]


def find_near_duplicates(
    texts: Sequence[str], *, examples: int = 10, tell: Callable[[int, int], None] | None = None
) -> NearDuplicates:
    """Find different texts whose shingles have a Jaccard similarity of at least 0.8.

    Texts are compared by :func:`duplicate_key`; duplicates by that key count as one text. Candidates come
    from locality-sensitive hashing and are then compared exactly, so no pair is reported wrongly, while a few
    near the threshold may be missed. Each text is compared with those of its own kind alone,
    and with 50 of these at most, so the time grows with the number of texts, not with its square.

    Args:
        texts: In file order.
        examples: Most pairs to report.
        tell: Told now and then how many of how many texts are compared.

    References:
        Broder, A. Z. (1997). On the resemblance and containment of documents. SEQUENCES '97.
        Leskovec, J., Rajaraman, A. and Ullman, J. D. (2020). Mining of Massive Datasets, chapter 3.
    """
    found: set[int] = set()
    pairs: list[SimilarPair] = []
    for row, earlier, similarity in _similar_pairs(texts, tell):
        found.update((row, earlier))
        if len(pairs) < examples:
            pairs.append(SimilarPair((earlier + 1, row + 1), round(similarity, 4)))
    return NearDuplicates(len(found), tuple(pairs))


def _similar_pairs(texts: Sequence[str], tell: Callable[[int, int], None] | None) -> Iterator[tuple[int, int, float]]:
    """Every text with the earlier ones it is found to resemble."""
    from datasketch import MinHashLSH

    index = MinHashLSH(threshold=_CANDIDATE_THRESHOLD, num_perm=_PERMUTATIONS)
    rows = deduplicate(texts)
    for number, row in enumerate(rows):
        if tell is not None and number % _TOLD_EVERY == 0:
            tell(number, len(rows))
        shingles = _shingles(texts[row])
        signature = _signature(shingles)
        candidates = sorted(index.query(signature))
        for earlier in candidates[:_CROWD]:
            similarity = _jaccard(shingles, _shingles(texts[earlier]))
            if similarity >= THRESHOLD:
                yield row, earlier, similarity
        if len(candidates) < _CROWD:
            index.insert(row, signature, check_duplication=False)
    if tell is not None:
        tell(len(rows), len(rows))


def _shingles(text: str) -> set[str]:
    """Every run of five characters of a text's key; of a shorter one the key itself."""
    key = duplicate_key(text)
    return {key[start : start + SHINGLE] for start in range(max(len(key) - SHINGLE + 1, 1))}


def _signature(shingles: set[str]) -> object:
    from datasketch import MinHash

    signature = MinHash(num_perm=_PERMUTATIONS)
    encoded = [shingle.encode("utf-8", errors="surrogatepass") for shingle in shingles]
    for start in range(0, len(encoded), _PIECE):
        signature.update_batch(encoded[start : start + _PIECE])
    return signature


def _jaccard(one: set[str], other: set[str]) -> float:
    return len(one & other) / len(one | other)
