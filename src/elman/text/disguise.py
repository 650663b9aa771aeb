"""Words in disguise: what is no known word, but imitates one, is read as that word.

One rule for every disguise: ``fr3e`` and ``fr€e``, ``F R E E`` and ``f.r.e.e``, ``frее`` in Cyrillic letters, ``ꜰʀᴇᴇ``
and ``fr̶e̶e`` all read ``free`` where the training texts had that word and not the disguise. So ``gr8`` stays, because
nobody writes *grb*, and a Russian model keeps its ``сор``.
"""

import re
import unicodedata
from collections.abc import Container, Iterator

_SHORTEST = 3  # letters of a word worth hiding

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
_LOOK_ALIKES |= {chr(first + letter): chr(97 + letter) for first in (0x1F150, 0x1F170, 0x1F1E6) for letter in range(26)}
_LEET = dict(zip("0345789@$€£+", "oeastbgaselt", strict=True))
_READINGS = tuple(str.maketrans({**_LOOK_ALIKES, **_LEET, **dict.fromkeys("1!|", one)}) for one in "il")

_SYMBOLS = re.escape("@$€£+!|") + "\U0001f150-\U0001f169\U0001f170-\U0001f189\U0001f1e6-\U0001f1ff"
_RUN = re.compile(rf"(?:[^\W_][\u0300-\u036f]*|[{_SYMBOLS}])+")
_SPACED = re.compile(r"(?<![^\W_])[^\W_](?:([ .*_-])[^\W_])(?:\1[^\W_])+(?![^\W_])")
_SUSPECT = re.compile(rf"[A-Za-z][0-9{re.escape('@$+!|')}]|[0-9@$+!|][A-Za-z]|\b[^\W_][ .*_-][^\W_]\b", re.ASCII)
_PLAIN = re.compile(r"[A-Za-z]+|[0-9]+")


def unmask(text: str, words: Container[str]) -> str:
    """A text with its disguised words written plainly, each in the case it had; all else stays as it is.

    Args:
        text: Any string.
        words: The words that are known, in lower case.
    """
    if text.isascii() and not _SUSPECT.search(text):
        return text
    text = _SPACED.sub(lambda match: _unspaced(match, words), text)
    return _RUN.sub(lambda match: _unmasked(match[0], words), text)


def _unmasked(run: str, words: Container[str]) -> str:
    if _PLAIN.fullmatch(run) or run.lower() in words:
        return run
    for core in dict.fromkeys((run, run.rstrip("!|+€£$"))):
        for plain in _readings(core):
            if len(plain) >= _SHORTEST and plain in words and _has_letter(core):
                return _in_case_of(core, plain) + run[len(core) :]
    return run


def _unspaced(match: re.Match[str], words: Container[str]) -> str:
    letters = match[0].replace(match[1], "")
    if len(set(letters.lower())) > 1:  # x x x are kisses
        for plain in _readings(letters):
            parts = _divide(plain, words)
            if parts is not None:
                return " ".join(_in_case_of(letters, part) for part in parts)
    return match[0]


def _readings(run: str) -> Iterator[str]:
    """What a run may stand for, in lower-case Latin letters."""
    marked = unicodedata.normalize("NFD", run.lower())
    bare = "".join(character for character in marked if not unicodedata.combining(character))
    for reading in _READINGS:
        plain = bare.translate(reading)
        if plain.isalpha():
            yield plain


def _divide(letters: str, words: Container[str]) -> list[str] | None:
    """The fewest known words that the letters spell one after the other."""
    best: list[list[str] | None] = [[], *([None] * len(letters))]
    for end in range(_SHORTEST, len(letters) + 1):
        for start in range(max(0, end - 24), end - _SHORTEST + 1):
            before, word = best[start], letters[start:end]
            here = best[end]
            if before is not None and word in words and (here is None or len(before) + 1 < len(here)):
                best[end] = [*before, word]
    return best[-1]


def _has_letter(run: str) -> bool:
    return any(character.isalpha() or character in _LOOK_ALIKES for character in run)


def _in_case_of(run: str, plain: str) -> str:
    letters = [character for character in run if character.isalpha()]
    if letters and all(map(str.isupper, letters)):
        return plain.upper()
    return plain.capitalize() if run[:1].isupper() else plain
