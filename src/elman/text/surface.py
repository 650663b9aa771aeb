"""What a message looks like as a whole: its length, digits, capitals and punctuation, each as one coarse token."""

import math
import re

_DIGIT_RUN = re.compile(r"\d+")
_WORD = re.compile(r"[^\W\d_]+")
_DIGIT_RUN_LIMIT, _COUNT_LIMIT = 12, 8
_NAMES = ("length", "digits", "capitals", "run", "word", "symbols", "numbers")
_SURFACE = re.compile(rf"(?:{'|'.join(_NAMES)}):\d+")


def surface_tokens(text: str) -> list[str]:
    """Seven tokens about the whole of a text; every text has all of them, an empty one too.

    Counts of characters are binned by their logarithm, three bins an octave, so that 127 to 160 characters share one;
    shares by their square root in tenths, which is finest near zero.

    Args:
        text: Any string.

    Returns:
        ``length``, ``digits`` (how many), ``capitals`` (their share of the letters), ``run`` (the longest run of
        digits), ``word`` (mean length of the words, in half letters), ``symbols`` (their share of the characters) and
        ``numbers`` (runs of digits), each with its bin: ``length:21``.
    """
    runs = [len(run) for run in _DIGIT_RUN.findall(text)]
    words = _WORD.findall(text)
    letters = sum(map(len, words))
    capitals = sum(map(str.isupper, text))
    symbols = len(text) - sum(map(str.isalnum, text)) - sum(map(str.isspace, text))
    bins = (
        _octaves(len(text)),
        _octaves(sum(runs)),
        _share(capitals, letters),
        min(max(runs, default=0), _DIGIT_RUN_LIMIT),
        2 * letters // max(1, len(words)),
        _share(symbols, len(text)),
        min(len(runs), _COUNT_LIMIT),
    )
    return [f"{name}:{each}" for name, each in zip(_NAMES, bins, strict=True)]


def is_surface_token(token: str) -> bool:
    """Whether a token is one that ``surface_tokens`` could give."""
    return _SURFACE.fullmatch(token) is not None


def _octaves(count: int) -> int:
    return ((1 + count) ** 3).bit_length() - 1


def _share(part: int, whole: int) -> int:
    return min(10, round(10 * math.sqrt(part / max(1, whole))))
