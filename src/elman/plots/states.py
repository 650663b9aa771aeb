"""Hidden states over time as a heat map: units in rows, tokens in columns."""

import numpy as np

from elman.explain import HiddenStates
from elman.plots.picture import Picture, own_style
from elman.plots.words import set_words, width_for

_COLOURS = "PuOr"  # from orange to purple through white: told apart by every kind of eye


@own_style()
def states_picture(states: HiddenStates, *, title: str = "Hidden states") -> Picture:
    """What each unit held after each token; the colours of both readings mean the same.

    Args:
        states: From ``explain.hidden_states``.
        title: What is shown.
    """
    from matplotlib.figure import Figure

    names, values = list(states.readings), list(states.readings.values())
    height = 1.9 + sum(min(3.6, max(1.4, 0.09 * each.shape[1])) for each in values)
    figure = Figure(figsize=(width_for(states.tokens), height), facecolor="white", layout="constrained")
    panels = figure.subplots(len(values), 1, sharex=True, squeeze=False)[:, 0]
    limit = max(1e-9, max(float(np.abs(each).max()) for each in values))
    for axes, name, each in zip(panels, names, values, strict=True):
        image = axes.imshow(each.T, cmap=_COLOURS, vmin=-limit, vmax=limit, aspect="auto", interpolation="nearest")
        direction = "reads from the start →" if name == "forward" else "← reads from the end"
        axes.set(ylabel=f"unit\n({direction})")
    set_words(panels[-1], states.tokens, range(len(states.tokens)))
    panels[-1].set_xlabel("token, in the order of the text")
    panels[0].set_title(title)
    figure.colorbar(image, ax=list(panels), label="value of the hidden state (no unit)")
    return Picture(figure)
