"""The probability of each class after every word read."""

from elman.explain import RunningProbabilities
from elman.plots.lines import draw_lines
from elman.plots.picture import COLOURS, Picture, new_figure, own_style
from elman.plots.words import set_words, shortened, width_for


@own_style()
def running_picture(running: RunningProbabilities, *, title: str = "Probability after every word") -> Picture:
    """One line for each class; of more than eight, those whose probability was highest anywhere.

    Args:
        running: From ``explain.running_probabilities``.
        title: What is shown.
    """
    highest = running.probabilities.max(axis=0)
    shown = sorted((-highest).argsort(kind="stable")[: len(COLOURS)].tolist())
    words = ("(nothing yet)", *running.words)
    figure, axes = new_figure(width_for(words), 3.8)
    places = range(len(words))
    series = [(shortened(str(running.labels[each])), running.probabilities[:, each].tolist()) for each in shown]
    draw_lines(axes, series, places)
    axes.set(title=title, xlabel="word read last", ylabel="probability", ylim=(-0.03, 1.03))
    set_words(axes, words, places)
    return Picture(figure)
