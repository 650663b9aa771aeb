"""Writing and reading again gives the same model, and the same model gives the same bytes."""

import dataclasses
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from elman.architecture import CELL_LAYOUTS
from elman.bundle import TrainingData, read_bundle, write_bundle
from tests.bundle.samples import assert_same, contents, make_bundle

any_text = st.text(st.characters(exclude_categories=()), max_size=8)
exact_floats = st.floats(allow_nan=False)
labels = st.lists(st.booleans() | st.integers() | exact_floats | any_text, min_size=2, max_size=5, unique=True).map(
    tuple
)
measures = exact_floats.filter(lambda value: not 1e300 < abs(value) < float("inf"))  # others are refused
rows = st.fixed_dictionaries({"epoch": st.integers(1, 10**6), "train_loss": measures, "test_accuracy": measures})
few = settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])


def assert_survives(bundle, tmp_path):
    write_bundle(bundle, tmp_path / "model")
    assert_same(read_bundle(tmp_path / "model"), bundle)


@pytest.mark.parametrize("cell", CELL_LAYOUTS)
@pytest.mark.parametrize("settings", [{}, {"num_layers": 2, "bidirectional": True, "pooling": "last+mean+max+inputs"}])
def test_every_network_survives(cell, settings, tmp_path):
    assert_survives(make_bundle(settings={"cell": cell, **settings}), tmp_path)


@few
@given(labels=labels)
def test_labels_of_any_type_come_back_as_they_were(labels, tmp_path):
    assert_survives(make_bundle(labels=labels), tmp_path)


@few
@given(tokens=st.lists(any_text, unique=True, max_size=10))
def test_any_token_survives_a_lone_surrogate_too(tokens, tmp_path):
    assert_survives(make_bundle(tokens=tokens), tmp_path)


@few
@given(history=st.lists(rows, max_size=4))
def test_the_history_keeps_every_digit(history, tmp_path):
    assert_survives(make_bundle(history=history), tmp_path)


@few
@given(
    seed=st.integers(0), threshold=st.floats(0, 1), source=st.builds(TrainingData, any_text, any_text, st.integers(0))
)
def test_the_figures_of_the_configuration_survive(seed, threshold, source, tmp_path):
    assert_survives(make_bundle(threshold=threshold, training_data=source), tmp_path)
    assert_survives(dataclasses.replace(make_bundle(), seed=seed), tmp_path)


@pytest.mark.parametrize("name", ["1.0", "1e5", "{", "", "null", "true", "\udc80"])
def test_a_preset_of_any_name_survives(name, tmp_path):
    bundle = make_bundle()
    assert_survives(dataclasses.replace(bundle, preset=dataclasses.replace(bundle.preset, name=name)), tmp_path)


@pytest.mark.parametrize("weights", [None, "balanced", {"spam": 1.5}])
def test_settings_of_every_kind_survive(weights, tmp_path):
    changed = {"max_vocabulary": None if weights is None else 5, "class_weights": weights or "none", "clip_norm": None}
    assert_survives(make_bundle(settings=changed), tmp_path)


def test_the_smallest_and_largest_numbers_survive_in_the_weights(tmp_path):
    bundle = make_bundle()
    limits = np.finfo(np.float32)
    bias = np.array([limits.smallest_subnormal, -limits.max], np.float32)
    assert_survives(dataclasses.replace(bundle, weights={**bundle.weights, "head.bias": bias}), tmp_path)


def test_weights_that_do_not_lie_in_order_in_memory_survive(tmp_path):
    bundle = make_bundle()
    weights = {name: np.asfortranarray(array) for name, array in bundle.weights.items()}
    assert_survives(dataclasses.replace(bundle, weights=weights), tmp_path)


def test_the_same_model_gives_the_same_bytes_of_every_file(bundle, tmp_path):
    pictures = dict.fromkeys(("loss.png", "accuracy.png"), b"a picture")
    for name in ("one", "two"):
        write_bundle(make_bundle(), tmp_path / name, pictures=pictures)
    write_bundle(read_bundle(tmp_path / "one"), tmp_path / "three", pictures=pictures)
    one = contents(tmp_path / "one")
    assert one == contents(tmp_path / "two") == contents(tmp_path / "three")
    assert set(one) == {
        "config.json",
        "vocabulary.json",
        "weights.safetensors",
        "metrics.json",
        "history.csv",
        "README.md",
        "loss.png",
        "accuracy.png",
    }


def test_the_order_of_the_arrays_changes_no_byte(bundle, tmp_path):
    turned = dict(reversed(bundle.weights.items()))
    write_bundle(bundle, tmp_path / "one")
    write_bundle(dataclasses.replace(bundle, weights=turned), tmp_path / "two")
    assert contents(tmp_path / "one") == contents(tmp_path / "two")


def test_a_model_without_history_and_metrics_survives(tmp_path):
    assert_survives(make_bundle(history=(), metrics={}), tmp_path)


def test_a_model_with_a_linear_reader_survives(tmp_path):
    bundle = make_bundle(settings={"linear_weight": 2.0}, labels=("a", "b", "c"))
    assert {"linear.weight", "linear.scale", "linear.bias"} <= bundle.weights.keys()
    assert_survives(bundle, tmp_path)


@pytest.mark.parametrize("at", ["vocabulary.json", "weights.safetensors", "history.csv"])
def test_a_folder_that_is_replaced_while_it_is_read_is_read_once_more(tmp_path, monkeypatch, at):
    folder, later = tmp_path / "model", make_bundle(seed=1, labels=("x", "y", "z"))
    write_bundle(make_bundle(seed=0), folder)
    read, replaced = Path.read_bytes, []

    def replace_first(path):
        if path.name == at and not replaced:
            replaced.append(path)
            write_bundle(later, folder)
        return read(path)

    monkeypatch.setattr(Path, "read_bytes", replace_first)
    assert_same(read_bundle(folder), later)
