"""``config.json``: versions, other people's files, and every field of a wrong type."""

import dataclasses
import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from elman.presets import Preset
from tests.bundle.samples import change_config, json_values, refusal, refuses_or_reads_whole, resign

FIELDS = [
    "format",
    "format_version",
    "elman_version",
    "preset",
    "labels",
    "positive_label",
    "threshold",
    "seed",
    "training_data",
    "sha256",
]
SETTINGS = [each.name for each in dataclasses.fields(Preset)]
places = st.sampled_from(
    [
        *((field,) for field in FIELDS),
        *(("training_data", name) for name in ("name", "sha256", "texts")),
        *(("sha256", name) for name in ("vocabulary.json", "weights.safetensors", "../weights.safetensors")),
        *(("preset", name) for name in SETTINGS),
        ("labels", 0),
        ("labels", 1),
    ]
)
fuzz = settings(max_examples=400, suppress_health_check=[HealthCheck.function_scoped_fixture])


def set_place(config, place, value):
    for name in place[:-1]:
        config = config[name]
    config[place[-1]] = value


def config_message(folder, place, value):
    """The refusal of a folder with one value of its configuration changed, without the file's name."""
    change_config(folder, lambda config: set_place(config, place, value))
    prefix = f"`{folder / 'config.json'}`: "
    message = refusal(folder).message
    assert message.startswith(prefix)
    return message.removeprefix(prefix)


def test_a_newer_format_names_both_versions_and_the_remedy(folder):
    change_config(folder, lambda config: config.update(format_version=2, elman_version="9.9", something_new=1))
    error = refusal(folder)
    assert error.message == (
        f"`{folder / 'config.json'}`: format version 2, written by elman 9.9; this version reads up to 1"
    )
    assert error.hint == "upgrade with `pip install --upgrade elman`"


@pytest.mark.parametrize("version", [0, -1])
def test_a_format_that_never_was_is_refused(folder, version):
    assert config_message(folder, ("format_version",), version) == f"`format_version`: expected 1; got {version}"


@pytest.mark.parametrize("place", [("seed",), ("training_data", "texts")])
def test_a_count_below_zero_is_refused(folder, place):
    assert config_message(folder, place, -1) == f"Expected `int` >= 0 - at `$.{'.'.join(place)}`"


def test_a_file_of_another_program_is_not_ours(folder):
    change_config(folder, lambda config: config.update(format="another"))
    error = refusal(folder)
    assert error.message == f"`{folder / 'config.json'}`: expected a field `format` saying 'elman text classifier'"
    assert error.hint == "point at a folder written by `elman train`"


@pytest.mark.parametrize("field", FIELDS)
def test_every_field_is_needed(folder, field):
    change_config(folder, lambda config: config.pop(field))
    expected = "expected a field `format`" if field == "format" else f"missing required field `{field}`"
    assert expected in refusal(folder).message


