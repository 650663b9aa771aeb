"""The pictures of a language model's training: loss, bits per character, and what it wrote on the way."""

import textwrap
from collections.abc import Mapping, Sequence

from elman.plots.curves import curves, new_chart
from elman.plots.picture import COLOURS, own_style, png
from elman.plots.words import drawable

_COLUMNS, _LINES, _SHOWN = 34, 14, 4  # of the picture of samples


@own_style()
def language_pictures(
    history: Sequence[Mapping[str, float]],
    samples: Sequence[Mapping[str, int | str]],
    gradient_reach: Sequence[float] = (),
) -> dict[str, bytes]:
    """``loss.png``, ``bits.png``, ``samples.png`` and ``gradients.png`` of a run.

    Args:
        history: One row for each epoch, with ``epoch``, and ``PART_loss`` and ``PART_bits`` of each part.
        samples: What the model wrote after some epochs, with ``epoch`` and ``text``.
        gradient_reach: How strongly the loss at a window's last step depends on each step, the first step first.

    Returns:
        File name to PNG bytes, the same for the same run; none for a history without epochs.
    """
    if not history:
        return {}
    pictures = {
        "loss.png": png(curves(history, "loss", "Softmax loss", "mean cross-entropy (nats per token)")),
        "bits.png": png(curves(history, "bits", "Compression", "bits per character")),
    }
    if samples:
        pictures["samples.png"] = _side_by_side(samples)
    if len(gradient_reach) > 0:
        pictures["gradients.png"] = _reach(gradient_reach)
    return pictures


def _reach(norms: Sequence[float]) -> bytes:
    figure, axes = new_chart()
    seen = [(before, norm) for before, norm in enumerate(reversed(norms)) if norm > 0]
    axes.plot([before for before, _ in seen], [norm for _, norm in seen], color=COLOURS[0])
    axes.set(
        title="How far back the gradient reaches",
        xlabel="steps before the one whose loss it is",
        ylabel="mean length of its gradient by a step's input",
        yscale="log",
    )
    axes.grid(alpha=0.3)
    return png(figure)


def _side_by_side(samples: Sequence[Mapping[str, int | str]]) -> bytes:
    from matplotlib.figure import Figure

    shown = [samples[round(place)] for place in _spread(len(samples))]
    figure = Figure(figsize=(3.1 * len(shown), 3.3), dpi=120)
    for column, sample in enumerate(shown):
        axes = figure.add_axes((column / len(shown), 0.0, 1 / len(shown), 1.0))
        axes.set_axis_off()
        axes.text(0.05, 0.95, f"after epoch {sample['epoch']}", fontweight="bold", va="top")
        lines = [part for line in str(sample["text"]).splitlines() for part in textwrap.wrap(line, _COLUMNS) or [""]]
        written = "\n".join(map(drawable, lines[:_LINES]))
        axes.text(0.05, 0.85, written, family="monospace", fontsize=7.5, va="top", parse_math=False)
    return png(figure)


def _spread(count: int) -> list[float]:
    """Up to ``_SHOWN`` positions among so many, the first and the last with them."""
    number = min(_SHOWN, count)
    return [place * (count - 1) / max(1, number - 1) for place in range(number)]
