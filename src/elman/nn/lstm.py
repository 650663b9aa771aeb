"""The long short-term memory: a memory that is only added to and scaled, beside the hidden state."""

from typing import NamedTuple

import equinox as eqx
import jax
import jax.numpy as jnp
import numpy as np
from jaxtyping import Array, Float

from elman.nn.cell import Cell
from elman.nn.initial import cell_weights, constant


class LSTMState(NamedTuple):
    """What an LSTM carries from step to step.

    Args:
        hidden: What the next layer sees.
        cell: The memory.
    """

    hidden: Float[Array, "*batch hidden"]
    cell: Float[Array, "*batch hidden"]


class LSTMCell(Cell):
    r"""The long short-term memory with a forget gate.

    .. math::
        i_t, f_t, o_t &= \sigma(W_{i\cdot} x_t + b_\cdot + W_{h\cdot} h_{t-1}) \\
        g_t &= \tanh(W_{ig} x_t + b_g + W_{hg} h_{t-1}) \\
        c_t &= f_t \odot c_{t-1} + i_t \odot g_t \\
        h_t &= o_t \odot \tanh(c_t)

    The rows of ``weight_ih``, ``weight_hh`` and ``bias`` are those of i, f, g and o, in this order. The forget
    gate's bias starts at 1, so that a new cell remembers.

    Args:
        input_size: Width of :math:`x_t`.
        hidden_size: Units of :math:`h_t` and of :math:`c_t`.
        recurrent_init: ``orthogonal`` or ``glorot``; see ``cell_weights``.
        rng: Source of the starting weights.

    References:
        Hochreiter, S. and Schmidhuber, J. (1997). Long short-term memory. Neural Computation 9, 1735-1780.
        Gers, F., Schmidhuber, J. and Cummins, F. (2000). Learning to forget. Neural Computation 12, 2451-2471.
    """

    weight_ih: Float[Array, "4*hidden input"]
    weight_hh: Float[Array, "4*hidden hidden"]
    bias: Float[Array, " 4*hidden"]
    hidden_size: int = eqx.field(static=True)

    def __init__(
        self, input_size: int, hidden_size: int, *, recurrent_init: str = "orthogonal", rng: np.random.Generator
    ) -> None:
        self.weight_ih, self.weight_hh = cell_weights(rng, input_size, hidden_size, 4, recurrent_init)
        self.bias = constant(hidden_size, 0.0, 1.0, 0.0, 0.0)
        self.hidden_size = hidden_size

    def initial_state(self, batch: int) -> LSTMState:
        """Both states before the first step: zeros."""
        zeros = super().initial_state(batch)
        return LSTMState(zeros, zeros)

    def step(self, projected: Float[Array, "batch rows"], state: LSTMState) -> LSTMState:
        """The next pair of states."""
        gates = projected + state.hidden @ self.weight_hh.T
        input_gate, forget_gate, candidate, output_gate = jnp.split(gates, 4, axis=-1)
        cell = jax.nn.sigmoid(forget_gate) * state.cell + jax.nn.sigmoid(input_gate) * jnp.tanh(candidate)
        return LSTMState(jax.nn.sigmoid(output_gate) * jnp.tanh(cell), cell)

    def hidden(self, state: LSTMState) -> Float[Array, "*batch hidden"]:
        """The hidden state; the memory stays inside."""
        return state.hidden
