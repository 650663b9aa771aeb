"""Leaving parts out at random during training, each way with its own pattern of what falls together."""

import math
from dataclasses import dataclass

import jax
import jax.numpy as jnp
import numpy as np
from jaxtyping import Array, Bool, Float, PRNGKeyArray


@dataclass(frozen=True)
class DropoutShares:
    """How much of what is left out; each in [0, 1).

    Args:
        embedding: Entries of the vocabulary, everywhere in the batch.
        feature: Single features of the different tokens of a batch; see ``Embedding``.
        token: Single occurrences of tokens.
        locked: Channels of a layer's input, at all steps of a text alike.
        output: Channels of the pooled vector.
    """

    embedding: float = 0.0
    feature: float = 0.0
    token: float = 0.0
    locked: float = 0.0
    output: float = 0.0


def drop(
    values: Float[Array, "..."], share: float, key: PRNGKeyArray | None, pattern: tuple[int, ...]
) -> Float[Array, "..."]:
    """Zero a share of the values and scale the rest by 1 / (1 - share), so that their expectation stays.

    Args:
        values: Anything.
        share: How much is left out, in [0, 1).
        key: Seed of the choice; None leaves all in.
        pattern: The shape in which choices are drawn; it broadcasts to that of ``values``, and what shares a
            choice falls together.
    """
    if key is None or share == 0:
        return values
    return jnp.where(keep(key, share, pattern), values / (1 - share), 0.0)


def keep(key: PRNGKeyArray, share: float, pattern: tuple[int, ...]) -> Bool[Array, "..."]:
    """What stays: ``jax.random.bernoulli(key, 1 - share, pattern)`` in float32, without its floating-point numbers.

    Args:
        key: Seed of the choice.
        share: How much is left out, in (0, 1).
        pattern: Shape of what is chosen from.
    """
    kept = math.ceil(np.float32(1 - share) * np.float32(2**23))  # of the numbers that 23 bits make
    return jax.random.bits(key, pattern, "uint32") >> 9 < np.uint32(kept)
