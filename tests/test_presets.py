"""Presets: the chapter's numbers, every setting within a user's reach, and the exact words of each refusal."""

import dataclasses
import json
from typing import Any, get_args, get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st

from elman.errors import PresetError
from elman.presets import (
    LANGUAGE_PRESETS,
    PRESETS,
    LanguagePreset,
    Preset,
    get_language_preset,
    get_preset,
)

FIELDS = [field.name for field in dataclasses.fields(Preset)]

# A value other than the default for every setting, as a command line would give it, and what it is read as.
OTHER_VALUES: dict[str, tuple[str, Any]] = {
    "name": ("mine", "mine"),
    "cleaning": ("clean", "clean"),
    "ascii_only": ("true", True),
    "lowercase": ("true", True),
    "unmask": ("true", True),
    "tokenizer": ("whitespace", "whitespace"),
    "features": ("subword", "subword"),
    "min_ngram": ("2", 2),
    "max_ngram": ("5", 5),
    "max_features": ("30", 30),
    "word_pairs": ("true", True),
    "surface_tokens": ("true", True),
    "max_length": ("25", 25),
    "keep_side": ("end", "end"),
    "min_frequency": ("10", 10),
    "max_vocabulary": ("5000", 5000),
    "network_vocabulary": ("4000", 4000),
    "vocabulary_from": ("all", "all"),
    "test_fraction": ("0.1", 0.1),
    "train_first": ("1674", 1674),
    "validation_fraction": ("0.1", 0.1),
    "stratify": ("false", False),
    "deduplicate": ("false", False),
    "embedding_size": ("50", 50),
    "embedding_scale": ("1", 1.0),
    "cell": ("gru", "gru"),
    "activation": ("relu", "relu"),
    "hidden_size": ("10", 10),
    "num_layers": ("2", 2),
    "bidirectional": ("false", False),
    "pooling": ("last+inputs", "last+inputs"),
    "recurrence": ("associative", "associative"),
    "recurrent_init": ("glorot", "glorot"),
    "head_init_scale": ("0", 0.0),
    "head_init_bias": ("-0.5", -0.5),
    "network_weight": ("0.25", 0.25),
    "linear_weight": ("2.5", 2.5),
    "linear_surface_scale": ("3", 3.0),
    "linear_word_scale": ("2", 2.0),
    "linear_features": ("500", 500),
    "linear_cost": ("0.1", 0.1),
    "embedding_dropout": ("0.1", 0.1),
    "feature_dropout": ("0.1", 0.1),
    "token_dropout": ("0.1", 0.1),
    "locked_dropout": ("0.1", 0.1),
    "output_dropout": (".5", 0.5),
    "epochs": ("3", 3),
    "min_steps": ("400", 400),
    "max_steps": ("12000", 12000),
    "batch_size": ("250", 250),
    "loss_mean": ("batch", "batch"),
    "optimizer": ("rmsprop", "rmsprop"),
    "learning_rate": ("5e-4", 0.0005),
    "schedule": ("constant", "constant"),
    "warmup_steps": ("0", 0),
    "rmsprop_decay": ("0.99", 0.99),
    "rmsprop_epsilon": ("1e-8", 1e-8),
    "rmsprop_start": ("0", 0.0),
    "adam_beta1": ("0", 0.0),
    "adam_beta2": ("0.999", 0.999),
    "weight_decay": ("0.01", 0.01),
    "clip_norm": ("null", None),
    "class_weights": ('{"spam": 1.5}', {"spam": 1.5}),
    "label_smoothing": ("0.1", 0.1),
    "train_curve": ("after", "after"),
    "lazy_embeddings": ("false", False),
    "patience": ("3", 3),
    "unfreeze_every": ("0.1", 0.1),
    "layer_decay": ("0.4", 0.4),
    "keep_best": ("false", False),
}


@pytest.mark.parametrize("name", FIELDS)
def test_every_setting_can_be_given_as_a_string(name: str) -> None:
    given_as, read_as = OTHER_VALUES[name]
    base = Preset.parse({"validation_fraction": "0.1"} if name == "patience" else {})
    assert getattr(base, name) != read_as
    assert getattr(base.override({name: given_as}), name) == read_as


@pytest.mark.parametrize("name", [name for name in FIELDS if name != "name"])
def test_no_setting_but_the_name_takes_just_any_string(name: str) -> None:
    with pytest.raises(PresetError, match=rf"^`{name}`: expected .*; got `no such value`"):
        Preset.parse({name: "no such value"})


