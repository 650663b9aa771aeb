"""Texts of every kind in, probabilities and labels out."""

import dataclasses

import numpy as np
import pytest
from hypothesis import given

from elman.bundle import write_bundle
from elman.errors import BundleError
from elman.runtime import Runtime
from elman.runtime.network import NumpyNetwork
from tests import strategies
from tests.bundle.samples import make_bundle
from tests.runtime.cores import needs_native

BOTH = {"bidirectional": True, "pooling": "mean+max"}


@pytest.fixture(scope="module")
def runtime():
    """A model of two classes."""
    return Runtime(make_bundle(settings=BOTH))


def test_no_texts_have_no_answers(runtime):
    assert runtime.probabilities([]).shape == (0, 2)
    assert runtime.label_ids(runtime.probabilities([])).tolist() == []
    assert runtime.answer([]) == []


@pytest.mark.parametrize("text", ["", " \t\n", "\u200b" * 3 + "\ufeff", "\x00", "a\x00b", "\ud800\udfff", "\udc80free"])
def test_a_text_of_any_characters_is_answered(runtime, text):
    (row,) = runtime.probabilities([text])
    assert np.isfinite(row).all()


def test_a_text_without_tokens_is_answered_from_zeros():
    bundle = make_bundle(settings=BOTH)
    logits = bundle.weights["head.bias"].astype(np.float64)
    expected = np.exp(logits) / np.exp(logits).sum()
    np.testing.assert_allclose(Runtime(bundle).probabilities([""])[0], expected, rtol=1e-12)


def test_a_million_characters_are_answered_as_their_start(runtime):
    long = "free prize " * 100_000
    assert runtime.probabilities([long]).tobytes() == runtime.probabilities(["free prize " * 500]).tobytes()


def test_a_lone_surrogate_may_be_a_word_of_its_own():
    answers = Runtime(make_bundle(settings=BOTH))
    known, unknown = answers.probabilities(["\ud800", "\ud801"])
    assert known.tolist() != unknown.tolist()


@given(text=strategies.texts)
def test_probabilities_are_probabilities(text):
    for answers in (Runtime(make_bundle()), Runtime(make_bundle(labels=(1, 2, 3)))):
        rows = answers.probabilities([text, "free"])
        assert rows.dtype == np.float64
        assert rows.shape == (2, len(answers.labels))
        assert (rows >= 0).all()
        np.testing.assert_allclose(rows.sum(axis=1), 1.0, rtol=1e-15)


def test_logits_far_apart_do_not_overflow():
    bundle = make_bundle()
    bias = np.array([1.5e38, -1.5e38], np.float32)
    answers = Runtime(dataclasses.replace(bundle, weights={**bundle.weights, "head.bias": bias}))
    assert answers.probabilities(["free"]).tolist() == [[1.0, 0.0]]


@pytest.mark.parametrize("labels", [("ham", "spam"), (False, True), (0, 1)])
@pytest.mark.parametrize("positive", [0, 1])
def test_the_threshold_decides_between_two_labels(labels, positive):
    bundle = make_bundle(labels=labels, positive_label=labels[positive])
    probability = float(Runtime(bundle).probabilities(["free prize"])[0, positive])
    thresholds = [0.0, probability, np.nextafter(probability, 1), 1.0]
    runtimes = [Runtime(dataclasses.replace(bundle, threshold=each)) for each in thresholds]
    yes, no = labels[positive], labels[1 - positive]
    assert [runtime.answer(["free prize"])[0][0] for runtime in runtimes] == [yes, yes, no, no]
    ids = [runtime.label_ids(runtime.probabilities(["free prize"])).tolist() for runtime in runtimes]
    assert ids == [[positive], [positive], [1 - positive], [1 - positive]]


def test_the_likeliest_of_many_labels_is_the_answer():
    answers = Runtime(make_bundle(labels=("a", "b", "c")))
    shares = np.array([[0.2, 0.5, 0.3], [0.4, 0.2, 0.4], [0.1, 0.2, 0.7]])
    assert answers.label_ids(shares).tolist() == [1, 0, 2]


def test_an_answer_is_the_label_and_the_probability_of_every_class(runtime):
    ((label, shares),) = runtime.answer(["free prize"])
    (row,) = runtime.probabilities(["free prize"])
    assert shares == row.tolist()
    assert label == runtime.labels[int(row[1] >= 0.5)]


def test_a_model_folder_answers_bit_for_bit_as_the_model_in_memory(runtime, tmp_path):
    texts = ["free prize", "home", "é 中", ""]
    write_bundle(runtime.bundle, tmp_path / "model")
    loaded = Runtime.load(tmp_path / "model")
    assert loaded.probabilities(texts).tobytes() == runtime.probabilities(texts).tobytes()
    assert loaded.labels == ("ham", "spam")


@pytest.mark.parametrize("core", ["numpy", pytest.param("native", marks=needs_native)])
def test_one_text_is_answered_as_in_a_list(monkeypatch, core):
    monkeypatch.setenv("ELMAN_RUNTIME", core)
    runtime = Runtime(make_bundle(settings=BOTH))
    for text in ("free prize", "", "中 home"):
        assert runtime.probability(text) == tuple(runtime.probabilities([text])[0])


def test_a_folder_that_is_no_model_is_refused(tmp_path):
    with pytest.raises(BundleError, match="no such model folder"):
        Runtime.load(tmp_path / "none")


def test_the_logits_are_the_weighted_sum_of_the_network_s_and_the_linear_reader_s_margins():
    bundle = make_bundle(settings={"network_weight": 0.3, "linear_weight": 2.0}, labels=("a", "b", "c"))
    texts = ["free prize", "home", "", "prize free free unknown"]
    encoded = [bundle.encoder.encode(text) for text in texts]
    logits = 0.3 * NumpyNetwork(bundle.architecture, bundle.weights).logits(encoded).astype(np.float64)
    weight, scale, bias = (bundle.weights[f"linear.{name}"].astype(np.float64) for name in ("weight", "scale", "bias"))
    for row, text in enumerate(encoded):
        distinct = sorted({feature for token in text for feature in token})
        length = np.sqrt(sum(scale[feature] ** 2 for feature in distinct)) if distinct else 1.0
        logits[row] += 2.0 * (sum(weight[:, feature] for feature in distinct) / length + bias)
    expected = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
    np.testing.assert_allclose(Runtime(bundle).probabilities(texts), expected, rtol=1e-4, atol=1e-6)
