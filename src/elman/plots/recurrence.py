"""Drawings of the idea: a recurrent edge, and a language model unrolled over a few words."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from elman.errors import ShapeError
from elman.plots.diagram import BOX, arrow, box, finish, note
from elman.plots.picture import COLOURS, Picture, new_figure, own_style
from elman.plots.words import plain, shortened

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_STEP, _RISE = 2.1, 1.25
_FIRST = 3.6  # where the unrolled network begins
_HALF_WIDTH, _HALF_HEIGHT = BOX[0] / 2, BOX[1] / 2
_MOST_WORDS = 8


@own_style()
def recurrent_edge_picture() -> Picture:
    """A network with a recurrent edge, and beside it the same network unrolled over three steps."""
    figure, axes = new_figure(7.6, 3.6)
    _column(axes, 0.0, ("$x_t$", "$h_t$", "$y_t$"))
    loop, top = (_HALF_WIDTH, _RISE - 0.12), (_HALF_WIDTH, _RISE + 0.12)
    arrow(axes, loop, top, "$W_{hh}$", colour=COLOURS[1], bend=2.6, shift=(0.66, 0))
    note(axes, (1.85, _RISE), "=", align="center", font=16)
    for step in range(3):
        x = _FIRST + step * _STEP
        _column(axes, x, (f"$x_{step + 1}$", f"$h_{step + 1}$", f"$y_{step + 1}$"), named=step == 0)
        begin = x - _STEP + _HALF_WIDTH if step else x - 1.0
        name = "$W_{hh}$" if step else ""
        arrow(axes, (begin, _RISE), (x - _HALF_WIDTH, _RISE), name, colour=COLOURS[1], shift=(0, 0.22))
    finish(figure, axes, -1.0, _FIRST + 2 * _STEP + 0.8, -0.5, 2 * _RISE + 0.5)
    return Picture(figure)


@own_style()
def language_model_picture(words: Sequence[str], *, path: tuple[int, int] | None = None) -> Picture:
    """A language model unrolled: each word in below, the word after it out above.

    Args:
        words: Three to nine words; all but the last go in, all but the first come out.
        path: An input's and a later output's step, from 0; the way from the one to the other is drawn in colour, with
            every weight matrix it passes.

    Raises:
        ShapeError: If there are too few words or too many, or the path does not lead forward through them.
    """
    steps = len(words) - 1
    if not 1 < steps <= _MOST_WORDS:
        raise ShapeError(f"`words`: expected 3 to {_MOST_WORDS + 1}; got {len(words)}")
    start, end = path or (steps, -1)
    if path is not None and not 0 <= start <= end < steps:
        raise ShapeError(f"`path`: expected two steps from 0 to {steps - 1}, the first not later; got {path}")
    figure, axes = new_figure(6.4, 4.4)
    marked, shown = COLOURS[1], [plain(shortened(word)) for word in words]
    for step in range(steps):
        x = step * _STEP
        vector, state = f"$x_{step + 1}$", f"$h_{step + 1}$"
        rows = ((shown[step], "input"), (vector, "plain"), (state, "state"), (shown[step + 1], "output"))
        for row, (text, kind) in enumerate(rows):
            box(axes, (x, row * _RISE), text, kind=kind)
        for row, name in enumerate(("$E$", "$W_{ih}$", "$W_{ho}$")):
            on_path = (row < 2 and step == start) or (row == 2 and step == end)
            colour = {"colour": marked, "width": 2.6} if on_path else {}
            begin, stop = (x, row * _RISE + _HALF_HEIGHT), (x, (row + 1) * _RISE - _HALF_HEIGHT)
            arrow(axes, begin, stop, name, shift=(0.38, 0), **colour)  # type: ignore[arg-type]
        if step:
            colour = {"colour": marked, "width": 2.6} if start < step <= end else {}
            begin, stop = (x - _STEP + _HALF_WIDTH, 2 * _RISE), (x - _HALF_WIDTH, 2 * _RISE)
            arrow(axes, begin, stop, "$W_{hh}$", shift=(0, 0.22), **colour)  # type: ignore[arg-type]
    note(axes, (-0.8, 0), "word in", align="right")
    note(axes, (-0.8, _RISE), "its vector", align="right")
    note(axes, (-0.8, 2 * _RISE), "state", align="right")
    note(axes, (-0.8, 3 * _RISE), "next word", align="right")
    finish(figure, axes, -2.3, (steps - 1) * _STEP + 0.9, -0.5, 3 * _RISE + 0.5)
    return Picture(figure)


def _column(axes: "Axes", x: float, texts: tuple[str, str, str], *, named: bool = True) -> None:
    for row, (text, kind) in enumerate(zip(texts, ("input", "state", "output"), strict=True)):
        box(axes, (x, row * _RISE), text, kind=kind)
    for row, name in enumerate(("$W_{ih}$", "$W_{ho}$")):
        begin, stop = (x, row * _RISE + _HALF_HEIGHT), (x, (row + 1) * _RISE - _HALF_HEIGHT)
        arrow(axes, begin, stop, name if named else "", shift=(-0.42, 0))
