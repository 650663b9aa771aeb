"""A system: anything that learns from labelled texts and labels others."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass

from elman.errors import ElmanError

FitPredict = Callable[[Sequence[str], Sequence[str], Sequence[str]], Sequence[str]]
"""``fit_predict(train_texts, train_labels, test_texts)`` gives a label for each of the test texts."""


@dataclass(frozen=True)
class System:
    """One row of the table.

    Args:
        name: What ``--systems`` calls it.
        title: What the table calls it.
        open: Gives a context in which its ``fit_predict`` can be called any number of times. What it needs only once
            is prepared on entering, outside of what is timed. Every call fits a new model, the same for the same texts.
    """

    name: str
    title: str
    open: Callable[[], AbstractContextManager[FitPredict]]


class CannotRun(ElmanError):
    """A system that this machine cannot run; the table says so in its row."""
