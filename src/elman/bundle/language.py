"""A trained language model in memory, and its ``config.json``."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from elman.architecture import LanguageArchitecture
from elman.bundle import files
from elman.bundle.bundle import TrainingData
from elman.bundle.config import Common, parse_config
from elman.bundle.kinds import LANGUAGE_MODEL, Kind
from elman.bundle.read import Parts, read_whole
from elman.bundle.shapes import check_weights
from elman.errors import BundleError
from elman.presets import LanguagePreset
from elman.text import LanguageEncoder, Vocabulary


@dataclass(frozen=True)
class LanguageBundle:
    """A trained language model and where it came from.

    Args:
        preset: The settings it was trained with.
        vocabulary: The tokens that have ids.
        weights: Array name to float32 array, as ``LanguageArchitecture.shapes`` lists them.
        seed: The seed of every random draw in training.
        training_data: Where the text came from; its ``texts`` counts the tokens learned from.
        metrics: What was measured on the held-out part, for ``metrics.json``.
        history: One row for each epoch, for ``history.csv``.
        samples: What it wrote on the way: ``epoch`` and ``text`` of each.

    Raises:
        BundleError: If the arrays do not fit the settings, or the vocabulary not the level.
    """

    preset: LanguagePreset
    vocabulary: Vocabulary
    weights: Mapping[str, NDArray[np.float32]]
    seed: int
    training_data: TrainingData
    metrics: Mapping[str, Any] = field(default_factory=dict)
    history: Sequence[Mapping[str, float]] = ()
    samples: Sequence[Mapping[str, int | str]] = ()

    def __post_init__(self) -> None:
        if not self.vocabulary.tokens:
            raise BundleError("vocabulary: expected at least one token; got none")
        if self.preset.level == "byte" and self.vocabulary.tokens != tuple(map(chr, range(256))):
            raise BundleError("vocabulary: expected the 256 bytes in their order, at the level of bytes")
        check_weights(self.architecture, self.weights)

    @property
    def architecture(self) -> LanguageArchitecture:
        """The network that the weights belong to."""
        return self.preset.architecture(len(self.vocabulary))

    @property
    def kind(self) -> Kind:
        """A language model, always."""
        return LANGUAGE_MODEL

    @property
    def parameters(self) -> int:
        """Numbers in its arrays."""
        return sum(array.size for array in self.weights.values())

    @property
    def encoder(self) -> LanguageEncoder:
        """How the model reads and writes."""
        return LanguageEncoder(self.preset, self.vocabulary)

    @property
    def gradient_reach(self) -> tuple[float, ...]:
        """What the metrics say of how far the gradient reaches back in a window; empty where they do not."""
        found: Any = self.metrics.get("gradient_reach")
        numbers = isinstance(found, list) and all(type(each) in (int, float) for each in found)
        return tuple(map(float, found)) if numbers else ()


class LanguageConfig(Common, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The fields of a language model's ``config.json``."""

    @cached_property
    def parsed_preset(self) -> LanguagePreset:
        """The settings, every one checked."""
        return LanguagePreset.parse(self.preset)


def read_language_config(content: bytes) -> LanguageConfig:
    """Check a language model's ``config.json``.

    Raises:
        BundleError: If it is not JSON, not ours, of a newer format, or a field is missing, unknown or of a wrong type.
    """
    return parse_config(files.load_json_object(content), LanguageConfig, LANGUAGE_MODEL)


def read_language_bundle(folder: Path) -> LanguageBundle:
    """Read and check a language model's folder.

    Raises:
        BundleError: Naming the file, what was expected of it and what was found.
    """
    return read_whole(folder, lambda: _read_language_bundle(folder))


def _read_language_bundle(folder: Path) -> LanguageBundle:
    parts = Parts(folder, LANGUAGE_MODEL)
    config = parts.read(files.CONFIG, read_language_config)
    vocabulary = parts.read(files.VOCABULARY, files.load_vocabulary)
    weights = parts.read(files.WEIGHTS, files.load_weights)
    metrics = parts.read(files.METRICS, files.load_json_object)
    history = parts.read(files.HISTORY, files.load_history)
    samples = parts.read(files.SAMPLES, files.load_samples)
    return parts.together(
        config,
        lambda: LanguageBundle(
            preset=config.parsed_preset,
            vocabulary=vocabulary,
            weights=weights,
            seed=config.seed,
            training_data=config.training_data,
            metrics=metrics,
            history=history,
            samples=samples,
        ),
    )
