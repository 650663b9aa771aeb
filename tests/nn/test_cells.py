"""One step of every cell, against the equations in float64 and against Equinox where the forms coincide."""

import equinox as eqx
import jax
import jax.numpy as jnp
import numpy as np
import pytest

from elman.architecture import CELL_LAYOUTS
from elman.nn import CELLS, LSTMState, build_cell, named_arrays
from tests import oracles
from tests.nn.samples import HIDDEN, INPUT, KINDS, double, random_cell, random_inputs, random_state, state_arrays


@pytest.mark.parametrize("kind", KINDS)
def test_a_step_is_the_equations(kind: str) -> None:
    cell = random_cell(kind)
    inputs, state = random_inputs(2, INPUT), random_state(cell, 2)
    following = cell(jnp.asarray(inputs), state)
    name, activation = KINDS[kind]
    for text in range(2):
        expected = oracles.STEPS[name](double(cell), inputs[text].astype(float), state_arrays(state, text), activation)
        np.testing.assert_allclose(state_arrays(following, text), expected, rtol=1e-5, atol=1e-6)


def test_gru_is_the_one_of_equinox() -> None:
    cell = random_cell("gru")
    theirs = eqx.tree_at(
        lambda gru: (gru.weight_ih, gru.weight_hh, gru.bias, gru.bias_n),
        eqx.nn.GRUCell(INPUT, HIDDEN, key=jax.random.key(0)),
        (cell.weight_ih, cell.weight_hh, cell.bias, cell.bias_candidate),
    )
    inputs, state = jnp.asarray(random_inputs(2, INPUT)), random_state(cell, 2)
    expected = jnp.stack([theirs(inputs[text], state[text]) for text in range(2)])
    np.testing.assert_allclose(cell(inputs, state), expected, rtol=1e-5, atol=1e-6)


def test_lstm_is_the_one_of_equinox() -> None:
    cell = random_cell("lstm")
    theirs = eqx.tree_at(
        lambda lstm: (lstm.weight_ih, lstm.weight_hh, lstm.bias),
        eqx.nn.LSTMCell(INPUT, HIDDEN, key=jax.random.key(0)),
        (cell.weight_ih, cell.weight_hh, cell.bias),
    )
    inputs, state = jnp.asarray(random_inputs(2, INPUT)), random_state(cell, 2)
    following = cell(inputs, state)
    for text in range(2):
        hidden, memory = theirs(inputs[text], (state.hidden[text], state.cell[text]))
        np.testing.assert_allclose(following.hidden[text], hidden, rtol=1e-5, atol=1e-6)
        np.testing.assert_allclose(following.cell[text], memory, rtol=1e-5, atol=1e-6)


def test_only_the_hidden_state_of_an_lstm_is_seen_from_outside() -> None:
    hidden, memory = jnp.zeros((1, HIDDEN)), jnp.ones((1, HIDDEN))
    assert random_cell("lstm").hidden(LSTMState(hidden, memory)) is hidden


@pytest.mark.parametrize("name", CELLS)
def test_arrays_are_those_of_the_layout(name: str) -> None:
    cell = build_cell(name, 2, 3, activation="tanh", recurrent_init="orthogonal", rng=np.random.default_rng(0))
    shapes = {name: array.shape for name, array in named_arrays(cell).items()}
    assert shapes == CELL_LAYOUTS[name].shapes(2, 3)


def test_every_layout_has_a_cell() -> None:
    assert CELLS.keys() == CELL_LAYOUTS.keys()
