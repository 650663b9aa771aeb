"""Token vectors laid out in the order of the texts, some occurrences left out, in compiled code."""

from typing import TypeAlias

import jax
import jax.numpy as jnp
from jaxtyping import Array, Float

from elman.nn.arrays import Integers
from elman.nn.kernels.extension import call

Residuals: TypeAlias = tuple[Integers, Integers, Array, Array]


@jax.custom_vjp
def place_tokens(
    vectors: Float[Array, "tokens embedding"],
    token_ids: Integers,
    lengths: Integers,
    scale: Float[Array, "batch time"],
) -> Float[Array, "batch time embedding"]:
    """``vectors[token_ids]`` times ``scale`` at real steps, zeros in the padding.

    A vector's gradient is summed in the order of the texts, on one thread: the number of cores does not matter.

    Args:
        vectors: Of the different tokens, in float32.
        token_ids: ``[batch, time]``, which of them stands where.
        lengths: ``[batch]``, real steps of each text.
        scale: What each occurrence is multiplied by; it has no gradient.
    """
    shape = (*token_ids.shape, vectors.shape[1])
    (placed,) = call("place_tokens_forward", [shape], vectors, token_ids, jnp.asarray(lengths, jnp.int32), scale)
    return placed


def _forward(vectors: Array, token_ids: Integers, lengths: Integers, scale: Array) -> tuple[Array, Residuals]:
    return place_tokens(vectors, token_ids, lengths, scale), (
        token_ids,
        jnp.asarray(lengths, jnp.int32),
        scale,
        vectors,
    )


def _backward(residuals: Residuals, d_placed: Array) -> tuple[Array, None, None, None]:
    token_ids, lengths, scale, vectors = residuals
    (d_vectors,) = call("place_tokens_backward", [vectors.shape], d_placed, token_ids, lengths, scale)
    return d_vectors, None, None, None


place_tokens.defvjp(_forward, _backward)
