"""A recurrent layer: one cell along time, or two that read from both ends."""

import equinox as eqx
import jax.numpy as jnp
from jaxtyping import Array, Float, Int

from elman.nn.cell import Cell
from elman.nn.unroll import reverse, unroll


class RecurrentLayer(eqx.Module):
    """One or two readings of a text.

    Args:
        forward: The cell that reads from the start.
        backward: The cell that reads each text from its own end; None for one direction.
        recurrence: A name in ``kernels.KERNELS``.
    """

    forward: Cell
    backward: Cell | None = None
    recurrence: str = eqx.field(static=True, default="scan")

    def __call__(
        self, inputs: Float[Array, "batch time input"], lengths: Int[Array, " batch"]
    ) -> tuple[Float[Array, "batch time output"], Float[Array, "batch output"]]:
        """Read the texts.

        Returns:
            The hidden state at every step, both directions side by side, and the hidden state with which each
            direction ended (the backward one at the text's first token).
        """
        states, last = unroll(self.forward, inputs, lengths, recurrence=self.recurrence)
        ended = self.forward.hidden(last)
        if self.backward is None:
            return states, ended
        back_states, back_last = unroll(self.backward, inputs, lengths, recurrence=self.recurrence, backwards=True)
        both = jnp.concatenate([states, reverse(back_states, lengths)], axis=-1)
        return both, jnp.concatenate([ended, self.backward.hidden(back_last)], axis=-1)
