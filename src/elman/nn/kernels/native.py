"""The recurrence in compiled code: all steps of a whole batch in one call of XLA's, forward and backward."""

from functools import partial
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
from jax.custom_derivatives import SymbolicZero
from jaxtyping import Array, Float, Int

from elman.errors import UsageError
from elman.nn.cell import Cell, State
from elman.nn.elman import ElmanCell
from elman.nn.gru import GRUCell
from elman.nn.kernels.extension import call
from elman.nn.lstm import LSTMCell
from elman.nn.mingru import MinGRUCell

Arrays = tuple[Array, ...]
Gradients = tuple[Array | SymbolicZero, ...]


class Source(NamedTuple):
    """Where a step's projected input comes from.

    Args:
        kind: Empty for an array of them, ``_table`` or ``_inputs``: how the calls' names end.
        backwards: Whether inputs are read from their text's own end.
    """

    kind: str = ""
    backwards: bool = False


class Residuals(NamedTuple):
    """What the way back needs: what was read, every state, what was saved, and what the states began with."""

    read: Arrays
    entries: Arrays
    every: Arrays
    saved: Arrays
    lengths: Array
    initial: Arrays
    weights: Arrays


# What a cell's forward pass leaves for the backward one at each step, in numbers for each unit.
SAVED = {"elman_tanh": 0, "elman_relu": 0, "gru": 4, "lstm": 4, "mingru": 2}


def native(
    cell: Cell,
    projected: Float[Array, "time batch rows"],
    initial_state: State,
    lengths: Int[Array, " batch"],
) -> tuple[State, State]:
    """The same states as ``scan``, and the same gradients, to the precision of float32.

    Each text costs as much as its own length: the longest are stepped together, and padding is never computed.
    The result does not depend on the number of threads, to the last bit. First derivatives only, in reverse mode.

    Args:
        cell: One of ``COMPILED_CELLS``.
        projected: ``cell.project`` of every input, time first, in float32.
        initial_state: The state before the first step, in float32.
        lengths: Real steps of each text; later ones leave its state as it is.

    Returns:
        The state after every step, time first, and the last state.

    Raises:
        UsageError: If the cell has no compiled kernel, the numbers are not float32, or no kernels were compiled.
    """
    _check_known(cell, projected)
    return _computed(cell, Source(), (projected,), initial_state, lengths)


def native_from_table(
    cell: Cell,
    table: Float[Array, "entries rows"],
    entries: Int[Array, "time batch"],
    initial_state: State,
    lengths: Int[Array, " batch"],
) -> tuple[State, State]:
    """``native`` of ``table[entries]``, which never stands in memory; its gradient is summed where it arises.

    Raises:
        UsageError: As ``native`` does.
    """
    _check_known(cell, table)
    return _computed(cell, Source("_table"), (table,), initial_state, lengths, (jnp.asarray(entries, jnp.int32),))


def native_from_inputs(
    cell: Cell,
    inputs: Float[Array, "batch time input"],
    initial_state: State,
    lengths: Int[Array, " batch"],
    *,
    backwards: bool = False,
) -> tuple[State, State]:
    """``native`` of the projected inputs, each of which is computed in the step that reads it.

    Args:
        cell: One of ``COMPILED_CELLS``.
        inputs: Texts, padded, in float32.
        initial_state: As in ``native``.
        lengths: Real steps of each text.
        backwards: Read each text from its own end.

    Returns:
        The state after every step, in the order of reading and batch first, and the last state.

    Raises:
        UsageError: As ``native`` does.
    """
    _check_known(cell, inputs)
    read = (inputs, cell.bias, cell.weight_ih)
    return _computed(cell, Source("_inputs", backwards), read, initial_state, lengths)


COMPILED_CELLS = (ElmanCell, GRUCell, LSTMCell, MinGRUCell)
"""The cells there are compiled kernels for."""


