"""The language models' presets that come with the package; each says only where it differs from the defaults."""

from elman.errors import PresetError
from elman.presets.language import LanguagePreset

LANGUAGE_PRESETS: dict[str, LanguagePreset] = {
    preset.name: preset
    for preset in (
        LanguagePreset(name="char"),
        LanguagePreset(name="byte", level="byte"),
        LanguagePreset(name="word", level="word"),
    )
}


def get_language_preset(name: str) -> LanguagePreset:
    """The language model's preset of that name.

    Raises:
        PresetError: If there is none.
    """
    if name not in LANGUAGE_PRESETS:
        raise PresetError(
            f"`preset`: expected one of {', '.join(LANGUAGE_PRESETS)}; got `{name}`",
            hint="run `elman lm presets` to see them",
        )
    return LANGUAGE_PRESETS[name]
