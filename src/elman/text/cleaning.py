"""What is taken out of a message before it is cut into tokens: all but letters, or nothing at all."""

import unicodedata


def clean(text: str) -> str:
    """Letters and single spaces only, in lower case: the chapter's cleaning.

    Digits, symbols and punctuation vanish without leaving a space, so ``"T&C's"`` becomes ``"tcs"``.
    """
    return " ".join(text.translate(_LETTERS).split()).lower()


class _Letters(dict[int, int | None]):
    """Keeps letters and white space; None takes a character out.

    The chapter's own pattern would leave ``½`` and ``²``; it never met them, because it reads ASCII only.
    """

    def __missing__(self, code: int) -> int | None:
        character = chr(code)
        self[code] = kept = code if character.isalpha() or character.isspace() else None
        return kept


_LETTERS = _Letters()


def keep(text: str) -> str:
    """Everything stays; only Unicode's several spellings of one character become one (NFC)."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def drop_non_ascii(text: str) -> str:
    """The same text without its characters outside ASCII: what the chapter does on reading the file."""
    return text.encode("ascii", errors="ignore").decode("ascii")


CLEANINGS = {"clean": clean, "keep": keep}
