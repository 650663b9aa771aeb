"""Microseconds for one message, as ratios to fastText: ``python -m benchmarks.speed.answering DIR...``.

Messages are the SMS Spam Collection's. ``one call`` asks ``predict_proba``, and fastText's ``predict``, about one
message at a time from Python, ``bulk`` about all of them at once, on one thread. The compiled core's answers are
compared with NumPy's before it is timed. In every round we are timed and then fastText, with its defaults and in its
own environment, so that what else the machine does meets both alike: each a few times in a row, after it was asked for
a twentieth of a second untimed. Shown are medians over the rounds, and of the ratios the quartiles too.
"""

import sys
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path
from statistics import median, quantiles

import click
import numpy as np

from benchmarks.accuracy.system import CannotRun
from benchmarks.mistakes import mistakes_told
from benchmarks.speed.fasttext_timer import FastTextTimer, opened_timer
from benchmarks.speed.timing import microseconds
from elman.classifier import TextClassifier, load
from elman.data import read
from elman.errors import UsageError
from elman.runtime import native_is_built
from elman.runtime.numpy_core import NumpyCore

ASKED_ALONE = 500  # messages of the one-call figure
WAYS = ("one call", "bulk")


@click.command()
@click.argument("folders", metavar="DIR...", nargs=-1, required=True)
@click.option("--rounds", default=30, show_default=True, help="How often each is timed.")
def main(folders: Sequence[str], rounds: int) -> None:
    """Time the models in DIR... and fastText; print one line for each model and way to ask."""
    with mistakes_told():
        _compare(folders, rounds)


def _compare(folders: Sequence[str], rounds: int) -> None:
    if not native_is_built():
        raise UsageError("this installation has no compiled core to time", hint="install elman with a C++ compiler")
    corpus = read("sms-spam")
    texts, labels = list(corpus.texts), corpus.labels or ()
    classifiers = {folder: load(folder) for folder in folders}
    for folder, classifier in classifiers.items():
        _check(folder, classifier, texts)
    with ExitStack() as stack:
        fasttext = timer_or_none(stack, texts, labels)
        print(f"{'model':<20}{'':<10}{'µs':>8}{'fastText µs':>13}{'times as fast':>15}{'(quartiles)':>16}")
        for way in WAYS:
            alone = [[text] for text in texts[:ASKED_ALONE]]
            for folder, classifier in classifiers.items():
                ask = _each(classifier, alone) if way == "one call" else _all(classifier, texts)
                count = ASKED_ALONE if way == "one call" else len(texts)
                ours, theirs = [], []
                for _ in range(rounds):
                    ours.append(microseconds(ask, count))
                    if fasttext is not None:
                        theirs.append(fasttext(way))
                _print(Path(folder).name, way, ours, theirs)


def timer_or_none(stack: ExitStack, texts: Sequence[str], labels: Sequence[str]) -> FastTextTimer | None:
    """Have fastText beside us until the stack is left; None, and a word on standard error, where it cannot be."""
    try:
        return stack.enter_context(opened_timer(texts, labels, ASKED_ALONE))
    except CannotRun as error:
        print(f"fastText cannot run: {error}", file=sys.stderr)
        return None


def _check(folder: str, classifier: TextClassifier, texts: list[str]) -> None:
    expected = NumpyCore(classifier.bundle_).probabilities(texts)
    np.testing.assert_allclose(classifier.predict_proba(texts), expected, atol=1e-5, err_msg=folder)


def _each(classifier: TextClassifier, alone: list[list[str]]) -> Callable[[], object]:
    def ask() -> None:
        for text in alone:
            classifier.predict_proba(text)

    return ask


def _all(classifier: TextClassifier, texts: list[str]) -> Callable[[], object]:
    return lambda: classifier.predict_proba(texts)


def _print(name: str, way: str, ours: list[float], theirs: list[float]) -> None:
    line = f"{name:<20}{way:<10}{median(ours):>8.2f}"
    if theirs:
        ratios = [other / own for own, other in zip(ours, theirs, strict=True)]
        low, middle, high = quantiles(ratios, n=4)
        line += f"{median(theirs):>13.2f}{middle:>15.2f}{f'({low:.2f} to {high:.2f})':>16}"
    print(line, flush=True)


if __name__ == "__main__":
    main(prog_name="python -m benchmarks.speed.answering")
