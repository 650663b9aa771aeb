"""Compiled token vectors agree with the reference, values and gradients, everywhere; what is no id is refused."""

from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from elman.nn import Embedding, TokenFeatures
from elman.nn.kernels import token_vectors
from tests.nn.samples import random_inputs, token_features

extension = pytest.importorskip("elman._kernels", reason="this installation was built without compiled kernels")

TOKENS = [(4,), (0, 5, 2), (), (3, 3, 1, 0, 2, 5, 4, 1, 3, 0), (1, 2)]


def values_and_gradients(kernel: str, table: Any, tokens: TokenFeatures, dropout: float) -> Any:
    def loss(table: jax.Array) -> tuple[jax.Array, jax.Array]:
        found = Embedding(table, kernel)(tokens, dropout=dropout, key=jax.random.key(3, impl="rbg"))
        return jnp.vdot(found, random_inputs(*found.shape)), found

    return jax.jit(jax.grad(loss, has_aux=True))(jnp.asarray(table))


@pytest.mark.parametrize("dropout", [0.0, 0.4])
@pytest.mark.parametrize("width", [1, 3, 16, 37])
def test_values_and_gradients_are_those_of_the_reference(width: int, dropout: float) -> None:
    table = random_inputs(6, width)
    tokens = token_features(TOKENS * 5, spare_tokens=3, spare_features=4)
    expected = values_and_gradients("scan", table, tokens, dropout)
    for instruction_set in extension.instruction_sets():  # the best last
        extension.use(instruction_set)
        for actual, wanted in zip(values_and_gradients("native", table, tokens, dropout), expected, strict=True):
            np.testing.assert_allclose(actual, wanted, rtol=0, atol=2e-5 * np.abs(wanted).max())


@pytest.mark.parametrize(
    ("ids", "counts", "message"),
    [
        ([0, 6], [2], "`ids`: expected 0 to 5; got 6"),
        ([-1, 0], [2], "`ids`: expected 0 to 5; got -1"),
        ([0, 1], [3], "`counts`: expected at most 2 in all, the length of `ids`; got 3"),
        ([0, 1], [-1, 1], "`counts`: expected numbers of at least 0"),
    ],
)
def test_what_would_be_read_elsewhere_is_refused(ids: list[int], counts: list[int], message: str) -> None:
    arguments = jnp.asarray(ids, jnp.int32), jnp.asarray(counts, jnp.int32), jnp.ones(len(ids), bool)
    with pytest.raises(Exception, match=message):
        jax.block_until_ready(token_vectors(jnp.ones((6, 2)), *arguments))


def test_the_order_of_the_sum_is_always_the_same() -> None:
    tokens, table = token_features(TOKENS * 40), random_inputs(6, 16)
    first, second = (values_and_gradients("native", table, tokens, 0.4)[0] for _ in range(2))
    np.testing.assert_array_equal(first, second)
