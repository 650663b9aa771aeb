"""Answering agrees with training's own forward pass, which is another program, and with loops in float64."""

import jax
import numpy as np
import pytest

from elman.architecture import CELL_LAYOUTS
from elman.nn import build_network, with_arrays
from elman.presets import Preset
from elman.runtime import Runtime
from elman.runtime.network import NumpyNetwork
from tests import oracles
from tests.bundle.samples import make_bundle
from tests.nn.samples import padded

VOCABULARY, CLASSES, TIME = 9, 3, 7
WORDS = [[], [3], [1], [2, 2], [5, 1, 4, 8, 3, 0, 7], [6, 7, 8], []]
TEXTS = [
    *[[(each,) for each in text] for text in WORDS],
    [(6, 0, 3)],
    [(1, 5), (5, 1), (1,), (1, 5), (8, 7, 6, 5, 4, 3, 2, 1, 0), (2, 4, 6), (0, 2)],
]
SIZES = {"embedding_size": 3, "hidden_size": 4}
PADDED_LAST = {"pooling": "padded_last", "bidirectional": False, "max_length": TIME}


def random_network(**settings):
    """A preset, its architecture, and arrays of a sane size with every entry drawn, biases too."""
    preset = Preset().override({**SIZES, **settings})
    architecture = preset.architecture(VOCABULARY, CLASSES)
    rng = np.random.default_rng(0)
    arrays = {name: (0.6 * rng.normal(size=shape)).astype(np.float32) for name, shape in architecture.shapes().items()}
    return preset, architecture, arrays


def training_logits(preset, architecture, arrays, texts):
    """What the network that is trained makes of padded texts."""
    network = with_arrays(build_network(architecture, preset, np.random.default_rng(1)), arrays)
    return np.asarray(jax.jit(lambda *batch: network(*batch))(*padded(texts, TIME)))


@pytest.mark.parametrize("pooling", ["last", "mean", "max", "inputs", "inputs+max+mean+last"])
@pytest.mark.parametrize("bidirectional", [False, True], ids=["one way", "both ways"])
@pytest.mark.parametrize("num_layers", [1, 2])
@pytest.mark.parametrize("cell", CELL_LAYOUTS)
def test_answering_is_what_the_equations_say(cell, num_layers, bidirectional, pooling):
    _, architecture, arrays = random_network(
        cell=cell, num_layers=num_layers, bidirectional=bidirectional, pooling=pooling
    )
    expected = [oracles.text_logits(architecture, arrays, text) for text in TEXTS]
    np.testing.assert_allclose(NumpyNetwork(architecture, arrays).logits(TEXTS), expected, rtol=1e-5, atol=1e-5)


@pytest.mark.parametrize("bidirectional", [False, True], ids=["one way", "both ways"])
@pytest.mark.parametrize("num_layers", [1, 2])
@pytest.mark.parametrize("cell", CELL_LAYOUTS)
def test_answering_agrees_with_training(cell, num_layers, bidirectional):
    preset, architecture, arrays = random_network(
        cell=cell, num_layers=num_layers, bidirectional=bidirectional, pooling="last+mean+max+inputs"
    )
    expected = training_logits(preset, architecture, arrays, TEXTS)
    np.testing.assert_allclose(NumpyNetwork(architecture, arrays).logits(TEXTS), expected, rtol=1e-5, atol=1e-5)


@pytest.mark.parametrize(
    "settings", [{"activation": "relu", "cell": "elman"}, {"recurrence": "associative", "cell": "mingru"}]
)
def test_every_way_to_compute_a_recurrence_agrees(settings):
    preset, architecture, arrays = random_network(**settings)
    expected = training_logits(preset, architecture, arrays, TEXTS)
    np.testing.assert_allclose(NumpyNetwork(architecture, arrays).logits(TEXTS), expected, rtol=1e-5, atol=1e-5)


def test_the_network_reads_on_where_its_features_end():
    _, architecture, arrays = random_network(network_vocabulary=3, linear_weight=1.0)  # with the reserved two: ids to 4
    heard = [[tuple(each for each in token if each < 5) or (1,) for token in text] for text in TEXTS]
    assert heard != TEXTS
    expected = [oracles.text_logits(architecture, arrays, text) for text in heard]
    np.testing.assert_allclose(NumpyNetwork(architecture, arrays).logits(TEXTS), expected, rtol=1e-5, atol=1e-5)
    np.testing.assert_array_equal(
        NumpyNetwork(architecture, arrays).logits(heard), NumpyNetwork(architecture, arrays).logits(TEXTS)
    )


def test_padding_that_is_read_as_words_is_read_the_same_in_answering():
    preset, architecture, arrays = random_network(cell="elman", **PADDED_LAST)
    bundle = make_bundle(
        settings={**SIZES, **PADDED_LAST}, tokens=tuple("abcdefg"), labels=("x", "y", "z"), weights=arrays
    )
    assert bundle.architecture == architecture
    texts = ["", "a", "b a", "a b c d e f g", "a b c d e f g a b c", "unknown"]
    encoded = [bundle.encoder.encode(text) for text in texts]
    assert {len(tokens) for tokens in encoded} == {TIME}
    logits = training_logits(preset, architecture, arrays, encoded).astype(np.float64)
    expected = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
    np.testing.assert_allclose(Runtime(bundle).probabilities(texts), expected, rtol=1e-5, atol=1e-6)
