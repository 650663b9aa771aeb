"""The gated recurrent unit: a gate decides how much of the state is rewritten."""

import equinox as eqx
import jax
import jax.numpy as jnp
import numpy as np
from jaxtyping import Array, Float

from elman.nn.cell import Cell
from elman.nn.initial import cell_weights, constant


class GRUCell(Cell):
    r"""The gated recurrent unit, in the form of cuDNN, PyTorch and Keras: the reset gate acts after the product.

    .. math::
        r_t &= \sigma(W_{ir} x_t + b_r + W_{hr} h_{t-1}) \\
        z_t &= \sigma(W_{iz} x_t + b_z + W_{hz} h_{t-1}) \\
        n_t &= \tanh(W_{in} x_t + b_n + r_t \odot (W_{hn} h_{t-1} + b_c)) \\
        h_t &= (1 - z_t) \odot n_t + z_t \odot h_{t-1}

    The rows of ``weight_ih``, ``weight_hh`` and ``bias`` are those of r, z and n, in this order;
    ``bias_candidate`` is :math:`b_c`.

    Args:
        input_size: Width of :math:`x_t`.
        hidden_size: Units of :math:`h_t`.
        recurrent_init: ``orthogonal`` or ``glorot``; see ``cell_weights``.
        rng: Source of the starting weights.

    References:
        Cho, K. et al. (2014). Learning phrase representations using RNN encoder-decoder for statistical machine
        translation. EMNLP.
    """

    weight_ih: Float[Array, "3*hidden input"]
    weight_hh: Float[Array, "3*hidden hidden"]
    bias: Float[Array, " 3*hidden"]
    bias_candidate: Float[Array, " hidden"]
    hidden_size: int = eqx.field(static=True)

    def __init__(
        self, input_size: int, hidden_size: int, *, recurrent_init: str = "orthogonal", rng: np.random.Generator
    ) -> None:
        self.weight_ih, self.weight_hh = cell_weights(rng, input_size, hidden_size, 3, recurrent_init)
        self.bias = constant(3 * hidden_size, 0.0)
        self.bias_candidate = constant(hidden_size, 0.0)
        self.hidden_size = hidden_size

    def step(
        self, projected: Float[Array, "batch rows"], state: Float[Array, "batch hidden"]
    ) -> Float[Array, "batch hidden"]:
        """The next state."""
        reset_in, update_in, candidate_in = jnp.split(projected, 3, axis=-1)
        reset_state, update_state, candidate_state = jnp.split(state @ self.weight_hh.T, 3, axis=-1)
        reset = jax.nn.sigmoid(reset_in + reset_state)
        update = jax.nn.sigmoid(update_in + update_state)
        candidate = jnp.tanh(candidate_in + reset * (candidate_state + self.bias_candidate))
        return (1 - update) * candidate + update * state
