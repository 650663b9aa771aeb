"""Training a classifier: texts and labels in, a bundle out."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from elman.bundle import Bundle, Label, LanguageBundle, TrainingData, listed
from elman.data import texts_digest, train_test_split
from elman.data.source import file_name
from elman.errors import DataError, PresetError, placed
from elman.evaluate import positive_class
from elman.presets import Preset
from elman.runtime import core_name
from elman.text import EncodedTexts, TextEncoder
from elman.train.checkpoint import run_identity
from elman.train.class_weights import class_weights
from elman.train.examples import Examples
from elman.train.forgetting import forget_unread
from elman.train.linear import LinearProblem, feature_emphasis, features_of, fit_linear_reader
from elman.train.linear_beside import LinearBeside
from elman.train.network import train_network
from elman.train.refusals import kernel_of, refuse_empty
from elman.train.run import PLAIN_RUN, Run
from elman.train.transfer import start_from


@dataclass(frozen=True)
class Texts:
    """Labelled texts, and where they came from.

    Args:
        texts: Any strings.
        labels: One for each text.
        name: What they are called: a file, a named data set.
        sha256: Of what was read; empty where nothing was.
    """

    texts: Sequence[str]
    labels: Sequence[Label]
    name: str = "texts given in Python"
    sha256: str = ""

    def select(self, rows: NDArray[np.int64]) -> "Texts":
        """Some of them, in the order of ``rows``."""
        return replace(self, texts=[self.texts[row] for row in rows], labels=[self.labels[row] for row in rows])


def fit_classifier(
    train: Texts,
    preset: Preset,
    *,
    seed: int = 0,
    positive_label: Label | None = None,
    measured: Mapping[str, Texts] | None = None,
    vocabulary_texts: Sequence[str] | None = None,
    initial: LanguageBundle | None = None,
    linear: LinearBeside | None = None,
    run: Run = PLAIN_RUN,
) -> Bundle:
    """Train a classifier.

    Args:
        train: What is learned from; a validation part is taken out of it where the preset asks for one.
        preset: Every setting.
        seed: Seed of every random draw.
        positive_label: For two classes, the one that ``spam_caught`` and ``blocked_ham`` are about; the last in
            sorted order if None.
        measured: Held-out parts whose loss and accuracy each row of the history gives, by name; none of them is
            learned from.
        vocabulary_texts: What the vocabulary is fitted on instead of the training part, to show what that does.
        initial: A language model of words to start from; it decides how texts are read, and the network; see
            ``start_from``.
        linear: Who fits the linear reader while the network is trained; None for nobody: it is fitted after that.
        run: How it is carried out.

    Returns:
        The trained model with its history, and no metrics yet.

    Raises:
        UsageError: If the kernel, or the core that answers, cannot be had, the language model is not one of words,
            ``positive_label`` is no class or one of more than two, or the seed is no whole number.
        DataError: If there are no texts, fewer than two classes, two that are spelled alike, no token that occurs
            often enough, or a measured part with a label that does not occur.
        Diverged, Interrupted, CheckpointError: See ``Course.run`` and ``refuse_diverged``.
    """
    if preset.tags_each:
        raise PresetError(
            "`pooling`: each gives every token a label of its own, and a text has one",
            hint="use `elman tag train`, or `elman.Tagger` in Python",
        )
    start = None if initial is None else start_from(initial, preset)
    if start is not None:
        preset = start.preset
    kernel = kernel_of(preset.recurrence, preset.cell, run)
    core_name(preset.cell)  # a core that will not answer is told of before anything is learned
    labels = _classes(train.labels)
    positive = positive_class(labels, positive_label)
    learned, validation = _validation_split(train, preset, seed)
    if start is not None:
        encoder = start.encoder(learned.texts)
        encoded = encoder.encode_all(learned.texts)
    elif vocabulary_texts is not None:
        encoder = TextEncoder.fit(vocabulary_texts, preset)
        encoded = encoder.encode_all(learned.texts)
    else:
        encoder, encoded = TextEncoder.fit_and_encode(learned.texts, preset)
    refuse_empty(encoder.vocabulary, preset.min_frequency, "texts")
    weights = class_weights(preset.class_weights, labels, learned.labels)
    ids = {label: each for each, label in enumerate(labels)}
    for name, part in (measured or {}).items():
        _refuse_unknown(part, ids, name)
    architecture = preset.architecture(len(encoder.vocabulary), len(labels))

    def examples_of(part: Texts, encoded: EncodedTexts) -> Examples:
        return Examples(encoded, [ids[label] for label in part.labels], weights, vocab_size=architecture.vocab_size)

    examples = examples_of(learned, encoded)
    parts = ({"train": learned} if preset.train_curve == "after" else {}) | dict(measured or {})
    if validation is not None:
        parts["validation"] = validation

    def watched() -> dict[str, Examples]:
        return {
            name: examples if part is learned else examples_of(part, encoder.encode_all(part.texts))
            for name, part in parts.items()
        }

    def identity() -> dict[str, Any]:
        begun = {} if start is None else {"SHA-256 of the language model": start.sha256}
        return run_identity(preset, seed, kernel, _learned(train, measured or {}, encoder) | begun)

    def problem() -> LinearProblem:
        features, counts = features_of(encoded)
        return LinearProblem(
            features,
            counts,
            labels=examples.labels,
            weights=weights,
            emphasis=feature_emphasis(encoder.vocabulary, preset),
            cost=preset.linear_cost,
            most=preset.linear_features or 0,
            seed=seed % 2**32,
        )

    if preset.linear_weight and linear is not None:
        linear.hand_over(problem)
    arrays, history = train_network(
        preset,
        examples,
        architecture,
        seed=seed,
        kernel=kernel,
        measured=watched,
        identity=identity,
        start=start,
        run=run,
    )
    vocabulary = encoder.vocabulary
    if preset.linear_weight:
        arrays |= fit_linear_reader(problem()) if linear is None else linear.arrays()
        vocabulary, arrays = forget_unread(vocabulary, arrays, preset, vocab_size=architecture.vocab_size)
    return Bundle(
        preset=preset,
        vocabulary=vocabulary,
        labels=labels,
        positive_label=positive,
        threshold=0.5 if len(labels) == 2 else None,
        weights=arrays,
        seed=seed,
        training_data=TrainingData(
            file_name(train.name), train.sha256, len(train.texts), texts_digest(train.texts, train.labels)
        ),
        started_from=None if initial is None else initial.training_data,
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
    with placed("validation_fraction"):
        split = train_test_split(
            train.texts,
            [str(label) for label in train.labels],
            test_fraction=preset.validation_fraction,
            seed=seed,
            stratify=preset.stratify,
            deduplicate=preset.deduplicate,
            purpose="validation",
        )
    return train.select(split.train), train.select(split.test)


def _refuse_unknown(part: Texts, ids: Mapping[Label, int], name: str) -> None:
    unknown = next((label for label in part.labels if label not in ids), None)
    if unknown is not None:
        raise DataError(
            f"`{name}`: expected labels that are learned, {listed(list(ids))}; got `{unknown}`",
            hint="leave out such texts, or give some of their class to learn from",
        )


def _learned(train: Texts, measured: Mapping[str, Texts], encoder: TextEncoder) -> dict[str, Any]:
    seen = {name: texts_digest(part.texts, part.labels) for name, part in sorted(measured.items())}
    tokens = json.dumps(list(encoder.vocabulary.tokens)).encode("ascii")
    return {
        "data": file_name(train.name),
        "SHA-256 of the data": train.sha256,
        "SHA-256 of the texts learned from": texts_digest(train.texts, train.labels),
        "SHA-256 of the texts measured": seen or "none",
        "SHA-256 of the vocabulary": hashlib.sha256(tokens).hexdigest(),
    }
