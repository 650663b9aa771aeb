"""A recurrent layer: one cell along time, or two that read from both ends."""

import equinox as eqx
import jax.numpy as jnp
import numpy as np
from jaxtyping import Array, Float, Int

from elman.architecture import RecurrentArchitecture
from elman.nn.cell import Cell
from elman.nn.cells import build_cell
from elman.nn.unroll import Recurring, reverse, unroll


class RecurrentLayer(eqx.Module):
    """One or two readings of a text.

    Args:
        forward: The cell that reads from the start.
        backward: The cell that reads each text from its own end; None for one direction.
        kernel: A name in ``kernels.KERNELS``.
    """

    forward: Cell
    backward: Cell | None = None
    kernel: str = eqx.field(static=True, default="scan")

    def __call__(
        self, inputs: Float[Array, "batch time input"] | Recurring, lengths: Int[Array, " batch"]
    ) -> tuple[Float[Array, "batch time output"], Float[Array, "batch output"]]:
        """Read the texts.

        Returns:
            The hidden state at every step, both directions side by side, and the hidden state with which each
            direction ended (the backward one at the text's first token).
        """
        forward, *backward = self.readings(inputs, lengths)
        if not backward:
            return forward
        (states, ended), ((back_states, back_ended),) = forward, backward
        both = jnp.concatenate([states, reverse(back_states, lengths)], axis=-1)
        return both, jnp.concatenate([ended, back_ended], axis=-1)

    def readings(
        self, inputs: Float[Array, "batch time input"] | Recurring, lengths: Int[Array, " batch"]
    ) -> tuple[tuple[Float[Array, "batch time hidden"], Float[Array, "batch hidden"]], ...]:
        """Of each direction the hidden state at every step, in the order of its reading, and the one it ended with."""
        read = []
        for cell, backwards in ((self.forward, False), (self.backward, True)):
            if cell is not None:
                states, last = unroll(cell, inputs, lengths, kernel=self.kernel, backwards=backwards)
                read.append((states, cell.hidden(last)))
        return tuple(read)


def build_layers(
    architecture: RecurrentArchitecture, *, recurrent_init: str, kernel: str, rng: np.random.Generator
) -> tuple[RecurrentLayer, ...]:
    """The recurrent layers of a new network, the lowest first.

    Args:
        architecture: What the cells are.
        recurrent_init: How their weights start; see ``cell_weights``.
        kernel: A name in ``kernels.KERNELS``.
        rng: Source of their weights: those of each layer in turn, and of its directions.
    """
    cells = [
        build_cell(
            architecture.cell,
            input_size,
            architecture.hidden_size,
            activation=architecture.activation,
            recurrent_init=recurrent_init,
            rng=rng,
        )
        for input_size in architecture.cell_prefixes().values()
    ]
    directions = len(cells) // architecture.num_layers
    return tuple(
        RecurrentLayer(cells[first], cells[first + 1] if directions == 2 else None, kernel)
        for first in range(0, len(cells), directions)
    )
