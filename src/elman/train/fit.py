"""Training a classifier: texts and labels in, a bundle out."""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from elman.bundle import Bundle, Label, LanguageBundle, TrainingData, listed
from elman.data import train_test_split
from elman.errors import DataError, PresetError
from elman.evaluate import positive_class
from elman.nn.kernels import kernel_in_use
from elman.presets import Preset
from elman.text import EncodedTexts, TextEncoder
from elman.train.checkpoint import run_identity
from elman.train.class_weights import class_weights
from elman.train.examples import Examples
from elman.train.forgetting import forget_unread
from elman.train.keeping import Keeping
from elman.train.linear import feature_emphasis, linear_problem
from elman.train.linear_beside import LinearBeside, LinearHere
from elman.train.progress import Progress
from elman.train.refusals import refuse_empty, refuse_forked, refuse_stepless
from elman.train.run import train_network
from elman.train.transfer import start_from


@dataclass(frozen=True)
class Texts:
    """Labelled texts.

    Args:
        texts: Any strings.
        labels: One for each text.
    """

    texts: Sequence[str]
    labels: Sequence[Label]

    def select(self, rows: NDArray[np.int64]) -> "Texts":
        """Some of them, in the order of ``rows``."""
        return Texts([self.texts[row] for row in rows], [self.labels[row] for row in rows])


def fit_classifier(
    train: Texts,
    preset: Preset,
    *,
    seed: int = 0,
    source: TrainingData | None = None,
    positive_label: Label | None = None,
    measured: Mapping[str, Texts] | None = None,
    vocabulary_texts: Sequence[str] | None = None,
    progress: Progress | None = None,
    keeping: Keeping | None = None,
    kernel: str | None = None,
    initial: LanguageBundle | None = None,
    linear: LinearBeside | None = None,
    should_stop: Callable[[], bool] = lambda: False,
) -> Bundle:
    """Train a classifier.

    Args:
        train: What is learned from; a validation part is taken out of it where the preset asks for one.
        preset: Every setting.
        seed: Seed of every random draw.
        source: Where the texts came from, for the model folder.
        positive_label: For two classes, the one that ``spam_caught`` and ``blocked_ham`` are about; the last in
            sorted order if None.
        measured: Held-out parts whose loss and accuracy each row of the history gives, by name; none of them is
            learned from.
        vocabulary_texts: What the vocabulary is fitted on instead of the training part, to show what that does.
        progress: Who is told how far the run has come.
        keeping: Where the checkpoint is; None keeps none.
        kernel: What computes the recurrence, ``reference`` or ``native``; None for what the variable ELMAN_KERNEL
            says, or else the fastest there is.
        initial: A language model of words to start from; it decides how texts are read, and the network; see
            ``start_from``.
        linear: Who fits the linear reader while the network is trained; None for nobody: it is fitted after that.
        should_stop: Asked after every step; True ends the run.

    Returns:
        The trained model with its history, and no metrics yet.

    Raises:
        UsageError: If the kernel cannot be had, the language model is not one of words, ``positive_label`` is no class
            or one of more than two, or the seed is no whole number.
        DataError: If there are no texts, fewer than two classes, two that are spelled alike, no token that occurs
            often enough, or a measured part with a label that does not occur.
        Diverged, Interrupted, CheckpointError: See ``Course.run``.
    """
    if preset.tags_each:
        raise PresetError(
            "`pooling`: each gives every token a label of its own, and a text has one", hint="use `elman tag train`"
        )
    start = None if initial is None else start_from(initial, preset)
    if start is not None:
        preset = start.preset
    refuse_forked()
    refuse_stepless(preset.cell)
    in_use = kernel_in_use(preset.recurrence, preset.cell, kernel)
    labels = _classes(train.labels)
    positive = positive_class(labels, positive_label)
    learned, validation = _validation_split(train, preset, seed)
    if start is None and vocabulary_texts is None:
        encoder, encoded = TextEncoder.fit_and_encode(learned.texts, preset)
    else:
        encoder = TextEncoder.fit(vocabulary_texts or (), preset) if start is None else start.encoder(learned.texts)
        encoded = encoder.encode_all(learned.texts)
    refuse_empty(encoder.vocabulary, preset.min_frequency, "texts")
    weights = class_weights(preset.class_weights, labels, learned.labels)
    ids = {label: each for each, label in enumerate(labels)}
    for name, part in (measured or {}).items():
        _refuse_unknown(part, ids, name)
    vocab_size = preset.architecture(len(encoder.vocabulary), len(labels)).vocab_size

    def examples_of(part: Texts, encoded: EncodedTexts) -> Examples:
        return Examples(encoded, [ids[label] for label in part.labels], weights, vocab_size=vocab_size)

    examples = examples_of(learned, encoded)
    parts = ({"train": learned} if preset.train_curve == "after" else {}) | dict(measured or {})
    if validation is not None:
        parts["validation"] = validation

    def watched() -> dict[str, Examples]:
        return {
            name: examples if part is learned else examples_of(part, encoder.encode_all(part.texts))
            for name, part in parts.items()
        }

    source = source or TrainingData("texts given in Python", "", len(train.texts))

    def identity() -> dict[str, Any]:
        begun = {} if start is None else {"SHA-256 of the language model": start.sha256}
        return run_identity(preset, seed, in_use, _learned(source, train, encoder) | begun)

    fitting = linear or LinearHere()
    if preset.linear_weight:
        fitting.ask(
            lambda: linear_problem(
                encoded,
                labels=examples.labels,
                weights=weights,
                emphasis=feature_emphasis(encoder.vocabulary, preset),
                cost=preset.linear_cost,
                most=preset.linear_features or 0,
                seed=seed,
            )
        )
    arrays, history = train_network(
        preset,
        examples,
        vocab_size=vocab_size,
        num_classes=len(labels),
        seed=seed,
        measured=watched,
        identity=identity,
        start=start,
        progress=progress,
        keeping=keeping,
        kernel=kernel,
        should_stop=should_stop,
    )
    vocabulary = encoder.vocabulary
    if preset.linear_weight:
        arrays |= fitting.answer()
        vocabulary, arrays = forget_unread(vocabulary, arrays, preset, vocab_size=vocab_size)
    return Bundle(
        preset=preset,
        vocabulary=vocabulary,
        labels=labels,
        positive_label=positive,
        threshold=0.5 if len(labels) == 2 else None,
        weights=arrays,
        seed=seed,
        training_data=source,
        history=history,
    )


