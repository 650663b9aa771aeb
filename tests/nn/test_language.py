"""The language network: its arrays are the contract's, it agrees with a float64 loop, and windows change nothing."""

import math

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from elman.nn import Targets, build_language_network, named_arrays, with_arrays
from elman.presets import LanguagePreset, Preset
from tests import oracles
from tests.nn.samples import KINDS, randomized

VOCAB, TIME, BATCH = 7, 9, 3
NGRAMS = {"max_ngram": 3, "ngram_buckets": 40}
TIED = {"tie_embeddings": True}
IDS = np.random.default_rng(5).integers(0, VOCAB, (TIME, BATCH)).astype(np.int32)


def settings(kind: str, **more: object) -> LanguagePreset:
    cell, activation = KINDS[kind]
    sizes = {"hidden_size": 4, "embedding_size": 3, "num_layers": 2}
    return LanguagePreset(cell=cell, activation=activation).override({**sizes, **more})


def network_of(preset: LanguagePreset, dtype: type = np.float64):
    architecture = preset.architecture(VOCAB)
    network = build_language_network(architecture, preset, np.random.default_rng(0))
    return randomized(network, dtype=dtype)


@jax.jit
def _read(network, ids, lengths, states, key):
    return network.read(ids, lengths, states, key=key)


def read(network, ids, states=None, key=None):
    """The outputs of a whole window, and the states after it."""
    states = network.initial_states(ids.shape[1]) if states is None else states
    return _read(network, jnp.asarray(ids), jnp.full(ids.shape[1], len(ids), jnp.int32), states, key)


@jax.jit
def losses(network, ids):
    """The cross-entropy of each step's token; the inputs are the tokens before, and first of all id 0."""
    inputs = jnp.concatenate([jnp.zeros((1, ids.shape[1]), ids.dtype), ids[:-1]])
    lengths = jnp.full(ids.shape[1], len(ids), jnp.int32)
    outputs, _ = network.read(inputs, lengths, network.initial_states(ids.shape[1]))

    def one(output, token_id):
        return network.loss_sum(output[None, None], Targets(token_id[None, None], jnp.ones((1, 1), output.dtype)))

    return jax.vmap(jax.vmap(one))(outputs, ids)


@pytest.mark.parametrize("more", [{}, NGRAMS, TIED, {**TIED, "embedding_size": 4}], ids=str)
@pytest.mark.parametrize("kind", KINDS)
def test_its_arrays_are_the_contracts_and_its_losses_those_of_a_loop(float64, kind, more):
    preset = settings(kind, **more)
    network = network_of(preset)
    architecture = preset.architecture(VOCAB)
    arrays = named_arrays(network)
    assert {name: array.shape for name, array in arrays.items()} == architecture.shapes()
    found = losses(network, jnp.asarray(IDS))
    for text in range(BATCH):
        expected = oracles.next_token_nats(architecture, arrays, IDS[:, text].tolist(), preset.max_ngram)
        np.testing.assert_allclose(found[:, text], expected, rtol=1e-10, atol=1e-12)


def test_a_large_vocabulary_is_looked_up_before_it_is_projected(float64):
    """The two ways to the first layer's projection agree: each entry once, or each step."""
    network = network_of(settings("lstm"))
    once, _ = read(network, IDS)
    single, _ = read(network, IDS[:1, :1])  # one step, seven entries
    np.testing.assert_allclose(single[0, 0], once[0, 0], rtol=1e-12)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("size", [1, 2, 4, TIME])
@pytest.mark.parametrize("more", [{}, NGRAMS], ids=["tokens alone", "n-grams"])
def test_windows_of_any_length_change_no_state(float64, kind, size, more):
    network = network_of(settings(kind, **more))
    whole, last = read(network, IDS)
    parts, states = [], network.initial_states(BATCH)
    for start in range(0, TIME, size):
        part = IDS[start : start + size]
        outputs, states = read(network, part, states)
        parts.append(outputs)
    np.testing.assert_allclose(np.concatenate(parts), whole, rtol=1e-12)
    for one, other in zip(jax.tree.leaves(states), jax.tree.leaves(last), strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-12)


DROPOUTS = ["embedding_dropout", "input_dropout", "locked_dropout", "weight_dropout", "output_dropout", "ngram_dropout"]


@pytest.mark.parametrize(
    ("name", "more"),
    [*((name, NGRAMS) for name in DROPOUTS), *((name, {}) for name in DROPOUTS if name != "ngram_dropout")],
)
def test_each_dropout_changes_training_and_nothing_else(name, more):
    plain, dropped = (network_of(settings("elman", **more, **share), np.float32) for share in ({}, {name: 0.5}))
    without, _ = read(plain, IDS)
    np.testing.assert_array_equal(read(dropped, IDS)[0], without)
    np.testing.assert_array_equal(read(plain, IDS, key=jax.random.key(0))[0], without)
    first, again, other = (read(dropped, IDS, key=jax.random.key(seed))[0] for seed in (0, 0, 1))
    np.testing.assert_array_equal(first, again)
    assert not np.array_equal(first, without)
    assert not np.array_equal(first, other)


def test_ngrams_of_a_window_that_only_fills_are_those_of_its_real_steps():
    """What stands after a stream's end is neither read by the next window nor counted among its tokens."""
    network = network_of(settings("gru", **NGRAMS), np.float32)
    lengths = jnp.array([1, 4, TIME], jnp.int32)
    _, states = _read(network, jnp.asarray(IDS), lengths, network.initial_states(BATCH), None)
    assert states.tokens.tolist() == [[0, IDS[2, 1], IDS[-2, 2]], [IDS[0, 0], IDS[3, 1], IDS[-1, 2]]]


