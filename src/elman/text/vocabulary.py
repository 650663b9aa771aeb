"""Which tokens have an id: the frequent ones, after two reserved for padding and for the unknown."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from itertools import chain

from elman.errors import DataError

PAD_ID = 0
UNKNOWN_ID = 1
RESERVED = ("<pad>", "<unk>")  # presets.preset.RESERVED_IDS of them

WORD = "="  # what a feature that is a word begins with


class Vocabulary:
    """Tokens and their ids, most frequent first.

    Args:
        tokens: Every token that has an id of its own, without the reserved two; the first gets id 2.

    Raises:
        DataError: If a token stands twice.
    """

    def __init__(self, tokens: Iterable[str]) -> None:
        self.tokens = tuple(tokens)
        if len(set(self.tokens)) < len(self.tokens):
            twice = next(token for token, count in Counter(self.tokens).items() if count > 1)
            raise DataError(f"vocabulary: the token {twice!r} stands twice", hint="give every token once")

    @classmethod
    def fit(
        cls, tokenized: Iterable[Sequence[str]], *, min_frequency: int = 1, max_size: int | None = None
    ) -> "Vocabulary":
        """Collect the tokens of a corpus; equally frequent ones keep the order in which they first came.

        Args:
            tokenized: The tokens of every text.
            min_frequency: Occurrences a token needs.
            max_size: Most tokens kept; None keeps all.
        """
        return cls.of_counts(Counter(chain.from_iterable(tokenized)), min_frequency=min_frequency, max_size=max_size)

    @classmethod
    def of_counts(
        cls, counts: Mapping[str, int], *, min_frequency: int = 1, max_size: int | None = None
    ) -> "Vocabulary":
        """The same from tokens already counted; equally frequent ones keep the order of ``counts``."""
        frequent = [token for token, count in Counter(counts).most_common() if count >= min_frequency]
        return cls(frequent[:max_size])

    @cached_property
    def _ids(self) -> dict[str, int]:
        return {token: position for position, token in enumerate(self.tokens, start=len(RESERVED))}

    def __len__(self) -> int:
        """Ids in use, the reserved two included."""
        return len(self.tokens) + len(RESERVED)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Vocabulary) and self.tokens == other.tokens

    def __hash__(self) -> int:
        return hash(self.tokens)

    def __contains__(self, token: str) -> bool:
        return token in self._ids

    def encode(self, tokens: Iterable[str]) -> list[int]:
        """The id of every token; ``UNKNOWN_ID`` for one that has none."""
        find = self._ids.get
        return [find(token, UNKNOWN_ID) for token in tokens]

    def find(self, token: str) -> int | None:
        """The id of one token; None where it has none of its own."""
        return self._ids.get(token)

    def token(self, each: int) -> str:
        """The token of an id; the reserved ones read ``<pad>`` and ``<unk>``.

        Raises:
            IndexError: If the id is not in use.
        """
        if not 0 <= each < len(self):
            raise IndexError(f"token id: expected 0 to {len(self) - 1}; got {each}")
        return RESERVED[each] if each < len(RESERVED) else self.tokens[each - len(RESERVED)]

    def decode(self, ids: Iterable[int]) -> list[str]:
        """The token of every id.

        Raises:
            IndexError: If an id is not in use.
        """
        return [self.token(each) for each in ids]


def is_word(token: str, features: str) -> bool:
    """Whether a token of a vocabulary is a word; ``features`` as in ``known_words``."""
    return features == "token" or token.startswith(WORD)


def known_words(tokens: Iterable[str], features: str) -> frozenset[str]:
    """The words of a vocabulary that a disguise may hide, in lower case.

    Args:
        tokens: The vocabulary's.
        features: What they are, as ``Preset.features`` has it: whole tokens, or features of which some are words.
    """
    if features == "token":
        return frozenset(token.lower() for token in tokens)
    return frozenset([token[len(WORD) :] for token in tokens if is_word(token, features)])
