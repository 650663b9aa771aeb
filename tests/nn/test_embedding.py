"""Token vectors: float64 loops over the features, and what dropout must not change."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from elman.nn import Embedding, TokenFeatures
from tests import oracles
from tests.nn.samples import random_inputs, token_features

VOCAB, WIDTH = 6, 3
TOKENS = [(4,), (0, 5, 2), (), (3, 3, 1, 0, 2, 5, 4, 1, 3, 0), (1, 2)]
TABLE = random_inputs(VOCAB, WIDTH)
SPARE = {"spare_tokens": 11, "spare_features": 17}

several_tokens = st.lists(st.lists(st.integers(0, VOCAB - 1), max_size=12), min_size=1, max_size=8)
vectors = jax.jit(lambda table, tokens: Embedding(table)(tokens))


def dropped(tokens: TokenFeatures, share: float, seed: int = 0) -> np.ndarray:
    """The vectors with a share of the features left out; bits 0 to 9 of the table say which of them were in."""
    powers = jnp.asarray(2.0 ** np.arange(10)[:, None])
    return np.asarray(Embedding(powers)(tokens, dropout=share, key=jax.random.key(seed)))[:, 0]


@given(several_tokens)
def test_vectors_are_those_of_the_equation(tokens: list[list[int]]) -> None:
    # One shape for all of them, and one compilation.
    features = token_features(tokens, spare_tokens=8 - len(tokens), spare_features=96 - sum(map(len, tokens)))
    expected = oracles.token_vectors(TABLE, [*tokens, *[()] * (8 - len(tokens))])
    np.testing.assert_allclose(vectors(TABLE, features), expected, rtol=1e-5, atol=1e-6)


def test_a_token_of_one_feature_is_the_row_itself() -> None:
    tokens = token_features([(row,) for row in range(VOCAB)])
    np.testing.assert_array_equal(Embedding(jnp.asarray(TABLE))(tokens), TABLE)
    np.testing.assert_array_equal(vectors(TABLE, tokens), TABLE)


def test_the_order_of_features_does_not_matter() -> None:
    turned = [token[::-1] for token in TOKENS]
    np.testing.assert_allclose(
        vectors(TABLE, token_features(turned)), vectors(TABLE, token_features(TOKENS)), rtol=1e-6, atol=1e-6
    )


def test_what_only_fills_changes_nothing_and_is_zero() -> None:
    plain, filled = vectors(TABLE, token_features(TOKENS)), vectors(TABLE, token_features(TOKENS, **SPARE))
    np.testing.assert_array_equal(filled[: len(TOKENS)], plain)
    np.testing.assert_array_equal(filled[len(TOKENS) :], np.zeros((11, WIDTH)))


@pytest.mark.usefixtures("float64")
def test_gradients_are_central_differences_of_the_equation() -> None:
    table, counts = TABLE.astype(np.float64), random_inputs(len(TOKENS), WIDTH, dtype=np.float64, seed=5)
    tokens = token_features(TOKENS, spare_features=4)

    def loss(vectors: np.ndarray | jax.Array) -> np.ndarray | jax.Array:
        return (counts * vectors**2).sum()

    actual = jax.jit(jax.grad(lambda table: loss(Embedding(table)(tokens))))(jnp.asarray(table))
    expected = oracles.central_differences(
        lambda arrays: float(loss(oracles.token_vectors(arrays["table"], TOKENS))), {"table": table}
    )
    np.testing.assert_allclose(actual, expected["table"], rtol=1e-6, atol=1e-8)


def test_a_dropped_feature_is_as_though_the_token_had_never_had_it() -> None:
    whole = tuple(range(10))
    smaller = [[feature for feature in whole if subset >> feature & 1] for subset in range(1024)]
    possible = oracles.token_vectors(2.0 ** np.arange(10)[:, None], smaller)[:, 0]
    actual = dropped(token_features([whole] * 500), 0.5)
    nearest = np.abs(actual[:, None] - possible).min(axis=1)
    np.testing.assert_allclose(nearest, 0, atol=1e-4)
    assert len(set(actual.tolist())) > 300, "each token makes its own choice"


def test_a_token_that_lost_all_its_features_is_zero() -> None:
    actual = dropped(token_features([(0,), (1, 2), (3,)] * 200), 0.9)
    assert 0 < (actual == 0).sum() < len(actual)
    assert np.isfinite(actual).all()


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_the_share_is_that_of_the_features_that_fall(share: float) -> None:
    singles = [(place % 10,) for place in range(10_000)]
    fallen = dropped(token_features(singles, spare_features=300), share) == 0
    # Four standard errors of a share of 10,000: at most 4 sqrt(0.25 / 10,000) = 0.02.
    assert fallen.mean() == pytest.approx(share, abs=0.02)


def test_same_key_same_choice_and_another_key_another() -> None:
    tokens = token_features([tuple(range(10))] * 20)
    np.testing.assert_array_equal(dropped(tokens, 0.5), dropped(tokens, 0.5))
    assert (dropped(tokens, 0.5) != dropped(tokens, 0.5, seed=1)).any()


@pytest.mark.parametrize(("share", "key"), [(0.0, 0), (0.9, None)], ids=["no share", "no key"])
def test_nothing_falls_without_a_share_or_a_key(share: float, key: int | None) -> None:
    tokens, embedding = token_features(TOKENS), Embedding(jnp.asarray(TABLE))
    actual = embedding(tokens, dropout=share, key=None if key is None else jax.random.key(key))
    np.testing.assert_array_equal(actual, embedding(tokens))


@pytest.mark.usefixtures("float64")
def test_the_gradient_with_dropout_reaches_what_was_kept_and_nothing_else() -> None:
    tokens = token_features([(0, 1, 2, 3, 4, 5)])

    @jax.jit
    @jax.value_and_grad
    def total(table: jax.Array) -> jax.Array:
        return Embedding(table)(tokens, dropout=0.5, key=jax.random.key(3)).sum()

    kept_alone, gradient = total(jnp.eye(VOCAB))
    kept = np.asarray(gradient) != 0
    count = kept[:, 0].sum()
    assert 0 < count < VOCAB
    np.testing.assert_allclose(gradient, np.where(kept, 1 / np.sqrt(count), 0), rtol=1e-12)
    np.testing.assert_allclose(kept_alone, np.sqrt(count), rtol=1e-12)
