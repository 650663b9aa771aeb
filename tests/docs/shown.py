"""What a page shows: the commands of its console blocks with their output, and its Python."""

import re
from collections.abc import Iterator
from itertools import zip_longest
from pathlib import Path

ROOT = Path(__file__).parents[2]
_BLOCK = re.compile(r"^```(console|python)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_NUMBER = re.compile(r"[-+]?\d[\d,]*(?:\.\d+)?")
ANYTHING = "…"


def blocks(page: Path) -> list[tuple[str, str]]:
    """The language and content of every block that is to be run."""
    return [(match[1], match[2]) for match in _BLOCK.finditer(page.read_text(encoding="utf-8"))]


def commands(block: str) -> Iterator[tuple[str, list[str]]]:
    """Each command of a console block, its continued lines joined, and the lines shown after it."""
    for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        command, _, shown = part.replace("\\\n", " ").partition("\n")
        yield re.sub(r"\s+", " ", command), shown.splitlines()


def agrees(shown: list[str], real: list[str]) -> bool:
    """Whether the lines shown are the real ones; a line of ``…`` stands for any number of them."""
    if not shown:
        return not real
    if shown[0] == ANYTHING:
        return agrees(shown[1:], real) or (bool(real) and agrees(shown, real[1:]))
    return bool(real) and same_line(shown[0], real[0]) and agrees(shown[1:], real[1:])


def same_line(shown: str, real: str) -> bool:
    """Whether two lines say the same: the words exactly, but for spaces, and every figure within tolerance.

    The tolerance is 2 % or .02, whichever is more, and for whole numbers below 1,000 three: another processor rounds
    otherwise, and a text near the threshold falls to the other side. A shown … ends the comparison.
    """
    if shown.endswith(ANYTHING):
        shown = shown.removesuffix(ANYTHING)
        real = real[: len(shown)] if real.startswith(shown) else real
    if _NUMBER.sub("#", shown).split() != _NUMBER.sub("#", real).split():
        return False
    pairs = zip_longest(_NUMBER.findall(shown), _NUMBER.findall(real))
    return all(_near(one, other) for one, other in pairs)


def _near(shown: str, real: str) -> bool:
    one, other = (float(each.replace(",", "")) for each in (shown, real))
    whole = "." not in shown and abs(one) < 1000
    return abs(one - other) <= max(0.02, 0.02 * abs(one), 3 if whole and one > 3 else 0)
