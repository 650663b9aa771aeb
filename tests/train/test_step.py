"""One step: what lazy embeddings leave alone, and that padding and fillers change nothing."""

import jax
import numpy as np
import pytest

from elman.nn import build_network, named_arrays
from elman.presets import Preset
from elman.train import build_optimizer
from elman.train.examples import Capacity, Examples, renumber
from elman.train.step import build_step, new_state

VOCABULARY = 20
WORDS = [[(3,), (4,), (5,)], [(4,), (6,)], [(7,), (3,), (3,), (8,)], [(9,)]]
PARTS = [[(3, 4), (4,), (5, 12, 3)], [(4,), (6, 3)], [(7, 8, 9), (3, 4), (3, 4), (8, 14)], []]
LABELS = [0, 1, 1, 0]
ROOM = Capacity(tokens=8, features=16)
every_kind = pytest.mark.parametrize("encoded", [WORDS, PARTS], ids=["words", "features"])


def small(**settings: object):
    return Preset(name="small").override(
        {
            "cell": "elman",
            "bidirectional": False,
            "embedding_size": 3,
            "hidden_size": 2,
            "max_length": 6,
            "schedule": "constant",
            "warmup_steps": 0,
            **settings,
        }
    )


def take(preset, encoded, *, steps: int = 1, size: int = 4, time: int = 6, capacity: Capacity = ROOM):
    """The network and the optimiser's memory after some steps on one batch."""
    network = build_network(preset.architecture(VOCABULARY, 2), preset, np.random.default_rng(0))
    state = new_state(network, preset)
    examples, rows = Examples(encoded, LABELS, np.ones(2, np.float32), vocab_size=VOCABULARY), np.arange(4)
    batch = examples.batch(rows, size=size, time=time, capacity=capacity)
    if preset.lazy_embeddings:
        batch = renumber(batch, VOCABULARY)
    step = build_step(preset, steps)
    for _ in range(steps):
        state, _, _ = step(state, batch, jax.random.key(0, impl="rbg"))
    return named_arrays(state.network), named_arrays(state.optimizer)


@every_kind
@pytest.mark.parametrize("optimizer", ["rmsprop", "adam", "adamw"])
def test_lazy_steps_leave_other_rows_and_their_memory_bit_for_bit(optimizer, encoded):
    preset = small(optimizer=optimizer, weight_decay=0.1)
    before = named_arrays(build_network(preset.architecture(VOCABULARY, 2), preset, np.random.default_rng(0)))
    after, memory = take(preset, encoded, steps=3)
    touched = {0} | {feature for text in encoded for token in text for feature in token}
    others = [row for row in range(VOCABULARY) if row not in touched]
    np.testing.assert_array_equal(after["embedding.weight"][others], before["embedding.weight"][others])
    fresh = {name: array for name, array in memory.items() if name.endswith("embedding.weight")}
    assert fresh
    for array in fresh.values():
        assert len(np.unique(array[others])) == 1  # as it started: all zeros, or all ones
    learned = sorted(touched - {0})
    assert (after["embedding.weight"][learned] != before["embedding.weight"][learned]).any(axis=1).all()


@pytest.mark.parametrize(
    "settings",
    [{"optimizer": "rmsprop", "rmsprop_start": 0.5}, {"optimizer": "adam"}, {"optimizer": "adamw", "layer_decay": 0.5}],
)
def test_the_first_state_is_the_one_that_optax_makes(settings):
    preset = small(**settings)
    network = build_network(preset.architecture(VOCABULARY, 2), preset, np.random.default_rng(0))
    state, expected = new_state(network, preset), build_optimizer(preset, 1).init(network)
    assert jax.tree.structure(state.optimizer) == jax.tree.structure(expected)
    for found, wanted in zip(jax.tree.leaves(state), jax.tree.leaves((network, expected, np.int32(0))), strict=True):
        np.testing.assert_array_equal(found, wanted)
        assert found.dtype == wanted.dtype


@every_kind
@pytest.mark.parametrize("optimizer", ["rmsprop", "adam"])
def test_a_lazy_step_moves_touched_rows_as_a_dense_one_does(optimizer, encoded):
    lazy, _ = take(small(optimizer=optimizer), encoded)
    dense, _ = take(small(optimizer=optimizer, lazy_embeddings=False), encoded)
    for name, array in dense.items():
        np.testing.assert_allclose(lazy[name], array, atol=1e-6, err_msg=name)


def test_clipping_sees_the_same_gradient_lazy_or_dense():
    lazy, _ = take(small(clip_norm=1e-3, optimizer="rmsprop"), PARTS)
    dense, _ = take(small(clip_norm=1e-3, optimizer="rmsprop", lazy_embeddings=False), PARTS)
    for name, array in dense.items():
        np.testing.assert_allclose(lazy[name], array, atol=1e-7, err_msg=name)


@every_kind
def test_fillers_and_longer_padding_change_no_step(encoded):
    features = sum(map(len, {token for text in encoded for token in text}))
    plain, _ = take(small(), encoded, steps=2, capacity=Capacity(7, features))
    filled, _ = take(small(), encoded, steps=2, size=9, time=11, capacity=Capacity(40, 70))
    for name, array in plain.items():
        np.testing.assert_allclose(filled[name], array, atol=1e-6, err_msg=name)


def test_every_step_drops_anew():
    """Steps too small to move a weight, on one batch: the losses differ by what fell alone."""
    preset = small(learning_rate=1e-30, output_dropout=0.5)
    network = build_network(preset.architecture(VOCABULARY, 2), preset, np.random.default_rng(0))
    state, step, losses = new_state(network, preset), build_step(preset, 4), set()
    examples = Examples(WORDS, LABELS, np.ones(2, np.float32), vocab_size=VOCABULARY)
    batch = renumber(examples.batch(np.arange(4), size=4, time=6, capacity=ROOM), VOCABULARY)
    for _ in range(4):
        state, loss, _ = step(state, batch, jax.random.key(0, impl="rbg"))
        losses.add(float(loss))
    for name, array in named_arrays(state.network).items():
        np.testing.assert_allclose(array, named_arrays(network)[name], rtol=0, atol=1e-28, err_msg=name)
    assert len(losses) > 1
