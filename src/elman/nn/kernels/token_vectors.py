"""The sum of the rows of a token's features over the root of their number, in compiled code."""

from typing import TypeAlias

import jax
from jaxtyping import Array, Bool, Float

from elman.nn.arrays import Integers
from elman.nn.kernels.extension import call

Residuals: TypeAlias = tuple[Integers, Integers, Array, Array]


@jax.custom_vjp
def token_vectors(
    table: Float[Array, "vocab embedding"],
    ids: Integers,
    counts: Integers,
    kept: Bool[Array, " features"],
) -> Float[Array, "tokens embedding"]:
    """What ``Embedding`` computes, for a table in float32.

    A row's gradient is summed in the order of the features, on one thread: the number of cores does not matter.

    Args:
        table: Row i is the vector of feature i.
        ids: ``[features]``, the tokens' features, one token's after the other's.
        counts: ``[tokens]``, how many features each token has.
        kept: False for a feature that is left out.
    """
    (vectors,) = call("token_vectors_forward", [(len(counts), table.shape[1])], table, ids, counts, kept)
    return vectors


def _forward(table: Array, ids: Integers, counts: Integers, kept: Array) -> tuple[Array, Residuals]:
    return token_vectors(table, ids, counts, kept), (ids, counts, kept, table)


def _backward(residuals: Residuals, d_vectors: Array) -> tuple[Array, None, None, None]:
    ids, counts, kept, table = residuals
    (d_table,) = call("token_vectors_backward", [table.shape], d_vectors, ids, counts, kept)
    return d_table, None, None, None


token_vectors.defvjp(_forward, _backward)
