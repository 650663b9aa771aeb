"""What stands around a compiled recurrence agrees with the reference, values and gradients, whatever padding holds."""

from collections.abc import Callable
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from elman.nn.kernels import place_tokens
from elman.nn.kernels.extension import check_usable
from elman.nn.pooling import mean_and_max
from tests.nn.samples import LENGTHS, TIME, random_inputs

extension = pytest.importorskip("elman._kernels", reason="this installation was built without compiled kernels")
check_usable()  # XLA knows them from here on

BATCH, TOKENS = len(LENGTHS), 4
REAL = np.arange(TIME) < LENGTHS[:, None]
widths = pytest.mark.parametrize("width", [1, 3, 16, 37])


def values_and_gradients(function: Callable[[jax.Array], Any], argument: Any) -> Any:
    def loss(argument: jax.Array) -> tuple[jax.Array, Any]:
        found = function(argument)
        parts = jax.tree.leaves(found)
        return sum(jnp.vdot(part, random_inputs(*part.shape, seed=5 + each)) for each, part in enumerate(parts)), found

    return jax.jit(jax.grad(loss, has_aux=True))(jnp.asarray(argument))


def assert_agree(native: Callable[[jax.Array], Any], reference: Callable[[jax.Array], Any], argument: Any) -> None:
    expected = jax.tree.leaves(values_and_gradients(reference, argument))
    for instruction_set in extension.instruction_sets():  # the best last
        extension.use(instruction_set)
        found = jax.tree.leaves(values_and_gradients(native, argument))
        for actual, wanted in zip(found, expected, strict=True):
            np.testing.assert_allclose(actual, wanted, rtol=0, atol=2e-5 * max(np.abs(wanted).max(initial=0), 1e-3))


@widths
def test_placed_tokens_are_those_of_the_reference(width: int) -> None:
    token_ids = np.random.default_rng(0).integers(0, TOKENS, (BATCH, TIME)).astype(np.int32)
    scale = random_inputs(BATCH, TIME)
    scale[0] = 0.0
    assert_agree(
        lambda vectors: place_tokens(vectors, token_ids, LENGTHS, jnp.asarray(scale)),
        lambda vectors: jnp.where(REAL[:, :, None], vectors[token_ids] * scale[:, :, None], 0.0),
        random_inputs(TOKENS, width),
    )


@pytest.mark.parametrize("token", [-1, TOKENS])
def test_a_token_that_is_none_is_refused_where_it_is_read(token: int) -> None:
    token_ids = np.zeros((1, 3), np.int32)
    token_ids[0, 2] = token
    arguments = jnp.ones((TOKENS, 2)), jnp.asarray(token_ids)
    placed = place_tokens(*arguments, jnp.array([2]), jnp.ones((1, 3)))  # it stands in the padding
    np.testing.assert_array_equal(placed[0], [[1, 1], [1, 1], [0, 0]])
    with pytest.raises(Exception, match=f"`token_ids`: expected 0 to 3; got {token}"):
        jax.block_until_ready(place_tokens(*arguments, jnp.array([3]), jnp.ones((1, 3))))


@widths
@pytest.mark.parametrize("levels", [None, 2])
def test_mean_and_maximum_are_those_of_the_reference(width: int, levels: int | None) -> None:
    states = random_inputs(BATCH, TIME, width)
    if levels is not None:  # several steps are the highest
        states = np.round(np.abs(states) * levels).astype(np.float32)
    assert_agree(
        lambda states: mean_and_max(states, jnp.asarray(LENGTHS), kernel="native"),
        lambda states: mean_and_max(states, jnp.asarray(LENGTHS)),
        states,
    )


@pytest.mark.parametrize("shape", [(0, 3, 2), (2, 0, 3), (2, 3, 0)])
def test_nothing_at_all_is_zeros(shape: tuple[int, int, int]) -> None:
    batch, _, width = shape
    for pooled in mean_and_max(jnp.zeros(shape), jnp.zeros(batch, jnp.int32), kernel="native"):
        np.testing.assert_array_equal(pooled, np.zeros((batch, width)))


@pytest.mark.parametrize("padding", [np.nan, np.inf])
def test_padding_changes_nothing_and_what_is_no_number_is_seen(padding: float) -> None:
    states = jnp.full((1, 3, 2), padding).at[0, :2].set(1.0)
    pooled = mean_and_max(states, jnp.array([2]), kernel="native")
    np.testing.assert_array_equal(pooled, np.ones((2, 1, 2)))
    for found in mean_and_max(states.at[0, 0, 0].set(jnp.nan), jnp.array([2]), kernel="native"):
        np.testing.assert_array_equal(found, [[np.nan, 1.0]])