@pytest.mark.parametrize("name", FIELDS)
def test_every_setting_says_what_it_means(name: str) -> None:
    assert Preset.meanings()[name].strip()


def test_meanings_stand_in_the_order_of_the_fields() -> None:
    assert list(Preset.meanings()) == FIELDS


@pytest.mark.parametrize("preset", PRESETS.values(), ids=PRESETS)
def test_settings_go_through_json_and_back(preset: Preset) -> None:
    assert Preset.parse(json.loads(json.dumps(preset.settings()))) == preset


@given(st.lists(st.sampled_from(sorted(OTHER_VALUES)), unique=True))
def test_any_overrides_go_through_json_and_back(names: list[str]) -> None:
    chosen = {name: OTHER_VALUES[name][0] for name in names}
    if "recurrence" in chosen:
        chosen["cell"] = "mingru"
    if "patience" in chosen:
        chosen["validation_fraction"] = "0.1"
    if "features" in chosen:
        chosen["tokenizer"] = "pieces"
    preset = Preset.parse(chosen)
    again = Preset.parse(json.loads(json.dumps(preset.settings())))
    assert again == preset
    assert hash(again) == hash(preset)


@pytest.mark.parametrize("name", PRESETS)
def test_a_preset_is_found_by_its_name(name: str) -> None:
    assert get_preset(name).name == name


def test_the_textbook_has_the_chapter_s_numbers() -> None:
    chapter = {
        "cleaning": "clean",  # clean_text
        "ascii_only": True,  # encode('ascii', errors='ignore')
        "tokenizer": "whitespace",
        "lowercase": False,  # clean_text has done it
        "unmask": False,
        "features": "token",
        "word_pairs": False,
        "surface_tokens": False,
        "max_length": 25,  # max_sequence_length
        "keep_side": "end",  # pad_sequences truncates at the start unless told otherwise
        "min_frequency": 1,  # min_word_frequency is set to 10 and never used
        "max_vocabulary": None,
        "vocabulary_from": "all",  # fit_on_texts before the split
        "test_fraction": 0.2,  # 0.80 for training
        "validation_fraction": 0.0,
        "stratify": False,  # a permutation of all
        "deduplicate": False,
        "embedding_size": 50,
        "embedding_scale": 1.0,  # random_uniform(-1.0, 1.0)
        "cell": "elman",  # BasicRNNCell
        "activation": "tanh",
        "hidden_size": 10,  # rnn_size
        "num_layers": 1,
        "bidirectional": False,
        "pooling": "padded_last",  # output at step 25, padding read as words
        "recurrent_init": "glorot",  # BasicRNNCell's kernel
        "head_init_scale": 0.1,  # truncated_normal(stddev=0.1)
        "head_init_bias": 0.1,  # constant(0.1)
        "output_dropout": 0.5,  # dropout_keep_prob 0.5
        "network_weight": 1.0,
        "linear_weight": 0.0,
        "embedding_dropout": 0.0,
        "feature_dropout": 0.0,
        "token_dropout": 0.0,
        "locked_dropout": 0.0,
        "epochs": 20,
        "min_steps": 0,
        "max_steps": None,
        "batch_size": 250,
        "loss_mean": "batch",
        "optimizer": "rmsprop",
        "learning_rate": 0.0005,
        "schedule": "constant",
        "warmup_steps": 0,
        "rmsprop_decay": 0.9,  # TensorFlow 1's defaults
        "rmsprop_epsilon": 1e-10,
        "rmsprop_start": 1.0,
        "clip_norm": None,
        "class_weights": "none",
        "label_smoothing": 0.0,
        "patience": 0,
    }
    settings = get_preset("textbook").settings()
    assert {name: settings[name] for name in chapter} == chapter


def test_the_textbook_reads_padding_as_words() -> None:
    textbook = get_preset("textbook")
    assert textbook.feeds_padding
    assert textbook.architecture(dictionary_size=100, num_classes=2).pooling == ("last",)


def test_an_architecture_takes_its_sizes_from_the_preset_and_the_data() -> None:
    architecture = Preset(pooling="max+inputs", cell="gru").architecture(dictionary_size=100, num_classes=3)
    assert (architecture.vocab_size, architecture.num_classes) == (100, 3)
    assert (architecture.cell, architecture.pooling) == ("gru", ("max", "inputs"))
    assert architecture.pooled_size == 2 * 32 + 32
    assert not architecture.linear


