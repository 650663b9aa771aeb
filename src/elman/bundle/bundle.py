"""A trained classifier in memory: everything that a model folder holds."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Any

from msgspec import Meta

from elman.architecture import Architecture
from elman.bundle.kinds import CLASSIFIER, TAGGER, Kind
from elman.bundle.labels import Label
from elman.bundle.shapes import check_weights
from elman.errors import BundleError
from elman.presets import Preset
from elman.text.vocabulary import Vocabulary

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from elman.text import TextEncoder


@dataclass(frozen=True)
class TrainingData:
    """Where a model's training texts came from.

    Args:
        name: Of the data, or of its file, without the folders.
        sha256: Digest of the bytes that were read; empty for texts handed over in Python.
        texts: Training texts, after the split.
        learned_sha256: Digest of what was learned from, as it was divided; empty in folders of before.
    """

    name: str
    sha256: str
    texts: Annotated[int, Meta(ge=0)]
    learned_sha256: str = ""


@dataclass(frozen=True)
class Bundle:
    """A trained classifier or tagger and where it came from.

    Args:
        preset: The settings it was trained with.
        vocabulary: The tokens that have ids.
        labels: Names of the classes; class id i is ``labels[i]``.
        positive_label: For two classes, the one that the threshold, ``spam_caught`` and ``blocked_ham`` are about.
        threshold: For two classes, the probability of ``positive_label`` from which it is the answer.
        weights: Array name to float32 array, as ``Architecture.shapes`` lists them.
        seed: The seed of every random draw in training.
        training_data: Where the texts came from.
        started_from: What the language model had learned from that training started with; None where none was.
        metrics: What was measured on held-out texts, for ``metrics.json``.
        history: One row for each epoch, for ``history.csv``.

    Raises:
        BundleError: If labels, threshold or arrays do not fit each other.
    """

    preset: Preset
    vocabulary: Vocabulary
    labels: tuple[Label, ...]
    positive_label: Label | None
    threshold: float | None
    weights: Mapping[str, "NDArray[np.float32]"]
    seed: int
    training_data: TrainingData
    started_from: TrainingData | None = None
    metrics: Mapping[str, Any] = field(default_factory=dict)
    history: Sequence[Mapping[str, float]] = ()

    def __post_init__(self) -> None:
        self._check_labels()
        check_weights(self.architecture, self.weights)

    @property
    def architecture(self) -> Architecture:
        """The network that the weights belong to."""
        return self.preset.architecture(len(self.vocabulary), len(self.labels))

    @property
    def kind(self) -> Kind:
        """Classifier or tagger."""
        return TAGGER if self.preset.tags_each else CLASSIFIER

    @property
    def parameters(self) -> int:
        """Numbers in its arrays."""
        return sum(array.size for array in self.weights.values())

    @cached_property
    def encoder(self) -> "TextEncoder":
        """How the model reads text; one, which remembers the tokens it met."""
        from elman.text import TextEncoder  # and its patterns, which the compiled core need not wait for

        return TextEncoder(self.preset, self.vocabulary)

    def __getstate__(self) -> dict[str, Any]:
        return {name: value for name, value in vars(self).items() if name != "encoder"}  # it is made again

    def _check_labels(self) -> None:
        different = min(len(set(self.labels)), len(set(map(str, self.labels))))  # in value, and as they are spelled
        if len(self.labels) < 2 or different < len(self.labels):
            raise BundleError(f"labels: expected at least two, all different; got {list(self.labels)}")
        if not all(math.isfinite(label) for label in self.labels if isinstance(label, float)):
            raise BundleError(f"labels: expected strings or finite numbers; got {list(self.labels)}")
        binary = len(self.labels) == 2 and not self.preset.tags_each
        if binary != (self.threshold is not None) or binary != (self.positive_label is not None):
            raise BundleError("`threshold` and `positive_label`: expected both with two labels, neither with more")
        if binary and self.positive_label not in self.labels:
            raise BundleError(f"`positive_label`: expected one of {list(self.labels)}; got {self.positive_label!r}")
        if self.threshold is not None and not 0 <= self.threshold <= 1:
            raise BundleError(f"`threshold`: expected a probability; got {self.threshold}")
