"""Applying a cell along time."""

from typing import NamedTuple

import jax.numpy as jnp
from jaxtyping import Array, Float, Int, Shaped

from elman.errors import ShapeError
from elman.nn.cell import Cell, State
from elman.nn.kernels import KERNELS, native_from_inputs, native_from_table

_RECUR = 4  # times that an entry is read; every task sums a table of its own


class Recurring(NamedTuple):
    """Inputs that are rows of a table, so that each is projected once, however often it is read.

    Args:
        table: The different inputs.
        entries: Which of them each step reads.
    """

    table: Float[Array, "entries input"]
    entries: Int[Array, "batch time"]

    def pays(self, cell: Cell) -> bool:
        """Whether steps had better read what the cell projects to: no more numbers than an input has, each often."""
        return len(cell.weight_ih) <= self.table.shape[-1] and _read_often(len(self.table), self.entries.size)


def _read_often(entries: int, steps: int) -> bool:
    return _RECUR * entries <= steps


def unroll(
    cell: Cell,
    inputs: Float[Array, "batch time input"] | Recurring,
    lengths: Int[Array, " batch"],
    initial_state: State | None = None,
    *,
    kernel: str = "scan",
    backwards: bool = False,
) -> tuple[Float[Array, "batch time hidden"], State]:
    """Apply a cell along time; a text's state is held once it has ended.

    Args:
        cell: The step.
        inputs: Embedded texts; what stands at and after ``lengths`` is padding.
        lengths: Real steps of each text, 0 ≤ length ≤ time.
        initial_state: The state before the first step; zeros if None.
        kernel: A name in ``kernels.KERNELS``.
        backwards: Read each text from its own end; the states are in the order of reading.

    Returns:
        The hidden state after every step, where padded steps repeat the last real one, and the last state.

    Raises:
        ShapeError: If the cell's input width is not the inputs' last axis.
    """
    rows = inputs.table if isinstance(inputs, Recurring) else inputs
    if rows.shape[-1] != cell.input_size:
        raise ShapeError(f"`inputs`: expected last axis {cell.input_size}, the cell's input width; got {rows.shape}")
    if initial_state is None:
        initial_state = cell.initial_state(len(lengths))
    if isinstance(inputs, Recurring):
        entries = reverse(inputs.entries, lengths) if backwards else inputs.entries
        states, last = unroll_entries(cell, cell.project(rows), entries.T, lengths, initial_state, kernel=kernel)
        return jnp.swapaxes(states, 0, 1), last
    if kernel == "native":
        every, last = native_from_inputs(cell, inputs, initial_state, lengths, backwards=backwards)
        return cell.hidden(every), last
    projected = cell.project(jnp.swapaxes(reverse(inputs, lengths) if backwards else inputs, 0, 1))
    every, last = KERNELS[kernel](cell, projected, initial_state, lengths)
    return jnp.swapaxes(cell.hidden(every), 0, 1), last


def unroll_entries(
    cell: Cell,
    table: Float[Array, "entries rows"],
    entries: Int[Array, "time batch"],
    lengths: Int[Array, " batch"],
    initial_state: State,
    *,
    kernel: str = "scan",
) -> tuple[Float[Array, "time batch hidden"], State]:
    """Apply a cell along time, its inputs rows of a table; in compiled code, where rows recur, they are not copied.

    Args:
        cell: The step.
        table: ``cell.project`` of each entry.
        entries: Which of them each step reads.
        lengths: Real steps of each text.
        initial_state: The state before the first step.
        kernel: A name in ``kernels.KERNELS``.

    Returns:
        As ``unroll``, time first.
    """
    if kernel == "native" and _read_often(len(table), entries.size):
        every, last = native_from_table(cell, table, entries, initial_state, lengths)
    else:
        every, last = KERNELS[kernel](cell, table[entries], initial_state, lengths)
    return cell.hidden(every), last


def reverse(
    inputs: Shaped[Array, "batch time *width"], lengths: Int[Array, " batch"]
) -> Shaped[Array, "batch time *width"]:
    """Reverse each text within its own length; padding stays where it is. Its own inverse."""
    time = jnp.arange(inputs.shape[1])
    ends = lengths[:, None]
    order = jnp.where(time < ends, ends - 1 - time, time)
    return jnp.take_along_axis(inputs, order.reshape(*order.shape, *[1] * (inputs.ndim - 2)), axis=1)
