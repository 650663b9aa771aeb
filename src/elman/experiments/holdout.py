"""Train on one part of a corpus, measure on the other."""

from dataclasses import replace
from typing import Any

from elman.bundle import Bundle
from elman.data import Corpus
from elman.experiments.dividing import Parts
from elman.experiments.measuring import known_labels, label_ids, measure
from elman.presets import Preset
from elman.runtime import Runtime


def train_and_measure(
    corpus: Corpus,
    parts: Parts,
    preset: Preset,
    *,
    seed: int = 0,
    **training: Any,
) -> Bundle:
    """Train on one part and measure on the other.

    Args:
        corpus: The whole corpus the parts come from.
        parts: From ``divide``.
        preset: Every setting.
        seed: Seed of every random draw in training.
        training: Passed on to ``elman.train.fit_classifier``: ``positive_label``, ``initial``, ``linear``, ``run``.

    Returns:
        The model, its metrics under ``test`` and the sizes of the parts under ``texts``.

    Raises:
        DataError, TrainingError: See ``fit_classifier``.
    """
    from elman.train import Texts, fit_classifier, prepare_process

    prepare_process(short_texts=True)
    named = {"train": parts.train} | ({} if parts.test is None else {"test": parts.test})
    texts = {name: Texts(part.texts, known_labels(part), part.name, part.sha256) for name, part in named.items()}
    if parts.test is not None:
        label_ids(known_labels(parts.test), sorted(set(texts["train"].labels)), parts.test.name)
    everything = [*corpus.texts, *(parts.test.texts if parts.test else ())]
    bundle = fit_classifier(
        texts["train"],
        preset,
        seed=seed,
        measured={name: part for name, part in texts.items() if name != "train"},  # for the pictures
        vocabulary_texts=everything if preset.vocabulary_from == "all" else None,
        **training,
    )
    sizes = {"read": len(corpus.texts), "left_out": parts.left_out}
    metrics = {"texts": sizes | {name: len(part.texts) for name, part in named.items()}}
    if parts.test is not None:
        metrics["test"] = measure(Runtime(bundle), parts.test)
    return replace(bundle, metrics=metrics)