def test_a_new_table_of_ngrams_says_nothing():
    preset = settings("elman", **NGRAMS)
    network = build_language_network(preset.architecture(VOCAB), preset, np.random.default_rng(0))
    plain = build_language_network(settings("elman").architecture(VOCAB), settings("elman"), np.random.default_rng(0))
    np.testing.assert_allclose(read(network, IDS)[0], read(plain, IDS)[0], rtol=1e-5, atol=1e-6)


def what_fell(**more: object) -> np.ndarray:
    """``[time, batch, channels]`` of a network that hands its inputs through unchanged, in half of them left out."""
    preset = LanguagePreset(cell="elman", activation="relu").override({"hidden_size": 4, "embedding_size": 4, **more})
    network = build_language_network(preset.architecture(VOCAB), preset, np.random.default_rng(0))
    through = {"weight_ih": np.eye(4, dtype=np.float32), "weight_hh": np.zeros((4, 4), np.float32)}
    arrays = named_arrays(network) | {
        f"layers.{number}.forward.{name}": array
        for number in range(preset.num_layers)
        for name, array in through.items()
    }
    read_from = "ngrams" if network.ngrams else "embedding"
    arrays["embedding.weight"] = np.zeros((VOCAB, 4), np.float32)
    arrays[f"{read_from}.weight"] = np.ones_like(arrays[f"{read_from}.weight"])
    values = np.asarray(read(with_arrays(network, arrays), IDS, key=jax.random.key(0))[0])
    assert set(np.unique(values)) == {0.0, 2.0}
    return values == 0


def test_embedding_dropout_takes_an_entry_out_wherever_it_stands():
    gone = what_fell(embedding_dropout=0.5)
    of_entry = dict(zip(IDS.ravel().tolist(), gone.reshape(-1, 4).tolist(), strict=True))
    assert gone.tolist() == [[of_entry[each] for each in row] for row in IDS.tolist()]
    assert (gone == gone[..., :1]).all()


@pytest.mark.parametrize("settings", [{"locked_dropout": 0.5, "num_layers": 2}, {"input_dropout": 0.5}], ids=str)
def test_a_channel_falls_for_the_whole_window_of_a_stream(settings):
    gone = what_fell(**settings)
    assert (gone == gone[0]).all()
    assert (gone != gone[..., :1]).any()
    assert (gone != gone[:, :1]).any()


def test_ngram_dropout_takes_whole_vectors_out_at_each_step_anew():
    gone = what_fell(max_ngram=2, ngram_buckets=1, ngram_dropout=0.5)
    assert (gone == gone[..., :1]).all()
    assert (gone != gone[0]).any()
    assert (gone != gone[:, :1]).any()


def test_output_dropout_is_locked_for_the_whole_window():
    network = network_of(settings("lstm", output_dropout=0.5), np.float32)
    outputs = np.asarray(read(network, IDS, key=jax.random.key(0))[0])
    gone = outputs == 0
    assert 0 < gone[0].mean() < 1
    assert (gone == gone[0]).all()
    np.testing.assert_allclose(outputs[~gone], 2 * np.asarray(read(network, IDS)[0])[~gone], rtol=1e-5)


def test_weight_dropout_leaves_out_recurrent_weights_only():
    """From a state of zeros no recurrent weight matters."""
    network = network_of(settings("elman", weight_dropout=0.5), np.float32)
    np.testing.assert_array_equal(read(network, IDS[:1], key=jax.random.key(0))[0], read(network, IDS[:1])[0])


def test_a_classifier_of_one_direction_has_the_same_names_below_its_head():
    language = settings("gru").architecture(VOCAB).shapes()
    classifier = Preset(cell="gru", hidden_size=4, embedding_size=3, num_layers=2, bidirectional=False)
    shapes = classifier.architecture(VOCAB, 2).shapes()
    shared = {name: shape for name, shape in language.items() if not name.startswith("output.")}
    assert {name: shape for name, shape in shapes.items() if not name.startswith("head.")} == shared


@pytest.mark.parametrize("size", [64, 32])
def test_the_preset_says_how_weights_start(size):
    """Uniform within the scale; of the output a normal law cut at two deviations, each of one over the root of 64."""
    preset = LanguagePreset(embedding_scale=0.25, hidden_size=64, embedding_size=size, tie_embeddings=size == 32)
    network = build_language_network(preset.architecture(500), preset, np.random.default_rng(0))
    table = np.asarray(network.embedding.weight)
    assert 0.249 < np.abs(table).max() <= 0.25
    assert table.std() == pytest.approx(0.25 / math.sqrt(3), rel=0.02)
    output = np.asarray(network.output.projection if preset.tie_embeddings else network.output.weight)
    assert 0.24 < np.abs(output).max() <= 0.25
    assert output.std() == pytest.approx(0.88 * 64**-0.5, rel=0.05)
    np.testing.assert_array_equal(network.output.bias, 0.0)


@pytest.mark.parametrize(("recurrent_init", "is_rotation"), [("orthogonal", True), ("glorot", False)])
def test_the_preset_says_how_recurrent_weights_start(recurrent_init, is_rotation):
    preset = LanguagePreset(cell="elman", recurrent_init=recurrent_init, hidden_size=8)
    network = build_language_network(preset.architecture(VOCAB), preset, np.random.default_rng(0))
    block = np.asarray(network.layers[0].forward.weight_hh)
    assert np.allclose(block @ block.T, np.eye(8), atol=1e-5) == is_rotation
