"""The whole classifier, against float64 loops over its named arrays."""

from importlib.util import find_spec

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from elman.architecture import CELL_LAYOUTS
from elman.nn import TextNetwork, build_network, named_arrays
from elman.nn.unroll import Recurring
from elman.presets import Preset
from tests import oracles
from tests.nn.samples import double, padded, randomized

TEXTS = [[], [(3,)], [(1, 4, 0), (4,), (2, 1)], [(2, 1), (2, 1), (0,), (4, 3), (1,)]]
TOKENS, TOKEN_IDS, LENGTHS = padded(TEXTS, time=5)
ALL_POOLINGS = "inputs+max+last+mean"

answer = jax.jit(lambda network, *texts: network(*texts))
presets = pytest.mark.parametrize(
    "preset",
    [
        Preset(name="elman, two layers", cell="elman", num_layers=2, pooling=ALL_POOLINGS),
        Preset(name="elman with relu", cell="elman", activation="relu", bidirectional=False, pooling="last"),
        Preset(name="gru, one direction, three layers", cell="gru", bidirectional=False, num_layers=3, pooling="last"),
        Preset(name="gru", cell="gru", pooling=ALL_POOLINGS),
        Preset(name="lstm, two layers", cell="lstm", num_layers=2, pooling="last+max"),
        Preset(name="mingru, two layers", cell="mingru", num_layers=2, pooling=ALL_POOLINGS),
        Preset(name="mingru, parallel", cell="mingru", recurrence="associative", pooling=ALL_POOLINGS),
    ],
    ids=lambda preset: preset.name,
)


def small_network(preset: Preset, dtype: type = np.float32) -> TextNetwork:
    small = preset.override({"embedding_size": 3, "hidden_size": 2})
    network = build_network(small.architecture(dictionary_size=5, num_classes=2), small, np.random.default_rng(0))
    return randomized(network, dtype=dtype)


@presets
def test_logits_are_those_of_the_equations(preset: Preset) -> None:
    network = small_network(preset)
    architecture = preset.override({"embedding_size": 3, "hidden_size": 2}).architecture(5, 2)
    expected = [oracles.text_logits(architecture, double(network), text) for text in TEXTS]
    np.testing.assert_allclose(answer(network, TOKENS, TOKEN_IDS, LENGTHS), expected, rtol=1e-5, atol=1e-5)


@pytest.mark.parametrize("cell", CELL_LAYOUTS)
@pytest.mark.usefixtures("float64")
def test_gradients_are_central_differences_of_the_equations(cell: str) -> None:
    preset = Preset(cell=cell, pooling=ALL_POOLINGS, embedding_size=3, hidden_size=2)
    architecture = preset.architecture(dictionary_size=5, num_classes=2)
    network = small_network(preset, np.float64)

    @jax.jit
    @jax.grad
    def gradient(network: TextNetwork) -> jax.Array:
        return jnp.tanh(network(TOKENS, jnp.asarray(TOKEN_IDS), jnp.asarray(LENGTHS))).sum()

    def loss_of_the_equations(arrays: dict[str, np.ndarray]) -> float:
        return sum(np.tanh(oracles.text_logits(architecture, arrays, text)).sum() for text in TEXTS)

    expected = oracles.central_differences(loss_of_the_equations, double(network))
    for name, actual in named_arrays(gradient(network)).items():
        np.testing.assert_allclose(actual, expected[name], rtol=1e-6, atol=1e-7, err_msg=name)


# Each of three tokens is read so often that it is projected once, where a projection has no more numbers than a vector.
OFTEN = [[(3,)] * 8, [(1, 4, 0), (3,)] * 3, [], [(2, 1), (1, 4, 0), (3,), (3,), (2, 1)]]
OFTEN_TOKENS, OFTEN_IDS, OFTEN_LENGTHS = padded(OFTEN, time=8)
repeated = pytest.mark.parametrize(
    "preset",
    [
        Preset(name="elman", cell="elman", bidirectional=False, pooling="last"),
        Preset(name="elman, two layers", cell="elman", num_layers=2, pooling=ALL_POOLINGS),
        Preset(name="gru", cell="gru", pooling="last+max"),
        Preset(name="lstm", cell="lstm", pooling="mean"),
        Preset(name="mingru, each", cell="mingru", pooling="each"),
    ],
    ids=lambda preset: preset.name,
)