@pytest.mark.parametrize(("kept", "rows"), [(3, 5), (98, 100), (200, 100), (None, 100)])
def test_the_network_embeds_the_most_frequent_of_what_a_linear_reader_reads(kept: int | None, rows: int) -> None:
    architecture = Preset(linear_weight=1.0, network_vocabulary=kept).architecture(dictionary_size=100, num_classes=2)
    assert (architecture.vocab_size, architecture.linear_vocab_size) == (rows, 100)  # two of them are reserved


@pytest.mark.parametrize(
    ("linear", "most", "network", "limit"),
    [(1.0, 9, 5, 9), (1.0, None, 5, None), (0.0, 9, 5, 5), (0.0, 4, 5, 4), (0.0, None, 5, 5), (0.0, 9, None, 9)],
)
def test_what_only_a_linear_reader_reads_is_kept_only_for_one(linear, most, network, limit) -> None:
    preset = Preset(linear_weight=linear, max_vocabulary=most, network_vocabulary=network)
    assert preset.vocabulary_limit == limit


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"learning_rte": "1"}, "`learning_rte`: no such setting\nhint: did you mean `learning_rate`?"),
        (
            {"zzz": 1},
            "`zzz`: no such setting\nhint: run `elman presets default` to see every setting",
        ),
        (
            {"cell": "rnn"},
            "`cell`: expected one of elman, gru, lstm, mingru; got `rnn`\n"
            "hint: a cell of one's own is known where the file that defines it has been imported",
        ),
        (
            {"pooling": "mean+mean"},
            "`pooling`: expected last, mean, max, inputs or several of them, each once; got `mean+mean`\n"
            "hint: for example pooling=mean+max",
        ),
        (
            {"pooling": "padded_last+mean"},
            "`pooling`: expected last, mean, max, inputs or several of them, each once; got `padded_last+mean`\n"
            "hint: for example pooling=mean+max",
        ),
        (
            {"min_steps": "5", "max_steps": "4"},
            "`max_steps`: expected at least `min_steps`, 5; got 4\nhint: set min_steps too, such as min_steps=0",
        ),
        (
            {"min_ngram": "4", "max_ngram": "3"},
            "`max_ngram`: expected at least `min_ngram`, 4; got 3",
        ),
        (
            {"features": "subword", "tokenizer": "whitespace"},
            "`features`: subword features are those of pieces; got `tokenizer` whitespace\n"
            "hint: use tokenizer=pieces or features=token",
        ),
        (
            {"surface_tokens": "true", "pooling": "padded_last"},
            "`surface_tokens`: cannot stand behind padding that is read as words\n"
            "hint: use another `pooling` than padded_last",
        ),
        (
            {"recurrence": "associative", "cell": "lstm"},
            "`recurrence`: associative needs a state that is linear in the one before; `lstm` is not\n"
            "hint: use cell=mingru or recurrence=scan",
        ),
        (
            {"patience": "3"},
            "`patience`: stopping early needs a validation part, and `validation_fraction` is 0\n"
            "hint: add validation_fraction=0.1",
        ),
        (
            {"epochs": "0"},
            "`epochs`: expected a whole number at least 1; got `0`\nhint: `epochs`: passes over the training part; "
            "a preset's own stay within min_steps and max_steps",
        ),
        (
            {"output_dropout": "1"},
            "`output_dropout`: expected a number at least 0 and below 1; got `1`\n"
            "hint: `output_dropout`: share of the pooled channels dropped",
        ),
    ],
)
def test_settings_that_make_no_sense_are_refused(settings: dict[str, Any], message: str) -> None:
    with pytest.raises(PresetError) as caught:
        Preset.parse(settings)
    assert str(caught.value) == message


def test_a_preset_that_does_not_exist_is_refused() -> None:
    with pytest.raises(PresetError) as caught:
        get_preset("huge")
    assert str(caught.value) == (
        "`preset`: expected one of default, tiny, tagger, textbook; got `huge`\nhint: run `elman presets` to see them"
    )


@pytest.mark.parametrize(
    ("texts", "settings", "epochs"),
    [
        pytest.param(640, {}, 12, id="any number of steps"),
        pytest.param(640, {"min_steps": 120, "max_steps": 120}, 12, id="just the steps asked for"),
        pytest.param(640, {"min_steps": 121}, 13, id="one step short is one epoch more"),
        pytest.param(641, {"min_steps": 121}, 12, id="a batch of one text is a step"),
        pytest.param(640, {"max_steps": 119}, 11, id="one step too many is one epoch less"),
        pytest.param(640, {"max_steps": 9}, 1, id="one epoch at least"),
        pytest.param(1, {"min_steps": 400}, 400, id="one text"),
        pytest.param(1920, {"min_steps": 400, "max_steps": 400}, 13, id="the most wins where no epoch fits both"),
    ],
)
def test_epochs_follow_from_the_steps_asked_for(texts: int, settings: dict[str, Any], epochs: int) -> None:
    assert Preset(epochs=12, batch_size=64, **settings).epochs_for(texts) == epochs


