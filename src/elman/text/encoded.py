"""Encoded texts, each of their different tokens held once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from elman.text.encoder import Token


@dataclass(frozen=True, eq=False)
class EncodedTexts:
    """Texts, held as places in a list of their different tokens.

    Args:
        tokens: Different tokens, in the order in which they first come.
        places: Which of them stands where, one text after the other, ``[all tokens]``.
        lengths: Tokens of each text, ``[texts]``.
    """

    tokens: Sequence[Token]
    places: NDArray[np.int32]
    lengths: NDArray[np.int32]

    @classmethod
    def of(cls, texts: "EncodedTexts | Iterable[Sequence[Token]]") -> "EncodedTexts":
        """Any sequences of tokens; texts that are held so already are given back."""
        if isinstance(texts, EncodedTexts):
            return texts
        texts = list(texts)
        tokens: dict[Token, int] = {}
        places = [tokens.setdefault(token, len(tokens)) for token in chain.from_iterable(texts)]
        return cls(list(tokens), np.array(places, np.int32), np.array([len(text) for text in texts], np.int32))

    @classmethod
    def numbered(cls, tokens: Sequence[Token], texts: Sequence[NDArray[np.int32]]) -> "EncodedTexts":
        """Texts whose tokens are given as places in a list, in any order, some of them equal or in no text."""
        flat = np.concatenate(texts) if texts else np.empty(0, np.int32)
        first = np.full(len(tokens), len(flat))
        np.minimum.at(first, flat, np.arange(len(flat)))
        number = np.zeros(len(tokens), np.int32)
        ordered: dict[Token, int] = {}
        for each in np.argsort(first, kind="stable")[: np.count_nonzero(first < len(flat))].tolist():
            number[each] = ordered.setdefault(tokens[each], len(ordered))
        return cls(list(ordered), number[flat], np.array([len(text) for text in texts], np.int32))

    def __len__(self) -> int:
        return len(self.lengths)
