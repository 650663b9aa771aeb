"""One step of every cell against loops in float64 written from the equations."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from elman.architecture import CELL_LAYOUTS
from elman.runtime.cells import STEPS, by_row, sigmoid
from tests import oracles

INPUT, HIDDEN, BATCH = 3, 4, 5


@pytest.mark.parametrize("activation", ["tanh", "relu"])
@pytest.mark.parametrize("cell", STEPS)
def test_a_step_is_what_the_equations_say(cell, activation):
    rng = np.random.default_rng(0)
    shapes = CELL_LAYOUTS[cell].shapes(INPUT, HIDDEN)
    weights = {name: rng.normal(size=shape).astype(np.float32) for name, shape in shapes.items()}
    inputs = rng.normal(size=(BATCH, INPUT)).astype(np.float32)
    states = tuple(rng.normal(size=(BATCH, HIDDEN)).astype(np.float32) for _ in range(CELL_LAYOUTS[cell].states))
    projected = inputs @ weights["weight_ih"].T + weights["bias"]

    following = STEPS[cell](projected, states, weights, activation)

    arrays = {name: array.astype(np.float64) for name, array in weights.items()}
    assert len(following) == len(states)
    for text in range(BATCH):
        before = tuple(state[text].astype(np.float64) for state in states)
        expected = oracles.STEPS[cell](arrays, inputs[text].astype(np.float64), before, activation)
        for got, wanted in zip(following, expected, strict=True):
            np.testing.assert_allclose(got[text], wanted, rtol=1e-5, atol=1e-6)


def test_every_cell_of_the_contract_has_a_step():
    assert set(STEPS) == set(CELL_LAYOUTS)


@pytest.mark.parametrize("cell", STEPS)
def test_a_step_stays_in_single_precision(cell):
    weights = {name: np.ones(shape, np.float32) for name, shape in CELL_LAYOUTS[cell].shapes(INPUT, HIDDEN).items()}
    projected = np.ones((1, len(weights["bias"])), np.float32)
    states = (np.ones((1, HIDDEN), np.float32),) * CELL_LAYOUTS[cell].states
    assert {state.dtype for state in STEPS[cell](projected, states, weights, "tanh")} == {np.dtype(np.float32)}


@given(st.floats(-80, 80, width=32))
def test_the_sigmoid_is_the_logistic_function(value):
    expected = 1 / (1 + np.exp(-np.float64(value)))
    assert abs(float(sigmoid(np.float32([value]))[0]) - expected) <= 2**-23


def test_the_sigmoid_does_not_overflow():
    limit = np.finfo(np.float32).max
    assert sigmoid(np.float32([-np.inf, -limit, 0, limit, np.inf])).tolist() == [0.0, 0.0, 0.5, 1.0, 1.0]


@given(rows=st.integers(0, 9), extra=st.integers(0, 9), width=st.integers(1, 70), seed=st.integers(0, 99))
def test_a_row_does_not_depend_on_the_others(rows, extra, width, seed):
    rng = np.random.default_rng(seed)
    weight = rng.normal(size=(width, width)).astype(np.float32)
    block = rng.normal(size=(rows + extra, width)).astype(np.float32)
    together = by_row(block, weight)
    assert together[:rows].tobytes() == by_row(block[:rows], weight).tobytes()
    np.testing.assert_allclose(together, block.astype(np.float64) @ weight.T, rtol=1e-3, atol=1e-4)
