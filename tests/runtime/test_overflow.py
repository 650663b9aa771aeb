"""A text that overflows its model: whatever the model is and answers by says so, and no answer is made up."""

import numpy as np
import pytest

from elman.errors import DataError
from elman.runtime import LanguageRuntime, Runtime, Sampling, TaggerRuntime, native_is_built
from tests.bundle.samples import make_bundle
from tests.runtime.test_language import make_language_bundle

GROWING = "a " * 500
RELU = {"cell": "elman", "activation": "relu"}
MESSAGE = "a text overflows this model: its numbers grow beyond all bounds on the way"


@pytest.fixture(params=["numpy", "native"])
def runtime(request, monkeypatch):
    """A model whose state is a thousand times the one before."""
    if request.param == "native" and not native_is_built():
        pytest.skip("no compiled core here")
    monkeypatch.setenv("ELMAN_RUNTIME", request.param)
    return Runtime(growing(make_bundle(settings=RELU)))


def growing(bundle):
    """The same with weights by which a state is a thousand times the one before."""
    for name, array in bundle.weights.items():
        array[...] = 1000.0 * np.eye(*array.shape) if name.endswith("weight_hh") else np.abs(array) + 0.1
    return bundle


@pytest.mark.filterwarnings("ignore:overflow encountered:RuntimeWarning")
@pytest.mark.filterwarnings("ignore:invalid value encountered:RuntimeWarning")
def test_a_text_that_overflows_is_refused_and_others_are_answered(runtime):
    before = runtime.probabilities(["a"])
    asked = (
        lambda: runtime.probabilities([GROWING]),
        lambda: runtime.probabilities(["a", GROWING, "a"]),
        lambda: runtime.probability(GROWING),
        lambda: runtime.answer(["a", GROWING]),
        lambda: runtime.quick([GROWING]),
    )
    for ask in asked:
        with pytest.raises(DataError) as caught:
            ask()
        assert caught.value.message == MESSAGE
    np.testing.assert_array_equal(runtime.probabilities(["a"]), before)


@pytest.mark.filterwarnings("ignore:overflow encountered:RuntimeWarning")
@pytest.mark.parametrize("steps", [14, 40, 500])
@pytest.mark.parametrize("core", ["numpy", "native"])
def test_an_infinite_difference_between_two_classes_is_no_certainty(core, steps, monkeypatch):
    """Where every unit overflows at once nothing is NaN: one logit is farther from the other than any number."""
    if core == "native" and not native_is_built():
        pytest.skip("no compiled core here")
    monkeypatch.setenv("ELMAN_RUNTIME", core)
    bundle = make_bundle(settings={**RELU, "hidden_size": 8})
    for name, array in bundle.weights.items():
        array[...] = 1000.0 if name.endswith("weight_hh") else np.abs(array) + 0.1
    bundle.weights["head.weight"][...] = [[0.7], [0.2]]
    with pytest.raises(DataError) as caught:
        Runtime(bundle).probabilities(["a " * steps])
    assert caught.value.message == MESSAGE


@pytest.mark.filterwarnings("ignore:overflow encountered:RuntimeWarning")
@pytest.mark.filterwarnings("ignore:invalid value encountered:RuntimeWarning")
def test_taggers_and_language_models_refuse_it_too():
    settings = {**RELU, "pooling": "each", "word_pairs": False}
    tagger = TaggerRuntime(growing(make_bundle(settings=settings, labels=("O", "ITEM", "NAME"))))
    language_model = LanguageRuntime(growing(make_language_bundle(**RELU)))
    for ask in (
        lambda: tagger.tags(GROWING.split()),
        lambda: tagger.probabilities_of([["a"], GROWING.split()]),
        lambda: language_model.surprise(GROWING),
        lambda: "".join(language_model.write(GROWING, 2, Sampling(), 0)),
    ):
        with pytest.raises(DataError) as caught:
            ask()
        assert caught.value.message == MESSAGE


@pytest.mark.filterwarnings("ignore:overflow encountered:RuntimeWarning")
@pytest.mark.filterwarnings("ignore:invalid value encountered:RuntimeWarning")
@pytest.mark.parametrize("core", ["numpy", "native"])
def test_a_maximum_does_not_forget_what_is_no_number(core, monkeypatch):
    """Read from its end, a text overflows at its beginning, and numbers stand behind that."""
    if core == "native" and not native_is_built():
        pytest.skip("no compiled core here")
    monkeypatch.setenv("ELMAN_RUNTIME", core)
    two_layers = {"bidirectional": True, "num_layers": 2, "pooling": "max", "hidden_size": 8, "embedding_size": 2}
    bundle = make_bundle(settings={**RELU, **two_layers})
    for array in bundle.weights.values():
        array[...] = 0
    bundle.weights["layers.0.backward.weight_hh"][...] = 1e19
    bundle.weights["layers.0.backward.bias"][...] = 1
    bundle.weights["layers.1.forward.weight_ih"][:, 8:] = -1
    bundle.weights["layers.1.backward.weight_ih"][:, 8:] = [1, -1] * 4
    bundle.weights["head.weight"][...] = [[1] * 16, [2] * 16]
    with pytest.raises(DataError) as caught:
        Runtime(bundle).probabilities(["free " * 6])
    assert caught.value.message == MESSAGE