@repeated
@pytest.mark.parametrize("kernel", ["scan", "native"] if find_spec("elman._kernels") else ["scan"])
def test_tokens_that_recur_are_projected_once_to_the_same_end(
    preset: Preset, kernel: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    small = preset.override({"embedding_size": 8, "hidden_size": 2})
    architecture = small.architecture(dictionary_size=5, num_classes=2)
    network = randomized(build_network(architecture, small, np.random.default_rng(0), kernel=kernel))
    assert Recurring(jnp.zeros((3, 8)), OFTEN_IDS).pays(network.layers[0].forward)

    def total(network: TextNetwork) -> tuple[jax.Array, jax.Array]:
        logits = network(OFTEN_TOKENS, jnp.asarray(OFTEN_IDS), jnp.asarray(OFTEN_LENGTHS))
        answers = logits[np.arange(8) < OFTEN_LENGTHS[:, None]] if preset.pooling == "each" else logits
        return jnp.tanh(answers).sum(), answers

    gradients, answers = jax.grad(total, has_aux=True)(network)
    monkeypatch.setattr(Recurring, "pays", lambda *_: False)
    expected, _ = jax.grad(total, has_aux=True)(network)
    for name, actual in named_arrays(gradients).items():
        np.testing.assert_allclose(actual, named_arrays(expected)[name], rtol=2e-5, atol=2e-6, err_msg=name)
    equations = oracles.step_logits if preset.pooling == "each" else oracles.text_logits
    every = [np.atleast_2d(equations(architecture, double(network), text)) for text in OFTEN]
    np.testing.assert_allclose(answers, np.concatenate([each for each in every if each.size]), rtol=1e-5, atol=1e-5)


@pytest.mark.parametrize("left_out", ["token_dropout", "locked_dropout"])
def test_tokens_of_which_something_is_left_out_are_not_projected_once(
    left_out: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    small = Preset(cell="elman", pooling="last", embedding_size=8, hidden_size=2, **{left_out: 0.5})
    network = build_network(small.architecture(5, 2), small, np.random.default_rng(0))
    often, logits = (OFTEN_TOKENS, jnp.asarray(OFTEN_IDS), jnp.asarray(OFTEN_LENGTHS)), []
    for pays in (True, False):
        monkeypatch.setattr(Recurring, "pays", lambda *_, pays=pays: pays)
        logits.append(network(*often, key=jax.random.key(0)))
    np.testing.assert_array_equal(*logits)
    assert not np.allclose(logits[0], network(*often))


def test_an_empty_text_has_the_logits_of_the_bias_and_teaches_nothing_else() -> None:
    network = small_network(Preset(cell="gru", pooling=ALL_POOLINGS))

    def total(network: TextNetwork) -> tuple[jax.Array, jax.Array]:
        logits = network(TOKENS, jnp.asarray(TOKEN_IDS[:1]), jnp.asarray(LENGTHS[:1]))
        return logits.sum(), logits

    (_, logits), gradients = jax.jit(jax.value_and_grad(total, has_aux=True))(network)
    np.testing.assert_array_equal(logits[0], network.head.bias)
    for name, gradient in named_arrays(gradients).items():
        np.testing.assert_array_equal(gradient, np.float32(name == "head.bias"), err_msg=name)


@presets
def test_what_stands_in_the_padding_changes_nothing(preset: Preset) -> None:
    network = small_network(preset)
    other = np.where(np.arange(5) < LENGTHS[:, None], TOKEN_IDS, 1).astype(np.int32)
    np.testing.assert_array_equal(answer(network, TOKENS, TOKEN_IDS, LENGTHS), answer(network, TOKENS, other, LENGTHS))


def test_the_preset_says_how_weights_start() -> None:
    preset = Preset(embedding_scale=0.25, head_init_scale=0.5, head_init_bias=-3.0, hidden_size=64)
    network = build_network(preset.architecture(dictionary_size=500, num_classes=9), preset, np.random.default_rng(0))
    table, head = np.asarray(network.embedding.weight), np.asarray(network.head.weight)
    assert 0.249 < np.abs(table).max() <= 0.25
    assert 0.9 < np.abs(head).max() <= 1.0
    np.testing.assert_array_equal(network.head.bias, np.full(9, -3.0))


def test_the_preset_says_how_recurrent_weights_start() -> None:
    for recurrent_init, is_rotation in (("orthogonal", True), ("glorot", False)):
        preset = Preset(cell="elman", recurrent_init=recurrent_init)
        network = build_network(preset.architecture(5, 2), preset, np.random.default_rng(0))
        block = np.asarray(network.layers[0].backward.weight_hh)
        assert np.allclose(block @ block.T, np.eye(32), atol=1e-5) == is_rotation


def test_same_seed_same_network() -> None:
    preset = Preset(cell="gru")
    first, second, other = (
        named_arrays(build_network(preset.architecture(5, 2), preset, np.random.default_rng(seed)))
        for seed in (0, 0, 1)
    )
    assert all(first[name].tobytes() == second[name].tobytes() for name in first)
    assert first["embedding.weight"].tobytes() != other["embedding.weight"].tobytes()
