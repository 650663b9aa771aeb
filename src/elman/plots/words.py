"""Words along the horizontal axis of a picture."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_LONGEST = 14  # characters shown of one word
_MOST = 60  # names that have room; of more, every second, third … is named


def set_words(axes: "Axes", words: Sequence[str], places: Sequence[float]) -> None:
    """Name the places of an axis by words, read from below, or by single letters, upright."""
    every = -(-len(words) // _MOST)
    shown = [shortened(word) for word in words[::every]]
    turned = 90 if any(len(word) > 1 for word in shown) else 0
    axes.set_xticks(list(places)[::every], shown, rotation=turned, fontsize=8, parse_math=False)


def width_for(words: Sequence[str]) -> float:
    """Inches that a picture of so many words takes."""
    return min(14.0, max(6.4, 1.8 + 0.24 * len(words)))


def plain(text: str) -> str:
    """A text of which matplotlib takes no part for a formula."""
    return text.replace("$", r"\$")


def drawable(text: str) -> str:
    """A text in which a sign stands for each character that cannot be drawn."""
    return "".join(character if character.isprintable() else "\N{REPLACEMENT CHARACTER}" for character in text)


def shortened(word: str) -> str:
    """A word as it is written under an axis: drawable, and without the end of a long one."""
    return cut_to(drawable(word), _LONGEST)


def cut_to(text: str, most: int) -> str:
    """A text of at most so many characters."""
    return text if len(text) <= most else text[: most - 1] + "…"
