"""Cutting a text into tokens: at white space, or into words, numbers, entities and single symbols."""

import re
import unicodedata


def whitespace(text: str) -> list[str]:
    """The runs between white space."""
    return text.split()


def pieces(text: str) -> list[str]:
    """Words, numbers, HTML entities and single symbols; only white space is left out.

    A word is a run of letters with their combining marks, and may hold apostrophes (``don't``); a number is a run
    of digits, in any script. Every character that is not white space is in exactly one piece.
    """
    if text.isascii():
        return _PIECE.findall(text)
    return [text[start:end] for start, end in spans(text)]


def spans(text: str) -> list[tuple[int, int]]:
    """Where each of the pieces of a text starts and ends."""
    return [match.span() for match in _PIECE.finditer(text if text.isascii() else text.translate(_SILHOUETTE))]


_PIECE = re.compile(
    r"""
      &(?:[A-Za-z]+|\#[0-9]+);     # an HTML entity
    | [A-Za-z]+(?:'[A-Za-z]+)*     # a word
    | [0-9]+                       # a number
    | [^\s]                        # any other single character
    """,
    re.VERBOSE,
)


class _Silhouette(dict[int, str]):
    """Stands every character for one of ASCII that is cut the same way, so one pattern serves all scripts."""

    def __missing__(self, code: int) -> str:
        self[code] = shape = _silhouette(chr(code))
        return shape


def _silhouette(character: str) -> str:
    if character.isascii():
        return character
    if character.isspace():
        return " "
    if character == "\N{RIGHT SINGLE QUOTATION MARK}":
        return "'"
    category = unicodedata.category(character)
    if category[0] in "LM":
        return "a"
    return "0" if category == "Nd" else "."


_SILHOUETTE = _Silhouette()

TOKENIZERS = {"whitespace": whitespace, "pieces": pieces}
