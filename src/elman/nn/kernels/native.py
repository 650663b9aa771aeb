"""The recurrence in compiled code: all steps of a whole batch in one call of XLA's, forward and backward."""

from collections.abc import Callable
from functools import partial
from typing import Any

import jax
import jax.numpy as jnp
from jaxtyping import Array, Float, Int

from elman.errors import UsageError
from elman.nn.cell import Cell, State
from elman.nn.elman import ElmanCell
from elman.nn.gru import GRUCell
from elman.nn.kernels.extension import PREFIX, check_usable
from elman.nn.lstm import LSTMCell
from elman.nn.mingru import MinGRUCell

Arrays = tuple[Array, ...]

# What a cell's forward pass leaves for the backward one at each step, in numbers for each unit.
SAVED = {"elman_tanh": 0, "elman_relu": 0, "gru": 4, "lstm": 5, "mingru": 1}


def native(
    cell: Cell,
    projected: Float[Array, "time batch rows"],
    initial_state: State,
    lengths: Int[Array, " batch"],
) -> tuple[State, State]:
    """The same states as ``scan``, and the same gradients, to the precision of float32.

    Each text costs as much as its own length: the longest are stepped together, and padding is never computed.
    The result does not depend on the number of threads, to the last bit. Reverse-mode differentiation only.

    Args:
        cell: One that ``is_known``.
        projected: ``cell.project`` of every input, time first, in float32.
        initial_state: The state before the first step, in float32.
        lengths: Real steps of each text; later ones leave its state as it is.

    Returns:
        The state after every step, time first, and the last state.

    Raises:
        UsageError: If the cell has no compiled kernel, the numbers are not float32, or no kernels were compiled.
    """
    check_usable()
    if not is_known(cell, projected):
        raise UsageError(
            f"`kernel`: native takes an ElmanCell, GRUCell, LSTMCell or MinGRUCell in float32; "
            f"got a {type(cell).__name__} in {projected.dtype}",
            hint="use the reference kernel",
        )
    name, weights = _kernel(cell)
    initial, structure = jax.tree.flatten(initial_state)
    every, last = _recurrence(name, projected, jnp.asarray(lengths, jnp.int32), tuple(initial), weights)
    return jax.tree.unflatten(structure, every), jax.tree.unflatten(structure, last)


def is_known(cell: Cell, projected: Array) -> bool:
    """Whether there is a compiled kernel for a cell, and for numbers of this type."""
    return type(cell) in (ElmanCell, GRUCell, LSTMCell, MinGRUCell) and projected.dtype == jnp.float32


def _kernel(cell: Cell) -> tuple[str, Arrays]:
    """The name of a cell's kernel, and the weights that act on its state."""
    if isinstance(cell, ElmanCell):
        return f"elman_{cell.activation}", (cell.weight_hh,)
    if isinstance(cell, GRUCell):
        return "gru", (cell.weight_hh, cell.bias_candidate)
    if isinstance(cell, LSTMCell):
        return "lstm", (cell.weight_hh,)
    return "mingru", ()


@partial(jax.custom_vjp, nondiff_argnums=(0,))
def _recurrence(name: str, projected: Array, lengths: Array, initial: Arrays, weights: Arrays) -> tuple[Arrays, Arrays]:
    return _forward(name, projected, lengths, initial, weights)[0]


def _forward(
    name: str, projected: Array, lengths: Array, initial: Arrays, weights: Arrays
) -> tuple[tuple[Arrays, Arrays], tuple[Arrays, Arrays, Array, Arrays, Arrays]]:
    time, (batch, size) = projected.shape[0], initial[0].shape
    count = len(initial)
    shapes = [*[(time, batch, size)] * count, *[(batch, size)] * count]
    if SAVED[name]:
        shapes.append((time, batch, SAVED[name] * size))
    results = _call(f"{name}_forward", shapes, projected, lengths, *initial, *weights)
    every, last, saved = results[:count], results[count : 2 * count], results[2 * count :]
    if name == "mingru":
        saved += (projected,)
    return (every, last), (every, saved, lengths, initial, weights)


def _backward(
    name: str, residuals: tuple[Arrays, Arrays, Array, Arrays, Arrays], gradients: tuple[Arrays, Arrays]
) -> tuple[Array, None, Arrays, Arrays]:
    every, saved, lengths, initial, weights = residuals
    d_every, d_last = gradients
    time, batch, size = every[0].shape
    rows = weights[0].shape[0] if weights else 2 * size
    shapes = [(time, batch, rows), *[part.shape for part in (*initial, *weights)]]
    if name == "gru":  # on the way: the loss by the candidate's product with the state
        shapes.append((time, batch, size))
    results = _call(f"{name}_backward", shapes, *every, *saved, lengths, *initial, *weights[:1], *d_every, *d_last)
    d_initial, d_weights = results[1 : 1 + len(initial)], results[1 + len(initial) :][: len(weights)]
    return results[0], None, d_initial, d_weights


def _call(name: str, shapes: list[tuple[int, ...]], *arguments: Array) -> Arrays:
    struct: Callable[..., Any] = jax.ShapeDtypeStruct
    results = [struct(shape, jnp.float32) for shape in shapes]
    return tuple(jax.ffi.ffi_call(PREFIX + name, results, vmap_method="sequential")(*arguments))


_recurrence.defvjp(_forward, _backward)
