"""Measuring a preset of ours, by the package's own protocols."""

import time
from collections.abc import Callable, Sequence
from typing import Any

from benchmarks.accuracy.protocol import Division
from benchmarks.accuracy.result import Row, Run
from elman.data import Corpus, Split
from elman.experiments import cross_validate, measure
from elman.experiments.measuring import known_labels
from elman.presets import Preset
from elman.runtime import Runtime


def measure_preset(
    preset: Preset,
    corpus: Corpus,
    divisions: Sequence[Division],
    seeds: Sequence[int],
    positive_label: str | None,
    tell: Callable[[str, int, int], None],
) -> Row:
    """One run for each division and seed.

    Args:
        preset: Every setting of the training.
        corpus: Labelled texts.
        divisions: How they are divided.
        seeds: Of the training.
        positive_label: For two classes, the one to catch; None for more.
        tell: Called after every fold with what is running, how many are done, and of how many.
    """
    title = f"elman {preset.name}"
    runs = []
    for division in divisions:
        for seed in seeds:
            began = time.perf_counter()
            metrics = _metrics(preset, corpus, division, seed, positive_label, lambda *done: tell(title, *done))
            seconds = (time.perf_counter() - began) / len(division.splits)
            runs.append(Run(metrics, seconds, division.split_seed, seed))
    return Row(preset.name, title, runs)


def _metrics(
    preset: Preset,
    corpus: Corpus,
    division: Division,
    seed: int,
    positive_label: str | None,
    tell: Callable[[int, int], None],
) -> dict[str, Any]:
    if division.split_seed is None:
        (split,) = division.splits
        return _measure_split(preset, corpus, split, seed, positive_label)
    folds = len(division.splits)
    return cross_validate(
        corpus,
        preset,
        folds=folds,
        split_seed=division.split_seed,
        seed=seed,
        positive_label=positive_label,
        tell=tell,
    ).metrics


def _measure_split(
    preset: Preset, corpus: Corpus, split: Split, seed: int, positive_label: str | None
) -> dict[str, Any]:
    from elman.train import Texts, fit_classifier, prepare_process

    prepare_process(short_texts=True)
    train = corpus.select(split.train)
    bundle = fit_classifier(
        Texts(train.texts, known_labels(train)),
        preset,
        seed=seed,
        positive_label=positive_label,
        vocabulary_texts=corpus.texts if preset.vocabulary_from == "all" else None,
    )
    return measure(Runtime(bundle), corpus.select(split.test))
