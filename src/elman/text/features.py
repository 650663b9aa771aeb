"""What a piece of text is made of: the word, its shape, its neighbourhood and its character n-grams.

Pieces that look alike share features, so a word that was never seen is near the words it resembles. A feature is a
string whose first character says its kind.
"""

import unicodedata
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

from elman.text.tokenizer import spans
from elman.text.vocabulary import WORD

PAIR, SHAPE, NGRAM = "_", ":", "~"
LONGEST_REMEMBERED = 64
"""Characters of a piece that is remembered: what strangers send may be of any length, and memory is not."""
MOST_REMEMBERED = 64
"""Features of it."""
START, END = "<", ">"  # what stands for white space, and for the ends of the text

_LONG_NUMBER = 4  # digits; of a longer number only the length counts, not which one it is
_LONGEST_COUNTED = 12


class Piece(NamedTuple):
    """A piece and the two characters it stands between, all that its features depend on.

    Args:
        before: The character in front of it, in lower case; ``<`` for white space and the start of the text.
        text: One of ``pieces``.
        after: The character behind it, in lower case; ``>`` for white space and the end of the text.
    """

    before: str
    text: str
    after: str


def pieces_in_context(text: str) -> list[Piece]:
    """The pieces of a text, each with its neighbours."""
    padded = f" {text} "
    return [
        Piece(
            START if (before := padded[start]).isspace() else before.lower(),
            text[start:end],
            END if (after := padded[end + 1]).isspace() else after.lower(),
        )
        for start, end in spans(text)
    ]


class PairedPiece(NamedTuple):
    """A piece and the word before it.

    Args:
        previous: What stands before the piece, as ``pair_word`` has it; ``<`` at the start of the text.
        piece: The piece in its context.
    """

    previous: str
    piece: Piece


def pieces_in_pairs(text: str) -> list[PairedPiece]:
    """The pieces of a text, each with its neighbours and the word before it."""
    pieces = pieces_in_context(text)
    words = [START, *(pair_word(piece.text) for piece in pieces)]
    return [PairedPiece(previous, piece) for previous, piece in zip(words, pieces, strict=False)]


def pair_word(piece: str) -> str:
    """A piece as pairs know it: in lower case, a number by its length alone."""
    return _pair_word(piece) if len(piece) <= LONGEST_REMEMBERED else _pair_word.__wrapped__(piece)


@lru_cache(maxsize=1 << 16)
def _pair_word(piece: str) -> str:
    return piece_shape(piece) if piece[0].isdecimal() else piece.lower()


def pair_feature(paired: PairedPiece) -> str:
    """The pair of a piece and the word before it, as one feature."""
    return f"{PAIR}{paired.previous} {pair_word(paired.piece.text)}"


def is_pair(feature: str) -> bool:
    """Whether a feature is a pair of words."""
    return feature.startswith(PAIR)


def piece_features(piece: Piece, ngrams: range, most: int) -> tuple[str, ...]:
    """The features of one piece, each once.

    In this order: the piece in lower case (of a number over four digits long, only its length); its shape; its shape
    with the neighbour on the left, on the right, on both sides; its character n-grams in lower case, which reach over
    both neighbours; and piece and neighbours as a whole where they are no longer than the next n-gram would be.

    Args:
        piece: A piece in its context.
        ngrams: Lengths of the n-grams.
        most: Features kept.
    """
    usual = len(piece.text) <= LONGEST_REMEMBERED and most <= MOST_REMEMBERED
    asked = _piece_features if usual else _piece_features.__wrapped__
    return asked(piece, ngrams, most)


@lru_cache(maxsize=1 << 14)
def _piece_features(piece: Piece, ngrams: range, most: int) -> tuple[str, ...]:
    before, text, after = piece
    shape, lower = piece_shape(text), text.lower()
    word = SHAPE + shape if shape.startswith("0") and len(text) > _LONG_NUMBER else lower
    whole = before + lower + after
    grams = (whole[start : start + size] for size in ngrams for start in range(len(whole) - size + 1))
    last = [whole] if len(whole) <= ngrams.stop else []
    shapes = (shape, before + shape, shape + after, before + shape + after)
    found: dict[str, None] = {}
    for feature in chain(
        [WORD + word], (SHAPE + each for each in shapes), (NGRAM + gram for gram in chain(grams, last))
    ):
        found[feature] = None
        if len(found) == most:  # of a piece of a million letters no more n-grams are made than are kept
            break
    return tuple(found)


def piece_shape(piece: str) -> str:
    """How a piece is written, whatever it says.

    Letters: ``a`` lower case or without case, ``A`` a single capital, ``AA`` capitals, ``Aa`` a capitalised word,
    ``aA`` mixed. Digits: ``0`` and how many, up to 12. Entities: ``&``. Other characters: their general category.
    """
    first = piece[0]
    if first.isdecimal():
        return f"0{min(len(piece), _LONGEST_COUNTED)}"
    if first.isalpha():
        return _letter_shape(piece)
    if len(piece) == 1:
        return unicodedata.category(first)
    return "&" if first == "&" else _letter_shape(piece)  # a word may begin with a combining mark


def _letter_shape(word: str) -> str:
    if word.isupper():
        return "A" if len(word) == 1 else "AA"
    if word == word.lower():
        return "a"
    return "Aa" if word[1:] == word[1:].lower() else "aA"
