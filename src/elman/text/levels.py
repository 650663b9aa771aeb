"""What a language model's tokens are, and how they make a text again: characters, bytes, or words."""

import codecs
from collections.abc import Callable
from typing import NamedTuple, Protocol

from elman.text.tokenizer import pieces

LINE_END = "\n"
UNREADABLE = "\N{REPLACEMENT CHARACTER}"


class Joiner(Protocol):
    """Tokens become text, one after the other."""

    def add(self, token: str) -> str:
        """What the token adds to the text before it."""

    def end(self) -> str:
        """What was held back, when no token follows."""


class Level(NamedTuple):
    """A way to cut.

    Args:
        noun: What one of its tokens is called.
        cut: A text's tokens.
        joiner: Makes one that gives each further token's part of the text.
    """

    noun: str
    cut: Callable[[str], list[str]]
    joiner: Callable[[], Joiner]


def cut_bytes(text: str) -> list[str]:
    """The bytes of a text in UTF-8, each as the character of its number; lone surrogates stand for stray bytes."""
    return list(text.encode("utf-8", errors="surrogateescape").decode("latin-1"))


class _CharactersJoiner:
    """A token is its own text."""

    def add(self, token: str) -> str:
        return token

    def end(self) -> str:
        return ""


class _BytesJoiner:
    """A character is written when its last byte has come; a byte that is no UTF-8 becomes a lone surrogate."""

    def __init__(self) -> None:
        self._decoder = codecs.getincrementaldecoder("utf-8")(errors="surrogateescape")

    def add(self, token: str) -> str:
        return self._decoder.decode(token.encode("latin-1"))

    def end(self) -> str:
        return self._decoder.decode(b"", final=True)


def cut_words(text: str) -> list[str]:
    """The pieces of every line, and each line's end; other white space is not kept."""
    tokens: list[str] = []
    for number, line in enumerate(text.split(LINE_END)):
        if number:
            tokens.append(LINE_END)
        tokens += pieces(line)
    return tokens


_CLOSING = frozenset(".,;:!?)]}%…")
_OPENING = frozenset("([{£$€")


class _WordsJoiner:
    """A space stands between two words, but not at a line's end, before ``.,;:!?)]}%…`` or behind ``([{£$€``."""

    def __init__(self) -> None:
        self._before = LINE_END

    def add(self, token: str) -> str:
        close = token == LINE_END or token in _CLOSING or self._before == LINE_END or self._before in _OPENING
        self._before = token
        return token if close else f" {token}"

    def end(self) -> str:
        return ""


LEVELS: dict[str, Level] = {
    "char": Level("character", list, _CharactersJoiner),
    "byte": Level("byte", cut_bytes, _BytesJoiner),
    "word": Level("word", cut_words, _WordsJoiner),
}
