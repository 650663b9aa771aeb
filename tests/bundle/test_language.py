"""A language model's folder: written and read without loss; each damage and each mix-up is told."""

import numpy as np
import pytest

from elman.bundle import (
    CLASSIFIER,
    LANGUAGE_MODEL,
    kind_of,
    read_bundle,
    read_language_bundle,
    write_bundle,
    write_language_bundle,
)
from elman.errors import BundleError
from tests.bundle.samples import change_config, contents, make_bundle, resign
from tests.runtime.test_language import make_language_bundle


@pytest.fixture
def folder(tmp_path):
    bundle = make_language_bundle()
    write_language_bundle(bundle, tmp_path / "model")
    return tmp_path / "model"


def refusal(folder):
    with pytest.raises(BundleError) as caught:
        read_language_bundle(folder)
    return caught.value


@pytest.mark.parametrize("settings", [{}, {"tie_embeddings": True}, {"level": "word"}], ids=str)
def test_what_was_written_is_read(tmp_path, settings):
    bundle = make_language_bundle(**settings)
    write_language_bundle(bundle, tmp_path / "one")
    again = read_language_bundle(tmp_path / "one")
    for name in ("preset", "vocabulary", "seed", "training_data", "metrics"):
        assert getattr(again, name) == getattr(bundle, name), name
    assert all(np.array_equal(array, bundle.weights[name]) for name, array in again.weights.items())
    write_language_bundle(again, tmp_path / "two")
    assert contents(tmp_path / "one") == contents(tmp_path / "two")


def test_the_two_kinds_of_model_are_told_apart(folder, tmp_path):
    write_bundle(make_bundle(), tmp_path / "classifier")
    assert kind_of(folder) == LANGUAGE_MODEL
    assert kind_of(tmp_path / "classifier") == CLASSIFIER
    assert kind_of(tmp_path / "nothing") is None
    error = refusal(tmp_path / "classifier")
    assert error.message == (
        f"`{tmp_path / 'classifier' / 'config.json'}`: expected a field `format` saying 'elman language model'; "
        "got `elman text classifier`"
    )
    assert error.hint == "this is a classifier: use `elman predict`, `elman evaluate` or `elman.load`"
    with pytest.raises(BundleError, match="expected a field `format` saying 'elman text classifier'"):
        read_bundle(folder)


def test_a_folder_of_the_other_kind_is_refused(folder):
    with pytest.raises(BundleError) as caught:
        write_bundle(make_bundle(), folder)
    assert caught.value.message == f"`{folder}`: holds a language model, which a classifier would replace"


@pytest.mark.parametrize(
    "name", ["vocabulary.json", "weights.safetensors", "metrics.json", "history.csv", "samples.json"]
)
def test_a_missing_or_cut_file_is_named(folder, name):
    content = (folder / name).read_bytes()
    (folder / name).write_bytes(content[: len(content) // 2] + b"{")
    assert name in refusal(folder).message
    (folder / name).unlink()
    assert refusal(folder).message == f"`{folder / name}`: missing"


def test_weights_of_another_model_are_refused(folder, tmp_path):
    write_language_bundle(make_language_bundle(seed=1), tmp_path / "other")
    (folder / "weights.safetensors").write_bytes((tmp_path / "other" / "weights.safetensors").read_bytes())
    assert "not the file this model was saved with" in refusal(folder).message


def test_settings_that_do_not_fit_the_arrays_are_refused(folder):
    change_config(folder, lambda config: config["preset"].update(hidden_size=7))
    resign(folder)
    assert "expected float32 of shape" in refusal(folder).message
    change_config(folder, lambda config: config["preset"].update(num_layers=10**9))
    assert "expected 1000000000 layers" in refusal(folder).message


@pytest.mark.parametrize("change", [{"cell": "rnn"}, {"level": "sentence"}, {"unheard": 1}, {"dropout": None}], ids=str)
def test_settings_are_checked(folder, change):
    change_config(folder, lambda config: config["preset"].update(change))
    assert refusal(folder).message.startswith(f"`{folder / 'config.json'}`: preset: ")


@pytest.mark.parametrize("samples", ["{}", '[{"epoch": 1}]', '[{"epoch": "1", "text": ""}]', "[1]"])
def test_samples_are_checked(folder, samples):
    (folder / "samples.json").write_text(samples)
    assert refusal(folder).message.endswith("expected a JSON list of samples, each with `epoch` and `text`")


def test_a_model_of_bytes_has_all_of_them():
    with pytest.raises(BundleError, match="expected the 256 bytes in their order"):
        make_language_bundle(level="byte")
