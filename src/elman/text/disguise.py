"""Words in disguise: what is no known word, but imitates one, is read as that word.

One rule for every disguise: ``fr3e`` and ``fr€e``, ``F R E E`` and ``f.r.e.e``, ``frее`` in Cyrillic letters, ``ꜰʀᴇᴇ``
and ``fr̶e̶e`` all read ``free`` where the training texts had that word. So ``gr8`` stays, because
nobody writes *grb*, and a Russian model keeps its ``сор``.
"""

import re
import unicodedata
from collections.abc import Container, Iterable
from itertools import pairwise

_SHORTEST = 3  # letters of a word worth hiding
_LONGEST = 24  # letters of a word that is looked for among others

# Each letter above stands for the Latin one below it.
_LOOK_ALIKES = dict(
    zip(
        # Cyrillic, Greek, Armenian, Latin with strokes, and small capitals
        "авгеёзіїјкмнопрстухһԁԛѕԝӏьѵαβγδεζηικλμνοπρςστυφχωհոսօցքɑɡıɩøœđłßæᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢ",
        "abreeeiijkmhonpctyxhdqswlbvabydezniklmvonpcotuqxwhnuogqagiioodlbaabcdefghijklmnoprstuvwyz",
        strict=True,
    )
)
# Letters in black circles and squares, and the letters that flags are made of.
LOOK_ALIKE_SYMBOLS = {
    chr(first + letter): chr(97 + letter) for first in (0x1F150, 0x1F170, 0x1F1E6) for letter in range(26)
}
_LOOK_ALIKES |= LOOK_ALIKE_SYMBOLS
_LEET = dict(zip("0345789@$€£+", "oeastbgaselt", strict=True))
_READINGS = tuple(str.maketrans({**_LOOK_ALIKES, **_LEET, **dict.fromkeys("1!|", one)}) for one in "il")

# What a run of letters is made of, and what may stand behind a word that is not in disguise.
_LETTER = r"[^\W_][\u0300-\u036f]*+"
IMITATING, TRAILING = "@$€£+!|", "!|+€£$"
_SYMBOLS = re.escape(IMITATING) + "\U0001f150-\U0001f169\U0001f170-\U0001f189\U0001f1e6-\U0001f1ff"
_DISGUISE = re.compile(
    rf"""
      {_LETTER}(?:([\ .*_-]){_LETTER})(?:\1{_LETTER})+        # letters one by one, all with the same sign between them
      (?![{re.escape(TRAILING)}]*+(?:[^\W_]|[{_SYMBOLS}]))
    | (?:{_LETTER}|[{_SYMBOLS}])+                           # or a run of letters, digits and what imitates letters
    """,
    re.VERBOSE,
)
_SUSPECT = re.compile(
    rf"[A-Za-z][0-9{re.escape('@$+!|')}]|[0-9@$+!|][A-Za-z]|(?<![^\W_])[^\W_][ .*_-][^\W_](?![^\W_])", re.ASCII
)
# Letters alone, numbers, with a unit of one letter too, ordinal numbers, hours and sums of money.
_PLAIN = re.compile(r"[a-z]+|[0-9]+(?:[a-z]|st|nd|rd|th|[ap]m)?|[a-z]{0,2}[$€£][0-9]+", re.ASCII | re.IGNORECASE)
_MARKS = re.compile(r"[\u0300-\u036f]+")


def unmask(text: str, words: Container[str]) -> str:
    """A text with its disguised words written plainly, each in the case it had; all else stays as it is.

    Args:
        text: Any string.
        words: The words that are known, in lower case.
    """
    if text.isascii() and not _SUSPECT.search(text):
        return text
    return _DISGUISE.sub(
        lambda match: _unspaced(match[0], match[1], words) if match[1] else _unmasked(match[0], words), text
    )


def _unmasked(run: str, words: Container[str]) -> str:
    core = run.rstrip(TRAILING)
    if _PLAIN.fullmatch(run) or run.lower() in words or core.lower() in words:
        return run
    for hidden in dict.fromkeys((run, core)):
        for plain in _readings(hidden):
            if len(plain) >= _SHORTEST and plain in words and _has_letter(hidden):
                return _in_case_of(hidden, plain) + run[len(hidden) :]
    return run


def _unspaced(spaced: str, between: str, words: Container[str]) -> str:
    letters = _MARKS.sub("", spaced.replace(between, ""))
    if spaced.lower() not in words and len(set(letters.lower())) > 1 and _has_letter(letters):  # x x x are kisses
        for plain in _readings(letters):
            ends = _divide(plain, words)
            if ends:
                return " ".join(
                    _in_case_of(letters[start:end], plain[start:end]) for start, end in pairwise((0, *ends))
                )
    return spaced


def _readings(run: str) -> Iterable[str]:
    """What a run may stand for, in lower-case Latin letters."""
    bare = _bare(run)
    return filter(str.isalpha, dict.fromkeys(bare.translate(table) for table in _READINGS))


def reading(character: str) -> str:
    """What one character of a disguise may stand for, in lower case; ``1``, ``!`` and ``|`` have no single answer."""
    return _bare(character).translate(_READINGS[0])


def _bare(run: str) -> str:
    marked = unicodedata.normalize("NFD", _MARKS.sub("", run.lower()))
    return "".join(character for character in marked if not unicodedata.combining(character))


def _divide(letters: str, words: Container[str]) -> list[int]:
    """Where the fewest known words end that the letters spell one after the other; nowhere if they spell none."""
    best: list[tuple[int, int] | None] = [(0, 0), *([None] * len(letters))]  # how many words, and the last one's start
    for end in range(_SHORTEST, len(letters) + 1):
        best[end] = min(
            (
                (before[0] + 1, start)
                for start in range(max(0, end - _LONGEST), end - _SHORTEST + 1)
                if (before := best[start]) is not None and letters[start:end] in words
            ),
            default=None,
        )
    ends, end = [], len(letters)
    while end and (last := best[end]) is not None:
        ends.append(end)
        end = last[1]
    return ends[::-1]


def _has_letter(run: str) -> bool:
    return any(character.isalpha() or character in _LOOK_ALIKES for character in run)


def _in_case_of(run: str, plain: str) -> str:
    letters = [character for character in run if character.isupper() or character.islower()]
    if letters and all(map(str.isupper, letters)):
        return plain.upper()
    return plain.capitalize() if run[:1].isupper() else plain
