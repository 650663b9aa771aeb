"""Presets: every setting of a run, and the named collections of settings.

Those of language models are loaded when they are first used: a class of so many fields takes milliseconds to make, and
a classifier that answers has no use for it.
"""

from typing import TYPE_CHECKING

from elman.lazy import load_lazily
from elman.presets.collection import AnyCollection, Collection, chosen, named_difference
from elman.presets.named import PRESETS, as_difference, get_preset
from elman.presets.preset import SURFACE_TOKENS, Preset

if TYPE_CHECKING:
    from elman.presets.language import LanguagePreset
    from elman.presets.named_language import LANGUAGE_PRESETS, get_language_preset

__all__ = [
    "LANGUAGE_PRESETS",
    "PRESETS",
    "SURFACE_TOKENS",
    "AnyCollection",
    "Collection",
    "LanguagePreset",
    "Preset",
    "as_difference",
    "chosen",
    "get_language_preset",
    "get_preset",
    "named_difference",
]

if not TYPE_CHECKING:
    __getattr__, __dir__ = load_lazily(
        __name__,
        {
            "LANGUAGE_PRESETS": "elman.presets.named_language",
            "LanguagePreset": "elman.presets.language",
            "get_language_preset": "elman.presets.named_language",
        },
    )
