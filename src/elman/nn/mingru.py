"""The minimal gated recurrent unit: gate and candidate see only the input, so the state is linear in the one before."""

import equinox as eqx
import jax
import jax.numpy as jnp
import numpy as np
from jaxtyping import Array, Float

from elman.nn.cell import Cell
from elman.nn.initial import cell_weights, constant


class MinGRUCell(Cell):
    r"""The minimal gated recurrent unit.

    .. math::
        z_t &= \sigma(W_{iz} x_t + b_z) \\
        v_t &= W_{iv} x_t + b_v \\
        h_t &= (1 - z_t) \odot h_{t-1} + z_t \odot v_t

    The rows of ``weight_ih`` and ``bias`` are those of z and v, in this order. The gate's bias starts at -1, so
    that a new cell rewrites about a quarter of its state at a step. Because :math:`h_t` is linear in
    :math:`h_{t-1}`, all steps can be computed in parallel; see ``kernels.associative``.

    Args:
        input_size: Width of :math:`x_t`.
        hidden_size: Units of :math:`h_t`.
        recurrent_init: Only ``glorot``'s range of the input weights differs; there are no recurrent ones.
        rng: Source of the starting weights.

    References:
        Feng, L. et al. (2024). Were RNNs all we needed? arXiv:2410.01201.
    """

    weight_ih: Float[Array, "2*hidden input"]
    bias: Float[Array, " 2*hidden"]
    hidden_size: int = eqx.field(static=True)

    def __init__(
        self, input_size: int, hidden_size: int, *, recurrent_init: str = "orthogonal", rng: np.random.Generator
    ) -> None:
        self.weight_ih, _ = cell_weights(rng, input_size, hidden_size, 2, recurrent_init)
        self.bias = constant(hidden_size, -1.0, 0.0)
        self.hidden_size = hidden_size

    def gate_and_candidate(
        self, projected: Float[Array, "*batch rows"]
    ) -> tuple[Float[Array, "*batch hidden"], Float[Array, "*batch hidden"]]:
        """The update gate z and the candidate v."""
        gate, candidate = jnp.split(projected, 2, axis=-1)
        return jax.nn.sigmoid(gate), candidate

    def step(
        self, projected: Float[Array, "batch rows"], state: Float[Array, "batch hidden"]
    ) -> Float[Array, "batch hidden"]:
        """The next state."""
        gate, candidate = self.gate_and_candidate(projected)
        return (1 - gate) * state + gate * candidate
