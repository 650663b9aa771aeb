"""A model's network, unrolled over the words of a text, with the shapes that it really has."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from elman.architecture import Architecture
from elman.explain import Stage, stages
from elman.plots.diagram import BOX, arrow, box, finish, note
from elman.plots.picture import COLOURS, Picture, new_figure, own_style
from elman.plots.words import cut_to, plain, shortened

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_STEP, _RISE = 1.75, 1.3
_HALF_WIDTH, _HALF_HEIGHT = BOX[0] / 2, BOX[1] / 2
_MOST_WORDS, _MOST_LAYERS = 7, 4
_POOLED = {
    "last": "last state",
    "mean": "mean of the states",
    "max": "maximum of the states",
    "inputs": "mean of the vectors",
}


@own_style()
def unrolled_picture(architecture: Architecture, words: Sequence[str], *, title: str = "") -> Picture:
    """The network over the first words of a text: every box a vector, every arrow a matrix or the recurrence.

    Args:
        architecture: Of a model.
        words: What it reads; at most seven are drawn. Of more than four layers the upper four are.
        title: What is shown.
    """
    shown = [plain(shortened(word)) for word in words[:_MOST_WORDS]] + ["…"] * (len(words) > _MOST_WORDS)
    layers = range(max(1, architecture.num_layers - _MOST_LAYERS + 1), architecture.num_layers + 1)
    rows = {f"layer {layer}": row for row, layer in enumerate(layers, start=2)}
    top = 2 + len(rows)
    width = max(0, len(shown) - 1) * _STEP
    figure, axes = new_figure(6.4, 4.8)
    for step, word in enumerate(shown):
        _draw_column(axes, architecture, step, word, list(rows.values()), last=step == len(shown) - 1)
    middle, across = width / 2, (width + BOX[0], BOX[1])
    pooled = " + ".join(_POOLED[part] for part in architecture.pooling)
    box(axes, (middle, top * _RISE), cut_to(pooled, max(10, int(across[0] * 11))), size=across, font=8.5)
    box(axes, (middle, (top + 1) * _RISE), "logits", kind="output")
    arrow(axes, (middle, top * _RISE + _HALF_HEIGHT), (middle, (top + 1) * _RISE - _HALF_HEIGHT))
    places = {"embedding": 1, **rows, "pooling": top, "head": top + 1}
    for stage in stages(architecture):
        if stage.name in places:
            note(axes, (width + _HALF_WIDTH + 0.3, places[stage.name] * _RISE), _shapes(stage), font=8)
    axes.set_title(title or _title(architecture), fontsize=10)
    finish(figure, axes, -0.9, width + 4.1, -0.5, (top + 1) * _RISE + 0.8)
    return Picture(figure)


def _draw_column(
    axes: "Axes", architecture: Architecture, step: int, word: str, rows: list[int], *, last: bool
) -> None:
    x = step * _STEP
    box(axes, (x, 0), word, kind="input", font=8.5)
    box(axes, (x, _RISE), f"{architecture.embedding_size} numbers", font=8)
    for row in rows:
        box(axes, (x, row * _RISE), f"{architecture.output_size} units", kind="state", font=8)
        if not last:
            lift = 0.12 if architecture.bidirectional else 0.0
            here, there = x + _HALF_WIDTH, x + _STEP - _HALF_WIDTH
            arrow(axes, (here, row * _RISE + lift), (there, row * _RISE + lift), colour=COLOURS[1])
            if architecture.bidirectional:
                arrow(axes, (there, row * _RISE - lift), (here, row * _RISE - lift), colour=COLOURS[0])
    for row in range(2 + len(rows)):
        arrow(axes, (x, row * _RISE + _HALF_HEIGHT), (x, (row + 1) * _RISE - _HALF_HEIGHT))


def _shapes(stage: Stage) -> str:
    lines = [f"{name}: {' × '.join(f'{axis:,}' for axis in shape)}" for name, shape in stage.arrays.items()]
    if len(lines) > 4:  # both directions of a gated layer: said once
        forward = [line.removeprefix("forward.") for line in lines if line.startswith("forward.")]
        lines = [*forward, "and the same from the end"]
    of = "for the text" if stage.name in ("pooling", "head") else "a token"
    return "\n".join([f"{stage.name}: {stage.width:,} numbers {of}", *lines])


def _title(architecture: Architecture) -> str:
    both = "bidirectional " if architecture.bidirectional else ""
    layers = f"{architecture.num_layers} layer{'s' * (architecture.num_layers > 1)}"
    return (
        f"{both}{architecture.cell}, {layers} of {architecture.hidden_size} units, {architecture.num_classes} classes"
    )
