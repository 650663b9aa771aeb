"""The five dropouts: what falls together, what stays on average, and nothing without a key.

The network under test hands its token vectors through unchanged: all of them ones, one ReLU cell with identity
weights and no memory, the identity as its head. Whatever is not one in its answer was done by dropout.
"""

import equinox as eqx
import jax
import jax.numpy as jnp
import numpy as np
import pytest

from elman.nn import TextNetwork, build_network, with_arrays
from elman.nn.dropout import drop
from elman.presets import Preset
from tests.nn.samples import token_features

VOCAB, WIDTH, TIME = 6, 6, 7
SCALED = ["embedding", "token", "locked", "output"]
TOKENS = token_features([(feature,) for feature in range(VOCAB)])
KEYS = jax.random.split(jax.random.key(0), 4000)
every_kind = pytest.mark.parametrize("kind", [*SCALED, "feature"])


def transparent(kind: str, share: float, pooling: str = "last") -> TextNetwork:
    preset = Preset(
        cell="elman",
        activation="relu",
        bidirectional=False,
        embedding_size=WIDTH,
        hidden_size=WIDTH,
        pooling=pooling,
        **{f"{kind}_dropout": share},
    )
    network = build_network(preset.architecture(VOCAB, WIDTH), preset, np.random.default_rng(0))
    return with_arrays(
        network,
        {
            "embedding.weight": np.ones((VOCAB, WIDTH), np.float32),
            "layers.0.forward.weight_ih": np.eye(WIDTH, dtype=np.float32),
            "layers.0.forward.weight_hh": np.zeros((WIDTH, WIDTH), np.float32),
            "layers.0.forward.bias": np.zeros(WIDTH, np.float32),
            "head.weight": np.eye(WIDTH, dtype=np.float32),
            "head.bias": np.zeros(WIDTH, np.float32),
        },
    )


@eqx.filter_jit
def answers(network: TextNetwork, token_ids: jax.Array, lengths: jax.Array, keys: jax.Array) -> jax.Array:
    return jax.vmap(lambda key: network(TOKENS, token_ids, lengths, key=key))(keys)


def one_token_texts(kind: str) -> np.ndarray:
    """The answers ``[key, text, channel]`` to texts of one token each, the tokens 2, 3 and 2; half of it is dropped."""
    return np.asarray(answers(transparent(kind, 0.5), jnp.array([[2], [3], [2]]), jnp.ones(3, int), KEYS))


def test_embedding_dropout_takes_an_entry_out_everywhere() -> None:
    values = one_token_texts("embedding")
    assert (values == values[:, :, :1]).all()
    assert (values[:, 0] == values[:, 2]).all()
    assert (values[:, 0] != values[:, 1]).any()


def test_feature_dropout_takes_a_feature_out_of_a_token_wherever_it_stands_and_scales_nothing() -> None:
    values = one_token_texts("feature")
    assert set(np.unique(values)) == {0.0, 1.0}
    assert (values == values[:, :, :1]).all()
    assert (values[:, 0] == values[:, 2]).all()
    assert (values[:, 0] != values[:, 1]).any()


def test_token_dropout_takes_out_one_occurrence() -> None:
    values = one_token_texts("token")
    assert (values == values[:, :, :1]).all()
    assert (values[:, 0] != values[:, 2]).any()
    assert (values[:, 0] != values[:, 1]).any()


def test_output_dropout_takes_out_single_channels_of_single_texts() -> None:
    values = one_token_texts("output")
    assert (values != values[:, :, :1]).any()
    assert (values[:, 0] != values[:, 2]).any()


def test_locked_dropout_takes_a_channel_out_at_every_step_of_a_text() -> None:
    token_ids, lengths = jnp.arange(2 * TIME).reshape(2, TIME) % VOCAB, jnp.array([TIME, TIME])
    values = np.asarray(answers(transparent("locked", 0.5, pooling="mean"), token_ids, lengths, KEYS))
    # A mean over steps is 0 or 2 only if all steps made the same choice.
    assert set(np.unique(values)) == {0.0, 2.0}
    assert (values != values[:, :, :1]).any()
    assert (values[:, 0] != values[:, 1]).any()


def test_token_dropout_chooses_again_at_every_step() -> None:
    token_ids, lengths = jnp.zeros((1, TIME), int), jnp.array([TIME])
    values = np.asarray(answers(transparent("token", 0.5, pooling="mean"), token_ids, lengths, KEYS))
    assert len(np.unique(values)) > 2


@pytest.mark.parametrize("kind", SCALED)
def test_what_falls_is_zero_what_stays_is_scaled_and_the_expectation_is_kept(kind: str) -> None:
    values = one_token_texts(kind)
    assert set(np.unique(values)) == {0.0, 2.0}
    # Standard error of a mean of 4,000 values of 0 or 2: 1 / sqrt(4000) = 0.016; four of them.
    np.testing.assert_allclose(values.mean(axis=0), 1.0, atol=0.064)


@every_kind
def test_same_key_same_answer(kind: str) -> None:
    values = one_token_texts(kind)
    np.testing.assert_array_equal(one_token_texts(kind), values)
    assert (values[0] != values[1:]).any()


@every_kind
def test_nothing_falls_without_a_key(kind: str) -> None:
    logits = transparent(kind, 0.9)(TOKENS, jnp.array([[2], [3], [2]]), jnp.ones(3, int))
    np.testing.assert_array_equal(logits, np.ones((3, WIDTH)))


@pytest.mark.parametrize("share", [0.3, 0.9])
def test_the_share_is_that_of_what_falls(share: float) -> None:
    values = np.asarray(drop(jnp.ones(20_000), share, jax.random.key(0), (20_000,)))
    assert (values == 0).mean() == pytest.approx(share, abs=0.015)
    np.testing.assert_allclose(values[values != 0], 1 / (1 - share), rtol=1e-6)


@pytest.mark.parametrize("share", [0.0, 0.5])
def test_a_share_of_nothing_or_no_key_returns_the_values_themselves(share: float) -> None:
    values = jnp.ones(3)
    key = jax.random.key(0) if share == 0 else None
    assert drop(values, share, key, (3,)) is values
