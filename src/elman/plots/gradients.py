"""Gradient norms over the states of a text: how far back learning, or memory, reaches."""

from collections.abc import Mapping, Sequence

from elman.plots.lines import line_picture
from elman.plots.picture import Picture, own_style


@own_style()
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
    x_label = "step" if tokens is None else "token, in the order of the text"
    return line_picture(norms, title=title, x_label=x_label, y_label=y_label, words=tokens, logarithmic=True)
