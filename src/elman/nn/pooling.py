"""From the states at every step to one vector for the text."""

from collections.abc import Sequence

import jax.numpy as jnp
from jaxtyping import Array, Bool, Float, Int

from elman.nn.kernels import pool_states


def masked_mean(
    values: Float[Array, "batch time width"], mask: Bool[Array, "batch time"]
) -> Float[Array, "batch width"]:
    """Mean over the real steps; zeros for a text without any."""
    count = jnp.maximum(mask.sum(axis=1, keepdims=True), 1)
    return jnp.where(mask[:, :, None], values, 0.0).sum(axis=1) / count


def masked_max(
    values: Float[Array, "batch time width"], mask: Bool[Array, "batch time"]
) -> Float[Array, "batch width"]:
    """Maximum over the real steps; zeros for a text without any."""
    highest = jnp.where(mask[:, :, None], values, -jnp.inf).max(axis=1, initial=-jnp.inf)
    return jnp.where(mask.any(axis=1, keepdims=True), highest, 0.0)


def mean_and_max(
    states: Float[Array, "batch time width"], lengths: Int[Array, " batch"], *, kernel: str = "scan"
) -> tuple[Float[Array, "batch width"], Float[Array, "batch width"]]:
    """Mean and maximum over the real steps; zeros for a text without any.

    Args:
        states: In any order of the steps.
        lengths: Real steps of each text.
        kernel: A name in ``kernels.KERNELS``; ``native`` computes this in compiled code too.
    """
    if kernel == "native":
        return pool_states(states, lengths)
    mask = jnp.arange(states.shape[1]) < lengths[:, None]
    return masked_mean(states, mask), masked_max(states, mask)


def pool(
    parts: Sequence[str],
    *,
    inputs: Float[Array, "batch time input"],
    readings: Sequence[Float[Array, "batch time _"]],
    ended: Float[Array, "batch output"],
    lengths: Int[Array, " batch"],
    kernel: str = "scan",
) -> Float[Array, "batch pooled"]:
    """Concatenate the pooled vectors that are asked for.

    Args:
        parts: Names among ``last`` (the states the readings ended with), ``mean``, ``max`` (over all states) and
            ``inputs`` (the mean of the token vectors).
        inputs: Token vectors.
        readings: Hidden states of the top layer, of each direction; neither mean nor maximum asks for their order.
        ended: Hidden states the top layer ended with.
        lengths: Real steps of each text.
        kernel: A name in ``kernels.KERNELS``; see ``mean_and_max``.
    """
    wanted = readings if {"mean", "max"} & set(parts) else ()
    over = [mean_and_max(states, lengths, kernel=kernel) for states in wanted]
    pooled = {
        "last": lambda: [ended],
        "mean": lambda: [mean for mean, _ in over],
        "max": lambda: [highest for _, highest in over],
        "inputs": lambda: [mean_and_max(inputs, lengths, kernel=kernel)[0]],
    }
    return jnp.concatenate([each for part in parts for each in pooled[part]()], axis=-1)
