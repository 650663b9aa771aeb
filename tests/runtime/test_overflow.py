"""A text that overflows its model: both cores say so, and no answer is made up."""

import numpy as np
import pytest

from elman.errors import DataError
from elman.runtime import Runtime, native_is_built
from tests.bundle.samples import make_bundle

GROWING = "a " * 500
MESSAGE = "a text overflows this model: its numbers grow beyond all bounds on the way"


@pytest.fixture(params=["numpy", "native"])
def runtime(request, monkeypatch):
    """A model whose state is a thousand times the one before."""
    if request.param == "native" and not native_is_built():
        pytest.skip("no compiled core here")
    monkeypatch.setenv("ELMAN_RUNTIME", request.param)
    bundle = make_bundle(settings={"cell": "elman", "activation": "relu"})
    for name, array in bundle.weights.items():
        array[...] = 1000.0 * np.eye(*array.shape) if name.endswith("weight_hh") else np.abs(array) + 0.1
    return Runtime(bundle)


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