def _classes(labels: Sequence[Label]) -> tuple[Label, ...]:
    classes = tuple(sorted(set(labels), key=lambda label: (isinstance(label, str), label)))
    if not labels:
        raise DataError("no texts to train on", hint="give at least two texts, of two classes")
    if len(classes) < 2:
        raise DataError(
            f"a single class, `{classes[0]}`: there is nothing to tell apart", hint="give texts of at least two classes"
        )
    spelled: dict[str, Label] = {}
    for label in classes:
        if str(label) in spelled:
            raise DataError(
                f"two classes are spelled alike: {spelled[str(label)]!r} and {label!r}",
                hint="give labels that are all strings, or all numbers",
            )
        spelled[str(label)] = label
    return classes


def _validation_split(train: Texts, preset: Preset, seed: int) -> tuple[Texts, Texts | None]:
    """What is learned from, and what chooses the epoch where the preset asks for that."""
    if not preset.validation_fraction:
        return train, None
    split = train_test_split(
        train.texts,
        [str(label) for label in train.labels],
        test_fraction=preset.validation_fraction,
        seed=seed,
        stratify=preset.stratify,
        deduplicate=preset.deduplicate,
    )
    return train.select(split.train), train.select(split.test)


def _refuse_unknown(part: Texts, ids: Mapping[Label, int], name: str) -> None:
    unknown = next((label for label in part.labels if label not in ids), None)
    if unknown is not None:
        raise DataError(
            f"`{name}`: expected labels that are learned, {listed(list(ids))}; got `{unknown}`",
            hint="leave out such texts, or give some of their class to learn from",
        )


def _learned(source: TrainingData, train: Texts, encoder: TextEncoder) -> dict[str, str]:
    texts = json.dumps([list(train.texts), list(train.labels)]).encode("ascii")
    tokens = json.dumps(list(encoder.vocabulary.tokens)).encode("ascii")
    return {
        "data": source.name,
        "SHA-256 of the data": source.sha256,
        "SHA-256 of the texts learned from": hashlib.sha256(texts).hexdigest(),
        "SHA-256 of the vocabulary": hashlib.sha256(tokens).hexdigest(),
    }
