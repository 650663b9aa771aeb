"""Measuring a rival: fitted on every training part, asked about every test part."""

import sys
import time
from collections.abc import Callable, Sequence

import numpy as np

from benchmarks.accuracy.protocol import Division
from benchmarks.accuracy.result import Row, Run
from benchmarks.accuracy.system import CannotRun, FitPredict, System
from elman.data import Corpus
from elman.evaluate import classification_metrics
from elman.experiments.measuring import known_labels, label_ids


def measure_rival(
    system: System,
    corpus: Corpus,
    divisions: Sequence[Division],
    positive_label: str | None,
    tell: Callable[[str, int, int], None],
) -> Row:
    """One run for each division; a system that cannot run here leaves a row that says why.

    Args:
        system: What is measured.
        corpus: Labelled texts.
        divisions: How they are divided.
        positive_label: For two classes, the one to catch; None for more.
        tell: Called after every fold with what is running, how many are done, and of how many.
    """
    try:
        with system.open() as fit_predict:
            runs = [_run(system.title, fit_predict, corpus, division, positive_label, tell) for division in divisions]
    except CannotRun as error:
        hint = "" if error.hint is None else f"\n\nhint: {error.hint}"
        print(f"{system.title}: not run: {error.message}{hint}", file=sys.stderr)
        return Row(system.name, system.title, not_run=error.message)
    return Row(system.name, system.title, runs)


def _run(
    title: str,
    fit_predict: FitPredict,
    corpus: Corpus,
    division: Division,
    positive_label: str | None,
    tell: Callable[[str, int, int], None],
) -> Run:
    classes = sorted(set(known_labels(corpus)))
    truth, answers, seconds = [], [], 0.0
    for done, split in enumerate(division.splits, start=1):
        train, test = corpus.select(split.train), corpus.select(split.test)
        began = time.perf_counter()
        answered = fit_predict(train.texts, known_labels(train), test.texts)
        seconds += time.perf_counter() - began
        answers.append(label_ids(answered, classes, corpus.name))
        truth.append(label_ids(known_labels(test), classes, corpus.name))
        tell(title, done, len(division.splits))
    metrics = classification_metrics(
        np.concatenate(truth), np.concatenate(answers), classes, positive_label=positive_label
    )
    return Run(metrics, seconds / len(division.splits), division.split_seed)
