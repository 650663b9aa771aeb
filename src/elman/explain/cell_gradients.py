"""How far a loss, or the last state, reaches back in any cell: the norm of its gradient by each earlier state."""

from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from elman.errors import ShapeError

if TYPE_CHECKING:
    from jax import Array

    from elman.nn import Cell


def gradient_norms(
    cell: "Cell", inputs: NDArray[np.floating], loss: "Callable[[Array], Array] | None" = None
) -> NDArray[np.float64]:
    r"""The norm of a gradient with respect to the state after every step of one text.

    A state is nudged by :math:`\varepsilon_t` and everything after it follows, so the gradient with respect to
    :math:`\varepsilon_t` is that with respect to the state :math:`s_t`; of an LSTM, to its hidden state and its memory
    together. Without a loss the result is how much of a nudge arrives at the end,

    .. math:: \frac{1}{\sqrt{H}} \left\lVert \frac{\partial h_T}{\partial s_t} \right\rVert_F

    for H units, which is 1 where every unit of the last state moves by what each was nudged.

    Args:
        cell: Any cell.
        inputs: ``[time, input]``, what the cell reads, from a state of zeros.
        loss: From the hidden states after every step, ``[time, hidden]``, to one number; None for the last state.

    Returns:
        ``[time]``, one norm for the state after each step.

    Raises:
        ShapeError: If the inputs are not steps of the cell's width, at least one.

    References:
        Pascanu, R., Mikolov, T. and Bengio, Y. (2013). On the difficulty of training recurrent neural networks. ICML.
    """
    import jax
    import jax.numpy as jnp

    if inputs.ndim != 2 or not len(inputs) or inputs.shape[1] != cell.input_size:
        raise ShapeError(
            f"`inputs`: expected [time, {cell.input_size}], at least one step of the cell's input; got {inputs.shape}"
        )
    values, initial = jnp.asarray(inputs), cell.initial_state(1)
    nudges = jax.tree.map(lambda part: jnp.zeros((len(inputs), *part.shape), part.dtype), initial)
    if loss is None:
        gradient, scale = _jacobian()(cell, values, nudges), 1 / np.sqrt(cell.hidden_size)
    else:
        of_states = loss
        gradient = jax.jit(jax.grad(lambda each: of_states(_states(cell, values, each))))(nudges)
        gradient, scale = jax.tree.map(lambda part: part[None], gradient), 1.0
    squares = [np.square(np.asarray(part, np.float64)).sum(axis=(0, 2, 3)) for part in jax.tree.leaves(gradient)]
    norms: NDArray[np.float64] = scale * np.sqrt(np.sum(squares, axis=0))
    return norms


@lru_cache(maxsize=1)
def _jacobian() -> Callable[..., Any]:
    """The derivative of the last hidden state by every nudge; cells of a kind and size share one compilation."""
    import jax

    return jax.jit(lambda cell, inputs, nudges: jax.jacrev(lambda each: _states(cell, inputs, each)[-1])(nudges))


def _states(cell: "Cell", inputs: "Array", nudges: Any) -> "Array":
    """The hidden state after every step of one text, each state nudged before it goes on."""
    import jax
    import jax.numpy as jnp

    def advance(state: Any, now: tuple[Any, Any]) -> tuple[Any, Any]:
        following = jax.tree.map(jnp.add, cell.step(now[0], state), now[1])
        return following, cell.hidden(following)[0]

    projected = cell.project(inputs)[:, None]
    every: Array = jax.lax.scan(advance, cell.initial_state(1), (projected, nudges))[1]
    return every
