"""Presets: every setting of a run, and the named collections of settings."""

from elman.presets.collection import Collection
from elman.presets.language import LanguagePreset
from elman.presets.named import PRESETS, get_preset
from elman.presets.named_language import LANGUAGE_PRESETS, get_language_preset
from elman.presets.preset import (
    SURFACE_TOKENS,
    Preset,
    check_setting,
    parse_preset,
    setting_meanings,
    to_settings,
)

__all__ = [
    "LANGUAGE_PRESETS",
    "PRESETS",
    "SURFACE_TOKENS",
    "Collection",
    "LanguagePreset",
    "Preset",
    "check_setting",
    "get_language_preset",
    "get_preset",
    "parse_preset",
    "setting_meanings",
    "to_settings",
]
