"""What is taken out of a message before it is cut into tokens: all but letters, or nothing at all."""

import re
import unicodedata

_NOT_LETTERS = re.compile(r"(?:[^\s\w]|_|\d)+")


def clean(text: str) -> str:
    """Letters and single spaces only, in lower case: the chapter's cleaning.

    Digits, symbols and punctuation vanish without leaving a space, so ``"T&C's"`` becomes ``"tcs"``.
    """
    return " ".join(_NOT_LETTERS.sub("", text).split()).lower()


def keep(text: str) -> str:
    """Everything stays; only Unicode's several spellings of one character become one (NFC)."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def drop_non_ascii(text: str) -> str:
    """The same text without its characters outside ASCII: what the chapter does on reading the file."""
    return text.encode("ascii", errors="ignore").decode("ascii")


CLEANINGS = {"clean": clean, "keep": keep}
