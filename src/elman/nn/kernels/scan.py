"""The recurrence as it is defined: step after step, the state held once a text has ended."""

import jax
import jax.numpy as jnp
from jaxtyping import Array, Float, Int

from elman.nn.cell import Cell, State


def scan(
    cell: Cell,
    projected: Float[Array, "time batch rows"],
    initial_state: State,
    lengths: Int[Array, " batch"],
) -> tuple[State, State]:
    """Step a cell through projected inputs.

    Args:
        cell: Any cell.
        projected: ``cell.project`` of every input, time first.
        initial_state: The state before the first step.
        lengths: Real steps of each text; later ones leave its state as it is.

    Returns:
        The state after every step, time first, and the last state.
    """

    def advance(state: State, now: tuple[Array, Array]) -> tuple[State, State]:
        time, inputs = now
        running = (time < lengths)[:, None]
        following = jax.tree.map(lambda new, old: jnp.where(running, new, old), cell.step(inputs, state), state)
        return following, following

    last, every = jax.lax.scan(advance, initial_state, (jnp.arange(projected.shape[0]), projected))
    return every, last
