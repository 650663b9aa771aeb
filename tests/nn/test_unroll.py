"""Applying a cell along time: the equations, and what padding, splitting and emptiness must not change."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from elman.errors import ShapeError
from elman.nn import reverse, unroll
from tests import oracles
from tests.nn.samples import (
    HIDDEN,
    INPUT,
    KINDS,
    LENGTHS,
    TIME,
    double,
    jitted_unroll,
    random_cell,
    random_inputs,
    random_state,
    state_arrays,
)

BATCH = len(LENGTHS)
every_kind = pytest.mark.parametrize("kind", KINDS)
some_lengths = st.lists(st.integers(0, TIME), min_size=BATCH, max_size=BATCH).map(np.array)


def assert_same_bits(first: object, second: object) -> None:
    for one, other in zip(jax.tree.leaves(first), jax.tree.leaves(second), strict=True):
        np.testing.assert_array_equal(one, other)


@every_kind
def test_states_are_those_of_the_equations(kind: str) -> None:
    cell, inputs = random_cell(kind), random_inputs(BATCH, TIME, INPUT)
    initial = random_state(cell, BATCH)
    states, last = jitted_unroll(cell, inputs, LENGTHS, initial)
    name, activation = KINDS[kind]
    for text, length in enumerate(LENGTHS):
        start = state_arrays(initial, text)
        every, end = oracles.read_text(name, double(cell), inputs[text, :length], start, activation=activation)
        held = [*every, *[end[0]] * (TIME - length)]
        np.testing.assert_allclose(states[text], held, rtol=1e-5, atol=1e-5)
        np.testing.assert_allclose(state_arrays(last, text), end, rtol=1e-5, atol=1e-5)


@every_kind
def test_without_an_initial_state_it_starts_from_zeros(kind: str) -> None:
    cell, inputs = random_cell(kind), random_inputs(BATCH, TIME, INPUT)
    zeros = jax.tree.map(jnp.zeros_like, random_state(cell, BATCH))
    assert_same_bits(jitted_unroll(cell, inputs, LENGTHS), jitted_unroll(cell, inputs, LENGTHS, zeros))


@every_kind
@settings(max_examples=15)
@given(lengths=some_lengths, scale=st.sampled_from([0.0, 1.0, 1e30]), seed=st.integers(0, 99))
def test_what_stands_in_the_padding_changes_nothing(kind: str, lengths: np.ndarray, scale: float, seed: int) -> None:
    cell, inputs = random_cell(kind), random_inputs(BATCH, TIME, INPUT)
    other = np.float32(scale) * random_inputs(BATCH, TIME, INPUT, seed=seed)
    padded = np.where((np.arange(TIME) < lengths[:, None])[:, :, None], inputs, other)
    assert_same_bits(jitted_unroll(cell, inputs, lengths), jitted_unroll(cell, padded, lengths))


@every_kind
def test_more_padding_changes_nothing(kind: str) -> None:
    cell, inputs = random_cell(kind), random_inputs(BATCH, TIME, INPUT)
    longer = np.concatenate([inputs, random_inputs(BATCH, 8, INPUT, seed=5)], axis=1)
    states, last = jitted_unroll(cell, inputs, LENGTHS)
    longer_states, longer_last = jitted_unroll(cell, longer, LENGTHS)
    assert_same_bits(states, longer_states[:, :TIME])
    assert_same_bits(last, longer_last)


@every_kind
@settings(max_examples=15)
@given(lengths=some_lengths)
def test_the_state_is_held_once_a_text_has_ended(kind: str, lengths: np.ndarray) -> None:
    cell, inputs = random_cell(kind), random_inputs(BATCH, TIME, INPUT)
    states, last = jitted_unroll(cell, inputs, lengths)
    hidden = np.asarray(cell.hidden(last))
    for text, length in enumerate(lengths):
        for time in range(max(length - 1, 0), TIME):
            np.testing.assert_array_equal(states[text, time], hidden[text])


@every_kind
def test_an_empty_text_stays_in_its_initial_state(kind: str) -> None:
    cell, inputs = random_cell(kind), random_inputs(BATCH, TIME, INPUT)
    initial = random_state(cell, BATCH)
    _, last = jitted_unroll(cell, inputs, np.zeros(BATCH, int), initial)
    assert_same_bits(last, initial)


@every_kind
def test_reading_in_two_parts_is_reading_once(kind: str) -> None:
    cell, inputs = random_cell(kind), random_inputs(BATCH, TIME, INPUT)
    states, last = jitted_unroll(cell, inputs, LENGTHS)
    first_states, between = jitted_unroll(cell, inputs[:, :2], np.minimum(LENGTHS, 2))
    second_states, end = jitted_unroll(cell, inputs[:, 2:], np.maximum(LENGTHS - 2, 0), between)
    np.testing.assert_allclose(np.concatenate([first_states, second_states], axis=1), states, rtol=1e-6, atol=1e-6)
    for one, other in zip(jax.tree.leaves(end), jax.tree.leaves(last), strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-6, atol=1e-6)


@every_kind
def test_no_steps_at_all(kind: str) -> None:
    cell = random_cell(kind)
    initial = random_state(cell, BATCH)
    states, last = unroll(cell, jnp.zeros((BATCH, 0, INPUT)), jnp.zeros(BATCH, int), initial)
    assert states.shape == (BATCH, 0, HIDDEN)
    assert_same_bits(last, initial)


def test_inputs_of_another_width_are_refused() -> None:
    with pytest.raises(ShapeError) as caught:
        unroll(random_cell("gru"), jnp.zeros((2, 5, 7)), jnp.array([5, 5]))
    assert str(caught.value) == "`inputs`: expected last axis 3, the cell's input width; got (2, 5, 7)"


@settings(max_examples=15)
@given(lengths=some_lengths)
def test_reverse_turns_each_text_within_its_own_length(lengths: np.ndarray) -> None:
    inputs = random_inputs(BATCH, TIME, INPUT)
    turned = np.asarray(reverse(jnp.asarray(inputs), jnp.asarray(lengths)))
    for text, length in enumerate(lengths):
        np.testing.assert_array_equal(turned[text, :length], inputs[text, :length][::-1])
        np.testing.assert_array_equal(turned[text, length:], inputs[text, length:])


@settings(max_examples=15)
@given(lengths=some_lengths)
def test_reverse_is_its_own_inverse(lengths: np.ndarray) -> None:
    inputs = jnp.asarray(random_inputs(BATCH, TIME, INPUT))
    np.testing.assert_array_equal(reverse(reverse(inputs, jnp.asarray(lengths)), jnp.asarray(lengths)), inputs)
