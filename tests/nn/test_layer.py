"""A layer that reads from both ends is two cells, one of them on the text turned round."""

import equinox as eqx
import numpy as np
import pytest

from elman.nn import RecurrentLayer
from tests import oracles
from tests.nn.samples import HIDDEN, INPUT, KINDS, LENGTHS, TIME, double, random_cell, random_inputs, state_arrays

BATCH = len(LENGTHS)


@pytest.mark.parametrize("kind", KINDS)
def test_backward_reads_the_reversed_text(kind: str) -> None:
    forward, backward = random_cell(kind), random_cell(kind, seed=9)
    inputs = random_inputs(BATCH, TIME, INPUT)
    states, ended = eqx.filter_jit(RecurrentLayer(forward, backward))(inputs, LENGTHS)
    name, activation = KINDS[kind]
    for text, length in enumerate(LENGTHS):
        for cell, turn, half in ((forward, 1, slice(0, HIDDEN)), (backward, -1, slice(HIDDEN, None))):
            start = state_arrays(cell.initial_state(BATCH), text)
            turned = inputs[text, :length][::turn]
            every, end = oracles.read_text(name, double(cell), turned, start, activation=activation)
            expected = np.reshape(every[::turn], (length, HIDDEN))
            np.testing.assert_allclose(states[text, :length, half], expected, rtol=1e-5, atol=1e-5)
            np.testing.assert_allclose(ended[text, half], end[0], rtol=1e-5, atol=1e-5)


def test_one_direction_is_the_cell_alone() -> None:
    cell, inputs = random_cell("gru"), random_inputs(BATCH, TIME, INPUT)
    states, ended = eqx.filter_jit(RecurrentLayer(cell))(inputs, LENGTHS)
    assert states.shape == (BATCH, TIME, HIDDEN)
    np.testing.assert_array_equal(ended, states[:, -1])
