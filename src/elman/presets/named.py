"""The presets that come with the package; each says only where it differs from the defaults.

``default`` and ``tiny`` are for use, ``textbook`` is the chapter's program with each of its quirks spelled out as a
setting, ``tagger`` is for ``elman tag``.
"""

import dataclasses
from collections.abc import Sequence
from typing import Any

from elman.presets.collection import chosen, named_difference
from elman.presets.preset import Preset

_SUBWORD = Preset(
    name="default",
    unmask=True,
    features="subword",
    word_pairs=True,
    max_ngram=5,
    max_features=40,
    surface_tokens=True,
    min_frequency=2,
    max_vocabulary=65_534,
    network_vocabulary=8_190,
    embedding_size=16,
    pooling="mean+max+inputs",
    network_weight=0.2,
    linear_weight=3.0,
    linear_features=4_000,
    linear_surface_scale=3.5,
    linear_word_scale=2.2,
    feature_dropout=0.3,
    token_dropout=0.2,
    locked_dropout=0.1,
    output_dropout=0.3,
    class_weights="softened",
    min_steps=400,
    max_steps=12_000,
    lazy_embeddings=False,
)

PRESETS: dict[str, Preset] = {
    preset.name: preset
    for preset in (
        _SUBWORD,
        dataclasses.replace(
            _SUBWORD,
            name="tiny",
            word_pairs=False,  # among 4,094 features they take the place of as many that say as much
            max_ngram=4,
            max_features=20,
            max_vocabulary=4_094,
            network_vocabulary=None,
            embedding_size=8,
            hidden_size=8,
            network_weight=0.5,
            linear_weight=0.0,
        ),
        Preset(
            name="tagger",
            pooling="each",
            features="subword",
            min_ngram=2,
            test_fraction=0.0,
            cell="lstm",
            hidden_size=48,
            embedding_size=48,
            feature_dropout=0.1,
            token_dropout=0.05,
            locked_dropout=0.2,
            output_dropout=0.3,
            batch_size=32,
            lazy_embeddings=False,
        ),
        Preset(
            name="textbook",
            cleaning="clean",
            ascii_only=True,
            tokenizer="whitespace",
            max_length=25,
            keep_side="end",
            vocabulary_from="all",
            stratify=False,
            deduplicate=False,
            embedding_size=50,
            embedding_scale=1.0,
            cell="elman",
            hidden_size=10,
            bidirectional=False,
            pooling="padded_last",
            recurrent_init="glorot",
            head_init_scale=0.1,
            head_init_bias=0.1,
            output_dropout=0.5,
            epochs=20,
            batch_size=250,
            loss_mean="batch",
            optimizer="rmsprop",
            learning_rate=5e-4,
            schedule="constant",
            warmup_steps=0,
            clip_norm=None,
            train_curve="after",
        ),
    )
}


def as_difference(preset: Preset, useless: Sequence[str] = ()) -> tuple[str | Preset, dict[str, Any]]:
    """A preset by the name of one that comes with the package, and what differs from that; otherwise itself.

    ``get_preset(name).override(differing)`` is the preset again.

    Args:
        preset: Any.
        useless: Settings that may not differ, since whoever is given them by name refuses them.
    """
    named, differing = named_difference(preset, PRESETS)
    if set(differing) & set(useless):
        return preset, {}
    if "epochs" in differing:  # by which the others would be changed
        differing |= {"min_steps": preset.min_steps, "max_steps": preset.max_steps}
    return named, differing


def get_preset(name: str) -> Preset:
    """The named preset.

    Raises:
        PresetError: If there is none of that name.
    """
    return chosen(PRESETS, name)
