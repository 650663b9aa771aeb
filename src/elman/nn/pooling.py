"""From the states at every step to one vector for the text."""

from collections.abc import Sequence

import jax.numpy as jnp
from jaxtyping import Array, Bool, Float


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


def pool(
    parts: Sequence[str],
    *,
    inputs: Float[Array, "batch time input"],
    states: Float[Array, "batch time output"],
    ended: Float[Array, "batch output"],
    mask: Bool[Array, "batch time"],
) -> Float[Array, "batch pooled"]:
    """Concatenate the pooled vectors that are asked for.

    Args:
        parts: Names among ``last`` (the states the readings ended with), ``mean``, ``max`` (over all states) and
            ``inputs`` (the mean of the token vectors).
        inputs: Token vectors.
        states: Hidden states of the top layer.
        ended: Hidden states the top layer ended with.
        mask: True at real steps.
    """
    pooled = {
        "last": lambda: ended,
        "mean": lambda: masked_mean(states, mask),
        "max": lambda: masked_max(states, mask),
        "inputs": lambda: masked_mean(inputs, mask),
    }
    return jnp.concatenate([pooled[part]() for part in parts], axis=-1)
