"""Applying a cell along time."""

import jax.numpy as jnp
from jaxtyping import Array, Float, Int

from elman.errors import ShapeError
from elman.nn.cell import Cell, State
from elman.nn.kernels import KERNELS, is_compiled, native_from_inputs
from elman.nn.kernels.native import is_known


def unroll(
    cell: Cell,
    inputs: Float[Array, "batch time input"],
    lengths: Int[Array, " batch"],
    initial_state: State | None = None,
    *,
    recurrence: str = "scan",
    backwards: bool = False,
) -> tuple[Float[Array, "batch time hidden"], State]:
    """Apply a cell along time; a text's state is held once it has ended.

    Args:
        cell: The step.
        inputs: Embedded texts; steps at and after ``lengths`` are padding.
        lengths: Real steps of each text, 0 ≤ length ≤ time.
        initial_state: The state before the first step; zeros if None.
        recurrence: A name in ``kernels.KERNELS``.
        backwards: Read each text from its own end; the states are in the order of reading.

    Returns:
        The hidden state after every step, where padded steps repeat the last real one, and the last state.

    Raises:
        ShapeError: If the cell's input width is not the inputs' last axis.
    """
    if inputs.shape[-1] != cell.input_size:
        raise ShapeError(f"`inputs`: expected last axis {cell.input_size}, the cell's input width; got {inputs.shape}")
    if initial_state is None:
        initial_state = cell.initial_state(inputs.shape[0])
    if is_compiled(recurrence, inputs) and is_known(cell, cell.weight_ih):
        every, last = native_from_inputs(cell, inputs, initial_state, lengths, backwards=backwards)
        return cell.hidden(every), last
    projected = cell.project(jnp.swapaxes(reverse(inputs, lengths) if backwards else inputs, 0, 1))
    every, last = KERNELS[recurrence](cell, projected, initial_state, lengths)
    return jnp.swapaxes(cell.hidden(every), 0, 1), last


def reverse(
    inputs: Float[Array, "batch time width"], lengths: Int[Array, " batch"]
) -> Float[Array, "batch time width"]:
    """Reverse each text within its own length; padding stays where it is. Its own inverse."""
    time = jnp.arange(inputs.shape[1])
    ends = lengths[:, None]
    order = jnp.where(time < ends, ends - 1 - time, time)
    return jnp.take_along_axis(inputs, order[:, :, None], axis=1)
