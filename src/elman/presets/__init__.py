"""Presets: every setting of a run, and the named collections of settings."""

from elman.presets.named import PRESETS, get_preset
from elman.presets.preset import (
    SURFACE_TOKENS,
    Preset,
    check_setting,
    parse_preset,
    setting_meanings,
    to_settings,
)

__all__ = [
    "PRESETS",
    "SURFACE_TOKENS",
    "Preset",
    "check_setting",
    "get_preset",
    "parse_preset",
    "setting_meanings",
    "to_settings",
]
