"""minGRU in parallel over time agrees with step after step, values and gradients."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from elman.errors import UsageError
from elman.nn import named_arrays, unroll
from tests.nn.samples import (
    HIDDEN,
    INPUT,
    LENGTHS,
    TIME,
    jitted_unroll,
    random_cell,
    random_inputs,
    random_state,
)

BATCH = len(LENGTHS)


@settings(max_examples=25)
@given(lengths=st.lists(st.integers(0, TIME), min_size=BATCH, max_size=BATCH).map(np.array), seed=st.integers(0, 99))
def test_states_are_those_of_the_scan(lengths: np.ndarray, seed: int) -> None:
    cell = random_cell("mingru", seed=seed)
    inputs, initial = random_inputs(BATCH, TIME, INPUT, seed=seed), random_state(cell, BATCH)
    expected = jitted_unroll(cell, inputs, lengths, initial)
    actual = jitted_unroll(cell, inputs, lengths, initial, kernel="associative")
    for one, other in zip(actual, expected, strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize("time", [1, 2, 7, 64])
def test_states_are_those_of_the_scan_at_every_length_of_time(time: int) -> None:
    cell, inputs = random_cell("mingru"), random_inputs(1, time, INPUT)
    expected, _ = jitted_unroll(cell, inputs, np.array([time]))
    actual, _ = jitted_unroll(cell, inputs, np.array([time]), kernel="associative")
    np.testing.assert_allclose(actual, expected, rtol=1e-5, atol=1e-6)


@pytest.mark.usefixtures("float64")
def test_gradients_are_those_of_the_scan() -> None:
    cell = random_cell("mingru", dtype=np.float64)
    inputs = jnp.asarray(random_inputs(BATCH, TIME, INPUT, dtype=np.float64))
    counts = random_inputs(BATCH, TIME + 1, HIDDEN, dtype=np.float64, seed=7)

    def gradients(kernel: str) -> object:
        def loss(*arguments: object) -> jax.Array:
            cell, inputs, initial = arguments
            states, last = unroll(cell, inputs, jnp.asarray(LENGTHS), initial, kernel=kernel)
            return (counts[:, :-1] * states).sum() + (counts[:, -1] * last).sum()

        return jax.jit(jax.grad(loss, argnums=(0, 1, 2)))(cell, inputs, random_state(cell, BATCH, dtype=np.float64))

    actual, expected = named_arrays(gradients("associative")), named_arrays(gradients("scan"))
    for name, gradient in expected.items():
        np.testing.assert_allclose(actual[name], gradient, rtol=1e-10, atol=1e-12)


def test_no_steps_at_all() -> None:
    cell = random_cell("mingru")
    initial = random_state(cell, 2)
    states, last = unroll(cell, jnp.zeros((2, 0, INPUT)), jnp.zeros(2, int), initial, kernel="associative")
    assert states.shape == (2, 0, HIDDEN)
    np.testing.assert_array_equal(last, initial)


def test_another_cell_is_refused() -> None:
    with pytest.raises(UsageError) as caught:
        unroll(random_cell("gru"), jnp.zeros((2, 5, INPUT)), jnp.array([5, 5]), kernel="associative")
    assert str(caught.value) == ("`recurrence`: associative takes a MinGRUCell; got GRUCell\nhint: use recurrence=scan")
