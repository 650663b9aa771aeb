"""A cell of one's own, the update-gate unit of Collins, Sohl-Dickstein and Sussillo (2017), and `elman` with it."""

import equinox as eqx
import jax
import jax.numpy as jnp
import numpy as np

from elman.architecture import CELL_LAYOUTS, CellLayout
from elman.nn import CELLS, Cell
from elman.nn.initial import cell_weights, constant
from elman.runtime.cells import STEPS, by_row, sigmoid


class UGRNNCell(Cell):
    """h' = g h + (1 - g) tanh(c), where c and g are linear in the input and in h."""

    weight_ih: jax.Array
    weight_hh: jax.Array
    bias: jax.Array
    hidden_size: int = eqx.field(static=True)

    def __init__(self, input_size, hidden_size, *, recurrent_init="orthogonal", rng):
        self.weight_ih, self.weight_hh = cell_weights(rng, input_size, hidden_size, 2, recurrent_init)
        self.bias = constant(hidden_size, 0.0, 1.0)
        self.hidden_size = hidden_size

    def step(self, projected, state):
        candidate, gate = jnp.split(projected + state @ self.weight_hh.T, 2, axis=-1)
        gate = jax.nn.sigmoid(gate)
        return gate * state + (1 - gate) * jnp.tanh(candidate)


def ugrnn(projected, states, weights, _):
    """The same step in NumPy, for answering."""
    candidate, gate = np.split(projected + by_row(states[0], weights["weight_hh"]), 2, axis=-1)
    gate = sigmoid(gate)
    return (gate * states[0] + (1 - gate) * np.tanh(candidate),)


CELL_LAYOUTS["ugrnn"] = CellLayout(gates=2)
CELLS["ugrnn"] = UGRNNCell
STEPS["ugrnn"] = ugrnn

if __name__ == "__main__":
    from elman.cli.main import main

    main()