@pytest.mark.parametrize(
    ("place", "value", "message"),
    [
        (("surprise",), 1, "Object contains unknown field `surprise`"),
        (("format_version",), True, "Expected `int`, got `bool` - at `$.format_version`"),
        (("format_version",), "1", "Expected `int`, got `str` - at `$.format_version`"),
        (("elman_version",), 1, "Expected `str`, got `int` - at `$.elman_version`"),
        (("labels",), "ham", "Expected `array`, got `str` - at `$.labels`"),
        (("labels",), ["ham"], "Expected `array` of length >= 2 - at `$.labels`"),
        (("labels",), ["ham", None], "Expected `bool | int | float | str`, got `null` - at `$.labels[1]`"),
        (("threshold",), "0.5", "Expected `float | null`, got `str` - at `$.threshold`"),
        (("seed",), 1.5, "Expected `int`, got `float` - at `$.seed`"),
        (("training_data",), [], "Expected `object`, got `array` - at `$.training_data`"),
        (("training_data", "texts"), "5", "Expected `int`, got `str` - at `$.training_data.texts`"),
        (("sha256",), None, "Expected `object`, got `null` - at `$.sha256`"),
        (("sha256", "vocabulary.json"), 1, "Expected `str`, got `int` - at `$.sha256[...]`"),
        (("preset",), 1, "Expected `object`, got `int` - at `$.preset`"),
        (("preset", "epochz"), 1, "preset: `epochz`: no such setting"),
        (("preset", "epochs"), 0, "preset: `epochs`: expected a whole number at least 1; got `0`"),
        (("preset", "cell"), "rnn", "preset: `cell`: expected one of elman, gru, lstm, mingru; got `rnn`"),
        (("preset", "name"), None, "preset: `name`: expected a word; got `None`"),
        (("seed",), "\ud800", "expected whole characters; got half of a surrogate pair"),
        (("preset", "epochs"), "\ud800", "preset: `epochs`: expected a whole number at least 1; got `\ud800`"),
    ],
)
def test_a_wrong_field_is_named_with_what_was_expected(folder, place, value, message):
    assert config_message(folder, place, value) == message


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "not valid JSON: Expecting value: line 1 column 1 (char 0)"),
        (b"[]", "expected a JSON object; got list"),
        (b"null", "expected a JSON object; got NoneType"),
        (b"[" * 100_000, "not valid JSON: "),
        (b"{}", "expected a field `format` saying 'elman text classifier'"),
    ],
)
def test_what_is_no_json_object_is_refused(folder, content, message):
    (folder / "config.json").write_bytes(content)
    assert refusal(folder).message.startswith(f"`{folder / 'config.json'}`: {message}")


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"\x80", b'{"a": ' + b"9" * 5_000 + b"}"])
def test_bytes_that_are_no_text_or_no_number_are_refused(folder, content):
    (folder / "config.json").write_bytes(content)
    assert refusal(folder).message.startswith(f"`{folder / 'config.json'}`: ")


def test_a_setting_of_deeply_nested_json_is_refused(folder):
    message = config_message(folder, ("preset", "epochs"), '{"a":' * 100_000)
    assert message.startswith("preset: `epochs`: not valid JSON: ")


def test_a_number_of_layers_past_all_reason_is_refused_at_once(folder):
    change_config(folder, lambda config: set_place(config, ("preset", "num_layers"), 2**62))
    assert refusal(folder).message == f"`{folder}`: weights: expected {2**62} layers; got 6 arrays"


@pytest.mark.parametrize(
    ("setting", "message"),
    [
        (
            "embedding_size",
            f"`embedding.weight`: expected float32 of shape (10, {2**62}); got float32 of shape (10, 2)",
        ),
        (
            "hidden_size",
            f"`layers.0.forward.weight_ih`: expected float32 of shape ({2**62}, 2); got float32 of shape (2, 2)",
        ),
    ],
)
def test_a_size_past_all_reason_is_refused_at_once(folder, setting, message):
    change_config(folder, lambda config: set_place(config, ("preset", setting), 2**62))
    assert refusal(folder).message == f"`{folder}`: weights: {message}"


@fuzz
@given(place=places, value=json_values)
def test_any_value_in_any_field_is_refused_or_makes_a_model(written, folder, place, value):
    config = json.loads((written / "config.json").read_bytes())
    set_place(config, place, value)
    (folder / "config.json").write_text(json.dumps(config))
    refuses_or_reads_whole(folder, folder.with_name("again"))


@fuzz
@given(value=st.dictionaries(st.sampled_from([*FIELDS, "other"]), json_values))
def test_any_object_is_refused_or_makes_a_model(folder, value):
    (folder / "config.json").write_text(json.dumps({"format": "elman text classifier", **value}))
    refuses_or_reads_whole(folder, folder.with_name("again"))


def test_a_changed_setting_that_asks_for_another_network_is_refused(folder):
    change_config(folder, lambda config: set_place(config, ("preset", "cell"), "gru"))
    resign(folder)
    assert refusal(folder).message == (
        f"`{folder}`: weights: missing arrays ['layers.0.forward.bias_candidate'], unknown arrays []"
    )
