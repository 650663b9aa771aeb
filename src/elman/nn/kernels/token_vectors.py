"""The sum of the rows of a token's features over the root of their number, in compiled code."""

import jax
import jax.numpy as jnp
from jaxtyping import Array, Bool, Float, Int

from elman.nn.kernels.extension import PREFIX


@jax.custom_vjp
def token_vectors(
    table: Float[Array, "vocab embedding"],
    ids: Int[Array, " features"],
    counts: Int[Array, " tokens"],
    kept: Bool[Array, " features"],
) -> Float[Array, "tokens embedding"]:
    """What ``Embedding`` computes, for a table in float32.

    A row's gradient is summed in the order of the features, on one thread: it is the same on every machine.

    Args:
        table: Row i is the vector of feature i.
        ids: The tokens' features, one token's after the other's.
        counts: How many features each token has.
        kept: False for a feature that is left out.
    """
    return _call("embed_forward", (len(counts), table.shape[1]), table, ids, counts, kept)


def _forward(table: Array, ids: Array, counts: Array, kept: Array) -> tuple[Array, tuple[Array, Array, Array, Array]]:
    return token_vectors(table, ids, counts, kept), (ids, counts, kept, table)


def _backward(residuals: tuple[Array, Array, Array, Array], d_vectors: Array) -> tuple[Array, None, None, None]:
    ids, counts, kept, table = residuals
    return _call("embed_backward", table.shape, d_vectors, ids, counts, kept), None, None, None


def _call(name: str, shape: tuple[int, ...], *arguments: Array) -> Array:
    result = jax.ShapeDtypeStruct(shape, jnp.float32)  # type: ignore[no-untyped-call]
    vectors: Array = jax.ffi.ffi_call(PREFIX + name, result, vmap_method="sequential")(*arguments)
    return vectors


token_vectors.defvjp(_forward, _backward)
