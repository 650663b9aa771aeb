"""Measuring a trained model on labelled texts, through the runtime, as every answer is given."""

import unicodedata
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from elman.bundle import Label, class_ids, listed, meant
from elman.data import NO_LABEL, Corpus
from elman.errors import DataError
from elman.evaluate import classification_metrics
from elman.runtime import Runtime


def measure(runtime: Runtime, corpus: Corpus) -> dict[str, Any]:
    """What a model's answers to a labelled corpus are worth; see ``classification_metrics``.

    Raises:
        DataError: If the corpus has no labels, or one that the model does not know.
    """
    truth = label_ids(known_labels(corpus), runtime.labels, corpus.name)
    probabilities = runtime.probabilities(corpus.texts)
    return classification_metrics(
        truth,
        runtime.label_ids(probabilities),
        runtime.labels,
        probabilities=probabilities,
        positive_label=runtime.bundle.positive_label,
    )


def known_labels(corpus: Corpus) -> tuple[str, ...]:
    """The labels of a corpus that must have them.

    Raises:
        DataError: If it has none.
    """
    if corpus.labels is None:
        raise DataError(f"`{corpus.name}`: expected a label with each text; got none", hint="give labelled texts")
    return corpus.labels


def label_ids(labels: Sequence[str], known: Sequence[Label], name: str) -> NDArray[np.intp]:
    """Class ids of labels as a file spells them.

    Args:
        labels: One for each text.
        known: The model's labels.
        name: What the corpus is called, for the message.

    Raises:
        DataError: If a label is not one of the model's.
    """
    ids = class_ids(known)
    for row, label in enumerate(labels, start=1):
        if label not in ids:
            near = meant(label, known)
            hint = (
                f"is it `{near}`?" if near else f"measure on texts with the labels the model was trained on; {NO_LABEL}"
            )
            if near and unicodedata.normalize("NFC", near) == unicodedata.normalize("NFC", label):
                hint = f"it looks like {near!a}, and is {label!a}: spell both in one of Unicode's forms, such as NFC"
            raise DataError(
                f"`{name}`: text {row}: expected one of the model's labels {listed(known)}; got `{label}`", hint=hint
            )
    return np.array([ids[label] for label in labels], dtype=np.intp)
