"""Mean and maximum of the states of each text, in compiled code."""

from typing import TypeAlias

import jax
import jax.numpy as jnp
from jaxtyping import Array, Float, Int

from elman.nn.kernels.extension import call

Pooled: TypeAlias = tuple[Array, Array]
Residuals: TypeAlias = tuple[Array, Array, Array, Array]


@jax.custom_vjp
def pool_states(
    states: Float[Array, "batch time width"], lengths: Int[Array, " batch"]
) -> tuple[Float[Array, "batch width"], Float[Array, "batch width"]]:
    """Mean and maximum over the real steps; zeros for a text without any.

    Where several steps are the highest, the gradient is shared out among them, as JAX does.

    Args:
        states: At every step, in float32.
        lengths: Real steps of each text.
    """
    return _forward(states, lengths)[0]


def _forward(states: Array, lengths: Array) -> tuple[Pooled, Residuals]:
    lengths = jnp.asarray(lengths, jnp.int32)
    batch, _, width = states.shape
    mean, highest, ties = call("pool_states_forward", [(batch, width)] * 3, states, lengths)
    return (mean, highest), (states, lengths, highest, ties)


def _backward(residuals: Residuals, gradients: Pooled) -> tuple[Array, None]:
    (d_states,) = call("pool_states_backward", [residuals[0].shape], *residuals, *gradients)
    return d_states, None


pool_states.defvjp(_forward, _backward)