def _kernel(cell: Cell) -> tuple[str, Arrays]:
    """The name of a cell's kernel, and the weights that act on its state."""
    if isinstance(cell, ElmanCell):
        return f"elman_{cell.activation}", (cell.weight_hh,)
    if isinstance(cell, GRUCell):
        return "gru", (cell.weight_hh, cell.bias_candidate)
    if isinstance(cell, LSTMCell):
        return "lstm", (cell.weight_hh,)
    return "mingru", ()


def _check_known(cell: Cell, numbers: Array) -> None:
    if type(cell) not in COMPILED_CELLS or numbers.dtype != jnp.float32:
        raise UsageError(
            f"`kernel`: native takes an ElmanCell, GRUCell, LSTMCell or MinGRUCell in float32; "
            f"got a {type(cell).__name__} in {numbers.dtype}",
            hint="use the reference kernel",
        )


def _computed(
    cell: Cell, source: Source, read: Arrays, initial_state: State, lengths: Array, entries: Arrays = ()
) -> tuple[State, State]:
    name, weights = _kernel(cell)
    initial, structure = jax.tree.flatten(initial_state)
    real = jnp.asarray(lengths, jnp.int32)
    every, last = _recurrence(name, source, read, entries, real, tuple(initial), weights)
    return jax.tree.unflatten(structure, every), jax.tree.unflatten(structure, last)


@partial(jax.custom_vjp, nondiff_argnums=(0, 1))
def _recurrence(
    name: str, source: Source, read: Arrays, entries: Arrays, lengths: Array, initial: Arrays, weights: Arrays
) -> tuple[Arrays, Arrays]:
    return _forward(name, source, read, entries, lengths, initial, weights)[0]


def _forward(
    name: str, source: Source, read: Arrays, entries: Arrays, lengths: Array, initial: Arrays, weights: Arrays
) -> tuple[tuple[Arrays, Arrays], Residuals]:
    (batch, size), count = initial[0].shape, len(initial)
    time = entries[0].shape[0] if entries else read[0].shape[1 if source.kind == "_inputs" else 0]
    every_shape = (batch, time, size) if source.kind == "_inputs" else (time, batch, size)
    shapes = [*[every_shape] * count, *[(batch, size)] * count]
    if SAVED[name]:
        shapes.append((time, batch, SAVED[name] * size))
    results = _call(f"{name}_forward", source, shapes, *read, *entries, lengths, *initial, *weights)
    every, last, saved = results[:count], results[count : 2 * count], results[2 * count :]
    return (every, last), Residuals(read, entries, every, saved, lengths, initial, weights)


def _backward(
    name: str, source: Source, residuals: Residuals, gradients: tuple[Gradients, Gradients]
) -> tuple[Arrays, None, None, Arrays, Arrays]:
    read, entries, every, saved, lengths, initial, weights = residuals
    d_every, d_last = gradients
    every_seen = (jnp.zeros(0, jnp.float32) if isinstance(part, SymbolicZero) else part for part in d_every)
    last_seen = (jnp.zeros(part.shape, jnp.float32) if isinstance(part, SymbolicZero) else part for part in d_last)
    reading = (*entries, read[0], read[2]) if source.kind == "_inputs" else entries
    shapes = [part.shape for part in (*read, *initial, *weights)]
    before = (every[0], *reading, *every[1:], *saved, lengths, *initial, *weights[:1])
    results = _call(f"{name}_backward", source, shapes, *before, *every_seen, *last_seen)
    d_read, others = results[: len(read)], results[len(read) :]
    return d_read, None, None, others[: len(initial)], others[len(initial) :]


def _call(name: str, source: Source, shapes: list[tuple[int, ...]], *arguments: Array) -> Arrays:
    return call(name + source.kind, shapes, *arguments, reversed=np.bool_(source.backwards))


def _forward_of_primals(name: str, source: Source, *primals: Any) -> tuple[tuple[Arrays, Arrays], Residuals]:
    return _forward(name, source, *jax.tree.map(lambda primal: primal.value, primals))


# What the loss does not see of the states, an LSTM's memory above all, is not made up as zeros.
_recurrence.defvjp(_forward_of_primals, _backward, symbolic_zeros=True)
