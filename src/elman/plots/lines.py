"""Lines: several series over the same steps, told apart by colour, dash and marker."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from elman.errors import ShapeError
from elman.plots.picture import COLOURS, DASHES, MARKERS, Picture, new_figure, own_style
from elman.plots.words import plain, set_words, width_for

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_MOST = len(COLOURS)


@own_style()
def line_picture(
    series: Mapping[str, Sequence[float]],
    *,
    title: str,
    x_label: str,
    y_label: str,
    x: Sequence[float] | None = None,
    words: Sequence[str] | None = None,
    logarithmic: bool = False,
) -> Picture:
    """Several series as lines.

    Args:
        series: Name to values, one for each x; eight at most.
        title: What is shown.
        x_label: What the horizontal axis counts, with its unit.
        y_label: What the vertical axis measures, with its unit.
        x: Where the values stand; 1, 2, 3, … if None.
        words: What to call those places, instead of their numbers.
        logarithmic: Whether the vertical axis counts in powers of ten; zeros are left out there.

    Raises:
        ShapeError: If there are no series, more than eight, or their lengths differ from that of ``x``.
    """
    figure, axes = new_figure(6.4 if words is None else width_for(words), 3.6)
    places = draw_lines(axes, list(series.items()), x, logarithmic=logarithmic)
    axes.set(title=title, xlabel=x_label, ylabel=y_label)
    if words is not None:
        set_words(axes, words, places)
    return Picture(figure)


def draw_lines(
    axes: "Axes",
    series: Sequence[tuple[str, Sequence[float]]],
    x: Sequence[float] | None,
    *,
    logarithmic: bool = False,
) -> Sequence[float]:
    """Draw several series into axes, and say where their values stand; see ``line_picture``.

    Args:
        axes: Where they are drawn.
        series: Names and values; two may have one name, which may be anything.
        x: As ``line_picture`` has it.
        logarithmic: Likewise.
    """
    if not 0 < len(series) <= _MOST:
        raise ShapeError(f"`series`: expected 1 to {_MOST}; got {len(series)}")
    expected = len(series[0][1]) if x is None else len(x)
    places = range(1, expected + 1) if x is None else x
    lines = []
    for (name, values), colour, dash, marker in zip(series, COLOURS, DASHES, MARKERS, strict=False):
        if len(values) != expected:
            raise ShapeError(f"`series`: `{name}`: expected {expected} values, one for each x; got {len(values)}")
        shown = np.asarray(values, float)
        if logarithmic:
            shown = np.where(shown > 0, shown, np.nan)
        lines += axes.plot(
            places,
            shown,
            color=colour,
            linestyle=dash,
            marker=marker,
            markersize=4,
            markevery=max(1, expected // 12),
        )
    if logarithmic:
        axes.set_yscale("log")
    axes.grid(alpha=0.3)
    if len(series) > 1:
        # By hand: a label that begins with an underscore would be left out.
        axes.legend(lines, [plain(name) for name, _ in series])
    return places
