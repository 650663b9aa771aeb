"""A setting that is refused because it does nothing does nothing: a run with it ends in the same weights."""

import numpy as np
import pytest

from elman.data import RunningText
from elman.errors import PresetError
from elman.presets import LanguagePreset, Preset
from elman.presets.needs import NEEDS, refuse_idle
from elman.train import fit_classifier, fit_language_model

# Where a need is not met, and another value of what needs it.
UNMET = {
    "features": "token",
    "surface_tokens": False,
    "linear_weight": 0.0,
    "validation_fraction": 0.0,
    "max_ngram": 1,
    "num_layers": 1,
    "schedule": "constant",
    "level": "byte",
    "train_first": 5,
}
CHANGED = {
    Preset: {
        "min_ngram": 2,
        "max_ngram": 5,
        "max_features": 2,
        "word_pairs": True,
        "linear_cost": 9.0,
        "linear_features": 1,
        "linear_surface_scale": 9.0,
        "linear_word_scale": 9.0,
        "rmsprop_decay": 0.1,
        "rmsprop_epsilon": 0.1,
        "rmsprop_start": 0.1,
        "adam_beta1": 0.1,
        "adam_beta2": 0.1,
        "weight_decay": 0.5,
        "keep_best": False,
        "test_fraction": 0.5,
        "activation": "relu",
    },
    LanguagePreset: {
        "min_frequency": 3,
        "max_vocabulary": 4,
        "ngram_buckets": 7,
        "ngram_dropout": 0.5,
        "plateau_factor": 0.1,
        "plateau_patience": 2,
        "final_rate": 0.5,
        "locked_dropout": 0.5,
        "activation": "relu",
    },
}
TRIED = [(kind, name, need) for kind, needs in NEEDS.items() for name, those in needs.items() for need in those]
IDS = [f"{kind.__name__}-{name}-{need.of}" for kind, name, need in TRIED]
SMALL = LanguagePreset(
    hidden_size=3, embedding_size=4, bptt_length=5, streams=2, epochs=2, cell="mingru", warmup_steps=0, sample_length=0
)
TEXT = RunningText("the cat sat on the mat. " * 6)


def unmet(kind, name, need) -> dict[str, object]:
    """What leaves a need of a setting unmet, and meets its others."""
    others = dict(each.remedy.split("=") for each in NEEDS[kind][name] if each is not need)
    if need.of == "optimizer":
        return {need.of: "adam" if name.startswith("rmsprop") or name == "weight_decay" else "rmsprop"}
    return {**others, need.of: "mingru" if need.of == "cell" else UNMET[need.of]}


@pytest.fixture(scope="module")
def weights(tiny, messages):
    """The weights of a short run with some settings changed; each is carried out once."""
    known = {}

    def of(kind, settings):
        key = (kind, *sorted(settings.items()))
        if key not in known:
            if kind is Preset:
                known[key] = fit_classifier(messages, tiny.override({"epochs": 2, **settings})).weights
            else:
                known[key] = fit_language_model(TEXT, SMALL.override(settings)).weights
        return known[key]

    return of


def test_every_need_is_tried():
    assert {kind: set(needs) for kind, needs in NEEDS.items()} == {kind: set(given) for kind, given in CHANGED.items()}


@pytest.mark.parametrize(("kind", "name", "need"), TRIED, ids=IDS)
def test_what_is_refused_does_nothing(weights, kind, name, need):
    without = unmet(kind, name, need)
    plain, given = weights(kind, without), weights(kind, {**without, name: CHANGED[kind][name]})
    assert plain.keys() == given.keys()
    for array, values in plain.items():
        np.testing.assert_array_equal(given[array], values, err_msg=array)
    before = kind().override(without)
    with pytest.raises(PresetError, match=f"^`{name}`: does nothing where `{need.of}` is "):
        refuse_idle(before, before.override({name: CHANGED[kind][name]}), [name])


@pytest.mark.parametrize(("kind", "name", "need"), TRIED, ids=IDS)
def test_the_remedy_is_one(kind, name, need):
    before = kind().override(unmet(kind, name, need))
    assigned = dict([need.remedy.split("=")])
    refuse_idle(before, before.override({**assigned, name: CHANGED[kind][name]}), [*assigned, name])


def test_a_value_that_the_preset_has_already_is_not_refused():
    preset = Preset()
    refuse_idle(preset, preset.override({"weight_decay": 0}), ["weight_decay"])
