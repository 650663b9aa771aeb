"""The two pictures of a training run: softmax loss and accuracy over epochs, one line for each part."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from elman.errors import UsageError
from elman.plots.picture import COLOURS, Picture, own_style, png

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

# Line styles tell the parts apart in print.
_STYLES: dict[str, dict[str, Any]] = {
    "train": {"color": COLOURS[4], "linestyle": "--", "marker": "o"},
    "test": {"color": COLOURS[1], "linestyle": "-", "marker": "s"},
    "validation": {"color": COLOURS[0], "linestyle": "-.", "marker": "^"},
}
_MEASURES = {
    "loss": ("Softmax loss", "mean cross-entropy (nats per {})"),
    "accuracy": ("Accuracy", "share of {}s answered correctly"),
}
_NAMES = {"train": "training part", "test": "test part", "validation": "validation part"}


@own_style()
def training_pictures(history: Sequence[Mapping[str, float]], noun: str = "text") -> dict[str, bytes]:
    """``loss.png`` and ``accuracy.png`` of a run.

    Args:
        history: One row for each epoch, with ``epoch`` and ``PART_loss`` and ``PART_accuracy`` of each part.
        noun: What an answer is of: a ``text``, or a tagger's ``token``.

    Returns:
        File name to PNG bytes, the same for the same history; none for a history without epochs.
    """
    if not history:
        return {}
    return {f"{measure}.png": png(_of_measure(history, measure, noun)) for measure in _MEASURES}


@own_style()
def training_curve(history: Sequence[Mapping[str, float]], measure: str) -> Picture:
    """One of the two pictures of a run.

    Args:
        history: As in ``training_pictures``; at least one epoch.
        measure: ``loss`` or ``accuracy``.

    Raises:
        UsageError: If there is no such measure, or no epoch to draw.
    """
    if measure not in _MEASURES or not history:
        raise UsageError(
            f"`measure`: expected {' or '.join(_MEASURES)}, of at least one epoch; "
            f"got `{measure}`, {len(history)} epochs"
        )
    return Picture(_of_measure(history, measure))


def _of_measure(history: Sequence[Mapping[str, float]], measure: str, noun: str = "text") -> "Figure":
    title, unit = _MEASURES[measure]
    return curves(history, measure, title, unit.format(noun))


def new_chart() -> tuple["Figure", "Axes"]:
    """An empty figure of the size of a training's pictures, and its axes, whose margins need not be computed."""
    # The object-oriented interface: no global state, no window, whatever backend the caller has chosen.
    from matplotlib.figure import Figure

    figure = Figure(figsize=(6.4, 4.0), dpi=120)
    return figure, figure.add_axes((0.12, 0.13, 0.85, 0.77))


def curves(history: Sequence[Mapping[str, float]], measure: str, title: str, unit: str) -> "Figure":
    """One measure over the epochs, a line for each part that has it.

    Args:
        history: One row for each epoch, with ``epoch`` and ``PART_MEASURE`` of each part.
        measure: The second half of the columns' names.
        title: Of the picture.
        unit: What the vertical axis says.
    """
    from matplotlib.ticker import MaxNLocator

    figure, axes = new_chart()
    epochs = [row["epoch"] for row in history]
    for part, style in _STYLES.items():
        column = f"{part}_{measure}"
        if column in history[0]:
            axes.plot(epochs, [row[column] for row in history], label=_NAMES[part], markersize=3, **style)
    axes.set(title=title, xlabel="epoch", ylabel=unit)
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    axes.grid(alpha=0.3)
    axes.legend()
    return figure
