"""minGRU in parallel over time: its steps are affine maps, and affine maps compose."""

import jax
import jax.numpy as jnp
from jaxtyping import Array, Float, Int

from elman.errors import UsageError
from elman.nn.cell import Cell
from elman.nn.mingru import MinGRUCell


def associative(
    cell: Cell,
    projected: Float[Array, "time batch rows"],
    initial_state: Float[Array, "batch hidden"],
    lengths: Int[Array, " batch"],
) -> tuple[Float[Array, "time batch hidden"], Float[Array, "batch hidden"]]:
    r"""The same states as ``scan`` for a minGRU, in a depth of log(time).

    A step is :math:`h \mapsto a h + b` with :math:`a = 1 - z` and :math:`b = z v`; the step
    :math:`(a_1, b_1)` followed by :math:`(a_2, b_2)` is :math:`(a_2 a_1, a_2 b_1 + b_2)`. A padded step is
    :math:`(1, 0)`.

    Raises:
        UsageError: If the cell's state is not linear in the one before.

    References:
        Martin, E. and Cundy, C. (2018). Parallelizing linear recurrent neural nets over sequence length. ICLR.
        Blelloch, G. E. (1990). Prefix sums and their applications.
    """
    if not isinstance(cell, MinGRUCell):
        raise UsageError(
            f"`recurrence`: associative takes a MinGRUCell; got {type(cell).__name__}", hint="use recurrence=scan"
        )
    gate, candidate = cell.gate_and_candidate(projected)
    running = jnp.arange(projected.shape[0])[:, None, None] < lengths[:, None]
    gate = jnp.where(running, gate, 0.0)
    added = jnp.where(running, gate * candidate, 0.0)  # whatever stands in the padding
    scale, shift = jax.lax.associative_scan(_then, (1 - gate, added))
    every = scale * initial_state + shift
    last = every[-1] if projected.shape[0] else initial_state
    return every, last


def _then(first: tuple[Array, Array], second: tuple[Array, Array]) -> tuple[Array, Array]:
    return second[0] * first[0], second[0] * first[1] + second[1]
