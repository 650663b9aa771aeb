"""The compiled core on every instruction set that this processor has: read as Python reads, answered as in NumPy.

The other tests of it see the best one only, and what most users' processors have would never be run.
"""

import dataclasses
from importlib import import_module

import numpy as np
import pytest
from numpy.testing import assert_allclose

from elman.runtime.numpy_core import NumpyCore
from tests.runtime.cores import needs_native
from tests.runtime.test_native import CORPUS, READINGS, model

pytestmark = needs_native


@pytest.fixture(params=["baseline", "avx2", "avx512"])
def make_core(request):
    """Makes compiled cores that use an instruction set."""
    native, cores = import_module("elman._native"), import_module("elman.runtime.native")
    sets = native.instruction_sets()
    if request.param not in sets:
        pytest.skip("this processor does not have it")
    native.use(request.param)
    assert native.instruction_set() == request.param
    yield cores.NativeCore
    native.use(sets[-1])


@pytest.fixture(scope="module")
def texts():
    """Pieces of what the models know in any order, of lengths on both sides of every block of 64 characters."""
    rng, parts = np.random.default_rng(0), " ".join(CORPUS).split(" ")
    lengths = [*range(12), *(64 * block + more for block in (1, 2, 3) for more in (-1, 0, 1)), 700]
    return ["".join(rng.choice([*parts, " ", "  ", "\t"]) for _ in range(400))[:length] for length in lengths]


@pytest.mark.parametrize("reading", READINGS)
def test_texts_are_read_and_answered(make_core, texts, reading):
    bundle = model(reading)
    native = make_core(bundle)
    for text in texts:
        ids = native.token_ids(text)
        assert ids is None or [tuple(token) for token in ids] == bundle.encoder.encode(text)
    assert_allclose(native.probabilities(texts), NumpyCore(bundle).probabilities(texts), atol=1e-5)


@pytest.mark.parametrize("hidden_size", [1, 3, 8, 17])
@pytest.mark.parametrize("cell", ["elman", "gru", "lstm", "mingru"])
def test_networks_answer(make_core, texts, cell, hidden_size):
    bundle = model("subword", cell=cell, hidden_size=hidden_size, num_layers=2, pooling="last+mean+max+inputs")
    calm = {name: array / (2 * hidden_size**0.5) for name, array in bundle.weights.items()}  # larger ones make chaos
    bundle = dataclasses.replace(bundle, weights=calm)
    assert_allclose(make_core(bundle).probabilities(texts), NumpyCore(bundle).probabilities(texts), atol=1e-5)


def test_an_instruction_set_that_is_none_is_refused():
    with pytest.raises(ValueError, match="`sse9`: this processor has no such instruction set"):
        import_module("elman._native").use("sse9")