def test_tiny_is_the_default_with_a_smaller_network() -> None:
    default, tiny = get_preset("default").settings(), get_preset("tiny").settings()
    assert {name: tiny[name] for name in tiny if tiny[name] != default[name]} == {
        "name": "tiny",
        "word_pairs": False,
        "max_ngram": 4,
        "max_features": 20,
        "max_vocabulary": 4_094,
        "network_vocabulary": None,
        "embedding_size": 8,
        "hidden_size": 8,
        "network_weight": 0.5,
        "linear_weight": 0.0,
    }


def test_the_longest_text_counts_its_surface_tokens() -> None:
    assert Preset(max_length=30).longest == 30
    assert Preset(max_length=30, surface_tokens=True).longest == 37


def test_an_override_leaves_the_preset_as_it_was() -> None:
    before = get_preset("default").settings()
    get_preset("default").override({"epochs": "1"})
    assert get_preset("default").settings() == before


def test_every_choice_is_within_reach() -> None:
    for name, declared in get_type_hints(Preset).items():
        choices = [choice for option in (declared, *get_args(declared)) for choice in get_args(option)]
        for choice in choices:
            if isinstance(choice, str):
                preset = Preset.parse({"cell": "mingru", name: choice})
                assert getattr(preset, name) == choice


LANGUAGE_FIELDS = [field.name for field in dataclasses.fields(LanguagePreset)]


@pytest.mark.parametrize("preset", LANGUAGE_PRESETS.values(), ids=LANGUAGE_PRESETS)
def test_a_language_models_settings_go_through_json_and_back(preset: LanguagePreset) -> None:
    again = LanguagePreset.parse(json.loads(json.dumps(preset.settings())))
    assert again == preset
    assert hash(again) == hash(preset)
    assert get_language_preset(preset.name) is preset


@pytest.mark.parametrize("name", [name for name in LANGUAGE_FIELDS if name != "name"])
def test_no_setting_of_a_language_model_takes_just_any_string(name: str) -> None:
    assert LanguagePreset.meanings()[name].strip()
    with pytest.raises(PresetError, match=rf"^`{name}`: expected .*; got `no such value`"):
        LanguagePreset.parse({name: "no such value"})


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"hiden_size": 1}, "`hiden_size`: no such setting"),
        ({"schedule": "plateau", "validation_fraction": 0}, "`schedule`: needs a validation part"),
        ({"patience": 2, "validation_fraction": 0}, "`patience`: needs a validation part"),
        ({"cell": "mingru", "weight_dropout": 0.2}, "`weight_dropout`: `mingru` has no recurrent weights to drop"),
        ({"max_ngram": 10**9}, "`max_ngram`: expected a whole number at least 1 and at most 16; got `1000000000`"),
    ],
)
def test_settings_of_a_language_model_that_do_not_fit_are_refused(settings: dict[str, Any], message: str) -> None:
    with pytest.raises(PresetError) as caught:
        LanguagePreset.parse(settings)
    assert caught.value.message.startswith(message)
    with pytest.raises(PresetError, match="`preset`: expected one of char, byte, word; got `default`"):
        get_language_preset("default")


@pytest.mark.parametrize(("name", "most"), [("min_ngram", 64), ("max_ngram", 64), ("max_features", 65_536)])
def test_what_a_word_is_known_by_has_a_limit(name, most):
    """A word has as many n-grams as its length squared; a folder may not ask for all of those of a long one."""
    assert getattr(Preset.parse({"max_ngram": 64, name: most}), name) == most
    with pytest.raises(PresetError, match=rf"`{name}`: expected a whole number at least 1 and at most {most}; got "):
        Preset.parse({name: most + 1})


@pytest.mark.parametrize("name", ["linear_surface_scale", "linear_word_scale"])
@pytest.mark.parametrize("value", [1e-7, 1e7, 1e20])
def test_a_scale_whose_square_single_precision_might_not_hold_is_refused(name, value):
    with pytest.raises(PresetError, match=rf"`{name}`: expected a number at least 1e-06 and at most 1000000; got "):
        Preset.parse({name: value})
    assert getattr(Preset.parse({name: 1e-6}), name) == 1e-6
