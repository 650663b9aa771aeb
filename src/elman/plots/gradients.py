"""Gradient norms over the states of a text: how far back learning, or memory, reaches."""

from collections.abc import Mapping, Sequence

from elman.plots.lines import draw_lines
from elman.plots.picture import Picture, new_figure
from elman.plots.words import set_words, width_for


def gradients_picture(
    norms: Mapping[str, Sequence[float]], *, tokens: Sequence[str] | None = None, title: str, y_label: str
) -> Picture:
    """Norms over steps, on a scale of powers of ten: a straight fall is an exponential one.

    Args:
        norms: Name to one norm for the state after each step; see ``explain.gradient_norms``.
        tokens: What was read at each step; None numbers them.
        title: What is shown.
        y_label: What was differentiated by what.
    """
    figure, axes = new_figure(6.4 if tokens is None else width_for(tokens), 4.0)
    draw_lines(axes, norms, None, logarithmic=True)
    axes.set(title=title, xlabel="step" if tokens is None else "token, in the order of the text", ylabel=y_label)
    if tokens is not None:
        set_words(axes, tokens, range(1, len(tokens) + 1))
    return Picture(figure)
