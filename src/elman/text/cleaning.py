"""What is done to a message before it is cut: only letters are kept, or one spelling of each sign, or everything."""

import re
import unicodedata
from itertools import accumulate
from typing import Literal

Form = Literal["NFC", "NFD", "NFKC", "NFKD"]


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
    return text if text.isascii() else _composed(text, "NFD", "NFC")


def fold(text: str) -> str:
    """What is seen stays, in its plainest spelling: full-width, styled and joined letters become the usual ones (NFKC).

    What is not seen goes: zero-width characters, directional marks and the choice between two looks of one emoji.
    """
    return text if text.isascii() else _composed(_UNSEEN.sub("", text), "NFKD", "NFKC")


# Unicode's default ignorable code points.
_UNSEEN = re.compile(
    r"[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    r"\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)


def _composed(text: str, decomposition: Form, form: Form) -> str:
    """A normal form, also of thousands of combining marks in a row, for which ``unicodedata`` takes quadratic time."""
    return unicodedata.normalize(form, _MANY_MARKS.sub(lambda match: _ordered(match[0], decomposition), text))


def _ordered(marks: str, decomposition: Form) -> str:
    """Combining marks decomposed and in canonical order: by combining class, between one starter and the next."""
    decomposed = "".join(unicodedata.normalize(decomposition, mark) for mark in marks)
    classes = [unicodedata.combining(mark) for mark in decomposed]
    starters = accumulate(each == 0 for each in classes)
    places = sorted(zip(starters, classes, range(len(classes)), strict=True))
    return "".join(decomposed[place] for *_, place in places)


# Every combining mark is among these; the last two become marks in NFKC.
_MANY_MARKS = re.compile(r"(?:[^\w\s\x00-\x7f]|[\uff9e\uff9f]){64,}")


def drop_non_ascii(text: str) -> str:
    """The same text without its characters outside ASCII: what the chapter does on reading the file."""
    return text.encode("ascii", errors="ignore").decode("ascii")


CLEANINGS = {"clean": clean, "fold": fold, "keep": keep}
