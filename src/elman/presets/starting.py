"""What a classifier that starts from a language model has from it: how texts are cut, and the network."""

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from elman.errors import PresetError
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
    "recurrent_init",  # so are the weights
)
_SHARED = ("lowercase", "cell", "activation", "hidden_size", "num_layers", "embedding_size")

DECIDED_BY_INIT = (*_FIXED, *_SHARED, *_UNASKED)
"""The settings that ``--init`` decides, or has no use for."""


def fitting(preset: Preset, language: "LanguagePreset") -> Preset:
    """A classifier's settings, made to fit a language model's."""
    return replace(preset, **{**_FIXED, **{name: getattr(language, name) for name in _SHARED}})


def refuse_decided(given: Iterable[str], preset: Preset, language: "LanguagePreset") -> None:
    """Refuse a setting that was asked for and would not be taken.

    Args:
        given: Names of the settings that were given.
        preset: The classifier's settings with them.
        language: Those of the language model that it is to start from.

    Raises:
        PresetError: Naming the first.
    """
    fitted = fitting(preset, language)
    for name in given:
        if name in _UNASKED or getattr(fitted, name) != getattr(preset, name):
            raise PresetError(f"`{name}`: the language model decides it", hint="leave it out")
