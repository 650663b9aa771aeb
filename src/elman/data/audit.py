"""An audit: what a corpus holds and what could spoil a measurement made on it."""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from elman.data.corpus import Corpus
from elman.data.duplicates import duplicate_key
from elman.data.near_duplicates import NearDuplicates, find_near_duplicates
from elman.data.splits import Split, train_test_split
from elman.errors import DataError

EXAMPLES = 10
_ODD = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffd]")


@dataclass(frozen=True)
class LabelCount:
    """One class: its label, its texts, and their share of all."""

    label: str
    texts: int
    share: float


@dataclass(frozen=True)
class Lengths:
    """How long the texts are; ``percentile_95`` is the least length that 95 % of them do not exceed."""

    minimum: int
    median: float
    mean: float
    percentile_95: int
    maximum: int


@dataclass(frozen=True)
class Contradiction:
    """One text that stands there with different labels; rows are counted from 1."""

    rows: tuple[int, ...]
    labels: tuple[str, ...]


@dataclass(frozen=True)
class Audit:
    """What :func:`audit` finds; ``dataclasses.asdict`` makes it ready for JSON.

    Args:
        name: The corpus's.
        sha256: The corpus's.
        texts: How many there are.
        labels: The classes, largest first; empty for a corpus without labels.
        alike_labels: Labels that differ from each other only in case, white space or the way Unicode spells them.
        characters: Lengths in characters.
        words: Lengths in words between white space.
        empty_texts: Texts of white space alone.
        exact_duplicates: Texts equal to an earlier one, character by character.
        duplicates: Texts equal to an earlier one but for case and white space.
        near_duplicates: Different texts that share most of their character 5-shingles.
        contradictions: How many texts stand there with different labels.
        contradiction_examples: The first of them.
        test_texts: Texts of the test part of a split that leaves duplicates in.
        leaked_test_texts: Those of them that stand in the training part too.
        odd_characters: Control characters and replacement characters, by code point, and how often each occurs.
    """

    name: str
    sha256: str
    texts: int
    labels: tuple[LabelCount, ...]
    alike_labels: tuple[tuple[str, ...], ...]
    characters: Lengths
    words: Lengths
    empty_texts: int
    exact_duplicates: int
    duplicates: int
    near_duplicates: NearDuplicates
    contradictions: int
    contradiction_examples: tuple[Contradiction, ...]
    test_texts: int
    leaked_test_texts: int
    odd_characters: dict[str, int]


def audit(corpus: Corpus, *, split: Split | None = None, tell: Callable[[int, int], None] | None = None) -> Audit:
    """Look a corpus over.

    Args:
        corpus: With or without labels.
        split: The split to look for leaks in; None for a fifth held out at random with seed 0, duplicates left in.
        tell: Told how many of how many texts are compared with those before them, which takes most of the time.

    Returns:
        The findings; the same corpus and split give the same ones.
    """
    texts = corpus.texts
    keys = [duplicate_key(text) for text in texts]
    contradictions = _contradictions(keys, corpus.labels)
    test_texts, leaked = _leak(keys, _default_split(corpus) if split is None else split)
    odd = Counter(character for text in texts for character in _ODD.findall(text))
    return Audit(
        name=corpus.name,
        sha256=corpus.sha256,
        texts=len(texts),
        labels=_label_counts(corpus.labels or ()),
        alike_labels=_alike(corpus.labels or ()),
        characters=_lengths([len(text) for text in texts]),
        words=_lengths([len(text.split()) for text in texts]),
        empty_texts=sum(not key for key in keys),
        exact_duplicates=len(texts) - len(set(texts)),
        duplicates=len(texts) - len(set(keys)),
        near_duplicates=find_near_duplicates(texts, examples=EXAMPLES, tell=tell),
        contradictions=len(contradictions),
        contradiction_examples=contradictions[:EXAMPLES],
        test_texts=test_texts,
        leaked_test_texts=leaked,
        odd_characters={f"U+{ord(character):04X}": odd[character] for character in sorted(odd)},
    )


def _label_counts(labels: Sequence[str]) -> tuple[LabelCount, ...]:
    counts = sorted(Counter(labels).items(), key=lambda item: (-item[1], item[0]))
    return tuple(LabelCount(label, count, count / len(labels)) for label, count in counts)


def _alike(labels: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    groups: dict[str, list[str]] = {}
    for label in sorted(set(labels)):
        groups.setdefault(duplicate_key(unicodedata.normalize("NFC", label)), []).append(label)
    return tuple(tuple(group) for group in groups.values() if len(group) > 1)


def _lengths(lengths: list[int]) -> Lengths:
    import statistics

    ordered = sorted(lengths)
    return Lengths(
        minimum=ordered[0],
        median=statistics.median(ordered),
        mean=statistics.fmean(ordered),
        percentile_95=ordered[-(-len(ordered) * 95 // 100) - 1],
        maximum=ordered[-1],
    )


def _contradictions(keys: Sequence[str], labels: Sequence[str] | None) -> tuple[Contradiction, ...]:
    if labels is None:
        return ()
    rows_of: dict[str, list[int]] = {}
    for row, key in enumerate(keys):
        rows_of.setdefault(key, []).append(row)
    return tuple(
        Contradiction(tuple(row + 1 for row in rows), tuple(labels[row] for row in rows))
        for rows in rows_of.values()
        if len({labels[row] for row in rows}) > 1
    )


def _leak(keys: Sequence[str], split: Split | None) -> tuple[int, int]:
    """How many test texts there are, and how many of them are duplicates of a training text."""
    if split is None:
        return 0, 0
    learned = {keys[index] for index in split.train}
    return len(split.test), sum(keys[index] in learned for index in split.test)


def _default_split(corpus: Corpus) -> Split | None:
    try:
        return train_test_split(
            corpus.texts, corpus.labels, test_fraction=0.2, seed=0, stratify=False, deduplicate=False
        )
    except DataError:  # a single text cannot be split
        return None
