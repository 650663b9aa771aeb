"""Pooling over time, against NumPy on each text without its padding."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from hypothesis import given, settings

from elman.nn import masked_max, masked_mean
from elman.nn.pooling import pool
from tests import oracles
from tests.nn.samples import LENGTHS, TIME, random_inputs
from tests.strategies import poolings

BATCH, INPUT, OUTPUT = len(LENGTHS), 2, 3
MASK = jnp.arange(TIME) < LENGTHS[:, None]
both = pytest.mark.parametrize("masked", [masked_mean, masked_max])


@settings(max_examples=40)
@given(poolings)
def test_parts_stand_side_by_side_in_the_order_asked_for(parts: tuple[str, ...]) -> None:
    inputs, states = random_inputs(BATCH, TIME, INPUT), random_inputs(BATCH, TIME, OUTPUT, seed=3)
    ended = random_inputs(BATCH, OUTPUT, seed=4)
    readings = [jnp.asarray(states)[..., :1], jnp.asarray(states)[..., 1:]]
    arrays = {"inputs": jnp.asarray(inputs), "ended": jnp.asarray(ended), "lengths": jnp.asarray(LENGTHS)}
    actual = pool(parts, readings=readings, **arrays)
    for text, length in enumerate(LENGTHS):
        expected = oracles.pooled(parts, inputs[text, :length], states[text, :length], ended[text])
        np.testing.assert_allclose(actual[text], expected, rtol=1e-6, atol=1e-7)


@both
def test_an_empty_text_is_zeros(masked: object) -> None:
    values = jnp.asarray(random_inputs(BATCH, TIME, OUTPUT))
    assert not np.asarray(masked(values, MASK))[LENGTHS == 0].any()


@both
def test_no_steps_at_all_are_zeros(masked: object) -> None:
    np.testing.assert_array_equal(masked(jnp.zeros((2, 0, 3)), jnp.zeros((2, 0), bool)), np.zeros((2, 3)))


def test_maximum_of_negative_numbers_is_negative() -> None:
    values = -jnp.ones((1, 3, 2)) - jnp.arange(3.0)[:, None]
    np.testing.assert_array_equal(masked_max(values, jnp.array([[False, True, True]])), [[-2.0, -2.0]])


@both
@pytest.mark.parametrize("padding", [np.nan, np.inf, 1e30])
def test_what_stands_in_the_padding_changes_nothing(masked: object, padding: float) -> None:
    values = random_inputs(BATCH, TIME, OUTPUT)
    padded = np.where(np.asarray(MASK)[:, :, None], values, np.float32(padding))
    np.testing.assert_array_equal(masked(jnp.asarray(padded), MASK), masked(jnp.asarray(values), MASK))


@both
def test_gradients_go_to_real_steps_only_and_are_numbers(masked: object) -> None:
    values = jnp.asarray(random_inputs(BATCH, TIME, OUTPUT))
    gradient = np.asarray(jax.grad(lambda values: masked(values, MASK).sum())(values))
    assert np.isfinite(gradient).all()
    assert not gradient[~np.asarray(MASK)].any()
    # Each channel of a text hands out one whole, in parts (mean) or to its highest step (max).
    np.testing.assert_allclose(gradient.sum(axis=1), np.repeat(LENGTHS[:, None] > 0, OUTPUT, axis=1), rtol=1e-6)
