"""Elman's simple recurrent cell: the state is a squashed sum of the input and the state before."""

from collections.abc import Callable

import equinox as eqx
import jax
import jax.numpy as jnp
import numpy as np
from jaxtyping import Array, Float

from elman.architecture import check_activation
from elman.nn.cell import Cell
from elman.nn.initial import cell_weights, constant

ACTIVATIONS: dict[str, Callable[[Array], Array]] = {"tanh": jnp.tanh, "relu": jax.nn.relu}


class ElmanCell(Cell):
    r"""The simple recurrent cell.

    .. math:: h_t = \tanh(W_{ih} x_t + b + W_{hh} h_{t-1})

    Args:
        input_size: Width of :math:`x_t`.
        hidden_size: Units of :math:`h_t`.
        activation: ``tanh`` or ``relu``.
        recurrent_init: ``orthogonal`` or ``glorot``; see ``cell_weights``.
        rng: Source of the starting weights.

    Raises:
        PresetError: If there is no such nonlinearity or start.

    References:
        Elman, J. L. (1990). Finding structure in time. Cognitive Science 14, 179-211.
    """

    weight_ih: Float[Array, "hidden input"]
    weight_hh: Float[Array, "hidden hidden"]
    bias: Float[Array, " hidden"]
    hidden_size: int = eqx.field(static=True)
    activation: str = eqx.field(static=True)

    def __init__(
        self,
        input_size: int,
        hidden_size: int,
        *,
        activation: str = "tanh",
        recurrent_init: str = "orthogonal",
        rng: np.random.Generator,
    ) -> None:
        check_activation(activation)
        self.weight_ih, self.weight_hh = cell_weights(rng, input_size, hidden_size, 1, recurrent_init)
        self.bias = constant(hidden_size, 0.0)
        self.hidden_size = hidden_size
        self.activation = activation

    def step(
        self, projected: Float[Array, "batch hidden"], state: Float[Array, "batch hidden"]
    ) -> Float[Array, "batch hidden"]:
        """The next state."""
        return ACTIVATIONS[self.activation](projected + state @ self.weight_hh.T)
