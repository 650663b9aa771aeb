"""The input's part of every gate, before a recurrence: by the cell itself, or in compiled code."""

from functools import partial

import jax
import jax.numpy as jnp
import numpy as np
from jaxtyping import Array, Float, Int

from elman.nn.cell import Cell
from elman.nn.kernels.choice import is_compiled
from elman.nn.kernels.extension import PREFIX
from elman.nn.kernels.native import is_known


def project(
    cell: Cell,
    inputs: Float[Array, "batch time input"],
    lengths: Int[Array, " batch"],
    *,
    recurrence: str,
    backwards: bool = False,
) -> Float[Array, "time batch rows"]:
    """``cell.project`` of every input, time first.

    Compiled code takes the inputs as they lie, and only the real ones: what it gives for padding is zero, which no
    recurrence that reads ``lengths`` looks at.

    Args:
        cell: Whose weights.
        inputs: Texts, padded.
        lengths: Real steps of each.
        recurrence: A name in ``KERNELS``; where it is computed in compiled code, this is too.
        backwards: Read each text from its own end.
    """
    if is_compiled(recurrence, inputs) and is_known(cell, cell.weight_ih):
        return _project(backwards, inputs, jnp.asarray(lengths, jnp.int32), cell.weight_ih, cell.bias)
    inputs = reverse(inputs, lengths) if backwards else inputs
    return cell.project(jnp.swapaxes(inputs, 0, 1))


def reverse(
    inputs: Float[Array, "batch time width"], lengths: Int[Array, " batch"]
) -> Float[Array, "batch time width"]:
    """Reverse each text within its own length; padding stays where it is. Its own inverse."""
    time = jnp.arange(inputs.shape[1])
    ends = lengths[:, None]
    order = jnp.where(time < ends, ends - 1 - time, time)
    return jnp.take_along_axis(inputs, order[:, :, None], axis=1)


@partial(jax.custom_vjp, nondiff_argnums=(0,))
def _project(backwards: bool, inputs: Array, lengths: Array, weight: Array, bias: Array) -> Array:
    batch, time, _ = inputs.shape
    (projected,) = _call("project_forward", backwards, [(time, batch, len(bias))], inputs, lengths, weight, bias)
    return projected


def _forward(
    backwards: bool, inputs: Array, lengths: Array, weight: Array, bias: Array
) -> tuple[Array, tuple[Array, Array, Array]]:
    return _project(backwards, inputs, lengths, weight, bias), (inputs, lengths, weight)


def _backward(
    backwards: bool, residuals: tuple[Array, Array, Array], d_projected: Array
) -> tuple[Array, None, Array, Array]:
    inputs, lengths, weight = residuals
    shapes = [inputs.shape, weight.shape, weight.shape[:1]]
    d_inputs, d_weight, d_bias = _call("project_backward", backwards, shapes, inputs, lengths, weight, d_projected)
    return d_inputs, None, d_weight, d_bias


def _call(name: str, backwards: bool, shapes: list[tuple[int, ...]], *arguments: Array) -> tuple[Array, ...]:
    results = [jax.ShapeDtypeStruct(shape, jnp.float32) for shape in shapes]  # type: ignore[no-untyped-call]
    call = jax.ffi.ffi_call(PREFIX + name, results, vmap_method="sequential")
    return tuple(call(*arguments, reversed=np.bool_(backwards)))


_project.defvjp(_forward, _backward)
