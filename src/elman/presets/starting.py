"""What a classifier that starts from a language model has from it: how texts are cut, and the network."""

from dataclasses import replace
from typing import TYPE_CHECKING

from elman.presets.preset import Preset

if TYPE_CHECKING:
    from elman.presets.language import LanguagePreset

_FIXED = {
    "cleaning": "keep",
    "ascii_only": False,
    "unmask": False,
    "tokenizer": "pieces",
    "features": "token",
    "word_pairs": False,
    "network_vocabulary": None,
    "bidirectional": False,
    "recurrence": "scan",
}
_UNASKED = (
    *("min_frequency", "max_vocabulary", "vocabulary_from"),  # the vocabulary is there already, and is of whole words
    *("min_ngram", "max_ngram", "max_features", "linear_word_scale"),
)
_SHARED = ("lowercase", "cell", "activation", "hidden_size", "num_layers", "embedding_size")

DECIDED_BY_INIT = (*_FIXED, *_SHARED, *_UNASKED)
"""The settings that ``--init`` decides, or has no use for."""


def fitting(preset: Preset, language: "LanguagePreset") -> Preset:
    """A classifier's settings, made to fit a language model's."""
    return replace(preset, **{**_FIXED, **{name: getattr(language, name) for name in _SHARED}})
