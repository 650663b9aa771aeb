"""Train on one part of a corpus, measure on the other."""

from dataclasses import dataclass, replace
from typing import Any

from elman.bundle import Bundle, TrainingData
from elman.data import Corpus, deduplicate, duplicate_key, train_test_split
from elman.errors import DataError
from elman.experiments.measuring import known_labels, label_ids, measure
from elman.presets import Preset
from elman.runtime import Runtime


@dataclass(frozen=True)
class Parts:
    """A corpus divided.

    Args:
        train: What is learned from.
        test: What is held out; None for nothing.
        left_out: Texts of the corpus in neither, because they stand elsewhere already.
    """

    train: Corpus
    test: Corpus | None
    left_out: int


def divide(corpus: Corpus, preset: Preset, seed: int, test: Corpus | None = None) -> Parts:
    """Divide a corpus as a preset says; the same corpus, settings and seed always give the same parts.

    Args:
        corpus: Labelled texts.
        preset: Its ``test_fraction``, ``stratify`` and ``deduplicate``.
        seed: Seed of the division.
        test: A test part given from outside; then all of the corpus is learned from, without the texts that stand
            in the test part where ``deduplicate`` is on.

    Raises:
        DataError: If the corpus has no labels or a part would be empty.
    """
    labels = known_labels(corpus)
    if test is None and preset.test_fraction:
        split = train_test_split(
            corpus.texts,
            labels,
            test_fraction=preset.test_fraction,
            seed=seed,
            stratify=preset.stratify,
            deduplicate=preset.deduplicate,
        )
        left_out = len(corpus.texts) - len(split.train) - len(split.test)
        return Parts(corpus.select(split.train), corpus.select(split.test), left_out)
    rows = deduplicate(corpus.texts) if preset.deduplicate else list(range(len(corpus.texts)))
    if test is not None and preset.deduplicate:
        held_out = {duplicate_key(text) for text in test.texts}
        rows = [row for row in rows if duplicate_key(corpus.texts[row]) not in held_out]
    if not rows:
        raise DataError(f"`{corpus.name}`: every text stands in the test part too; nothing is left to learn from")
    return Parts(corpus.select(rows), test, len(corpus.texts) - len(rows))


def train_and_measure(
    corpus: Corpus,
    parts: Parts,
    preset: Preset,
    *,
    seed: int = 0,
    curves: bool = True,
    **training: Any,
) -> Bundle:
    """Train on one part and measure on the other.

    Args:
        corpus: The whole corpus the parts come from.
        parts: From ``divide``.
        preset: Every setting.
        seed: Seed of every random draw in training.
        curves: Measure both parts after every epoch, for the pictures; nothing is chosen by it.
        training: Passed on to ``elman.train.fit_classifier``: ``positive_label``, ``progress``, ``keeping``,
            ``should_stop``.

    Returns:
        The model, its metrics under ``test`` and the sizes of the parts under ``texts``.

    Raises:
        DataError, TrainingError: See ``fit_classifier``.
    """
    from elman.train import Texts, fit_classifier

    named = {"train": parts.train} | ({} if parts.test is None else {"test": parts.test})
    texts = {name: Texts(part.texts, known_labels(part)) for name, part in named.items()}
    for part in named.values():
        label_ids(known_labels(part), sorted(set(texts["train"].labels)), part.name)
    everything = [*corpus.texts, *(parts.test.texts if parts.test else ())]
    bundle = fit_classifier(
        texts["train"],
        preset,
        seed=seed,
        source=TrainingData(corpus.name, corpus.sha256, len(parts.train.texts)),
        measured=texts if curves else None,
        vocabulary_texts=everything if preset.vocabulary_from == "all" else None,
        **training,
    )
    sizes = {"read": len(corpus.texts), "left_out": parts.left_out}
    metrics = {"texts": sizes | {name: len(part.texts) for name, part in named.items()}}
    if parts.test is not None:
        metrics["test"] = measure(Runtime(bundle), parts.test)
    return replace(bundle, metrics=metrics)
