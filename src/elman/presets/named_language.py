"""The language models' presets that come with the package; each says only where it differs from the defaults."""

import dataclasses

from elman.presets.collection import chosen
from elman.presets.language import LanguagePreset

_CHAR = LanguagePreset(
    name="char",
    hidden_size=256,
    max_ngram=4,
    bptt_length=100,
    ngram_dropout=0.5,
    weight_dropout=0.3,
    output_dropout=0.3,
    epochs=24,
    warmup_steps=100,
    weight_decay=0.2,
    averaging=0.998,
)

LANGUAGE_PRESETS: dict[str, LanguagePreset] = {
    preset.name: preset
    for preset in (
        _CHAR,
        dataclasses.replace(_CHAR, name="byte", level="byte"),
        LanguagePreset(
            name="word",
            level="word",
            min_frequency=2,
            embedding_size=128,
            hidden_size=192,
            tie_embeddings=True,
            bptt_length=40,
            input_dropout=0.3,
            embedding_dropout=0.1,
            weight_dropout=0.3,
            output_dropout=0.4,
            weight_decay=0.05,
            averaging=0.99,
            epochs=16,
        ),
    )
}


def get_language_preset(name: str) -> LanguagePreset:
    """The language model's preset of that name.

    Raises:
        PresetError: If there is none.
    """
    return chosen(LANGUAGE_PRESETS, name)
