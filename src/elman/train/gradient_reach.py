"""How far back the gradient reaches: the loss at a window's last step, by what was read at each step before."""

from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
from jaxtyping import Array, Float
from numpy.typing import NDArray

from elman.data import Window
from elman.nn import LanguageNetwork, Targets


def gradient_reach(network: LanguageNetwork, window: Window) -> NDArray[np.float64]:
    r"""The length of :math:`\partial L_T / \partial p_t` at every step t, a mean over the streams, ``[time]``.

    :math:`L_T` is the loss at the last step alone, in nats, and :math:`p_t = W_{ih} x_t + b` is what the first layer
    makes of the token read at t. Where gates and squashing shrink the state's influence, it falls with the distance.

    Args:
        network: A trained one.
        window: A full one.

    References:
        Pascanu, R., Mikolov, T. and Bengio, Y. (2013). On the difficulty of training recurrent neural networks. ICML.
    """
    return np.asarray(_reach(network, Window(*map(jnp.asarray, window))), np.float64)


@jax.jit
def _reach(network: LanguageNetwork, window: Window) -> Float[Array, " time"]:
    time, batch = window.inputs.shape

    def last_loss(nudge: Array) -> Any:
        states = network.initial_states(batch)
        outputs, _ = network.read(window.inputs, window.lengths, states, nudge=nudge)
        counts = jnp.ones((1, batch), outputs.dtype)
        return network.loss_sum(outputs[-1:], Targets(window.targets[-1:], counts))

    cell = network.layers[0].forward
    gradient = jax.grad(last_loss)(jnp.zeros((time, batch, len(cell.bias)), cell.bias.dtype))
    lengths: Float[Array, " time"] = jnp.linalg.norm(gradient, axis=-1).mean(axis=1)
    return lengths
