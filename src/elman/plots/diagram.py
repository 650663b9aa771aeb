"""Boxes and arrows: what the drawings of networks are made of."""

from typing import TYPE_CHECKING

from elman.plots.picture import INK, QUIET

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

Place = tuple[float, float]
BOX = (1.15, 0.5)  # width and height
_INCHES = 0.78  # of paper for one unit of a drawing
_FILLS = {"plain": "#FFFFFF", "input": "#F4E3C8", "state": "#CFE3F3", "output": "#D5ECDF"}


def box(axes: "Axes", place: Place, text: str, *, kind: str = "plain", size: Place = BOX, font: float = 9) -> None:
    """A rounded box around a place, with text in it.

    Args:
        axes: Where.
        place: Its centre.
        text: What it says; between dollar signs, a formula.
        kind: What it is filled for: plain, input, state, output.
        size: Width and height.
        font: Size of the text in points.
    """
    from matplotlib.patches import FancyBboxPatch

    (x, y), (width, height) = place, size
    axes.add_patch(
        FancyBboxPatch(
            (x - width / 2, y - height / 2),
            width,
            height,
            boxstyle="round,pad=0,rounding_size=0.1",
            facecolor=_FILLS[kind],
            edgecolor=INK,
            linewidth=1,
        )
    )
    axes.text(x, y, text, ha="center", va="center", fontsize=font, color=INK)


def arrow(
    axes: "Axes",
    start: Place,
    end: Place,
    text: str = "",
    *,
    colour: str = INK,
    width: float = 1.2,
    bend: float = 0.0,
    shift: Place = (0.0, 0.0),
) -> None:
    """An arrow, with text beside its middle.

    Args:
        axes: Where.
        start: Where it begins.
        end: Where it points.
        text: What it says; between dollar signs, a formula.
        colour: Of both.
        width: Of the line in points.
        bend: How much it is bent, 0 for straight.
        shift: From its middle to the text.
    """
    properties = {
        "arrowstyle": "-|>",
        "color": colour,
        "linewidth": width,
        "shrinkA": 0,
        "shrinkB": 0,
        "connectionstyle": f"arc3,rad={bend}",
    }
    axes.annotate("", xy=end, xytext=start, arrowprops=properties)
    if text:
        x, y = (start[0] + end[0]) / 2 + shift[0], (start[1] + end[1]) / 2 + shift[1]
        axes.text(x, y, text, ha="center", va="center", fontsize=9, color=colour)


def note(axes: "Axes", place: Place, text: str, *, align: str = "left", font: float = 8.5) -> None:
    """Text without a box."""
    axes.text(*place, text, ha=align, va="center", fontsize=font, color=QUIET)


def finish(figure: "Figure", axes: "Axes", left: float, right: float, bottom: float, top: float) -> None:
    """Set the limits of a drawing, make the paper fit them, and take the axes away."""
    axes.set(xlim=(left, right), ylim=(bottom, top))
    axes.set_aspect("equal")
    axes.set_axis_off()
    figure.set_size_inches(_INCHES * (right - left), _INCHES * (top - bottom))
