"""What every cell is: one step of a recurrence, in two parts so that the first can be done for all steps at once."""

from abc import abstractmethod
from typing import Any

import equinox as eqx
import jax.numpy as jnp
from jaxtyping import Array, Float

State = Any  # the hidden state, or LSTM's pair of states


class Cell(eqx.Module):
    """One step of a recurrence, ``state -> next state``, driven by an input.

    The part that looks at the input alone (``project``) is apart from the part that looks at the state (``step``):
    the first is one matrix product over all steps of all texts, only the second has to wait for the step before.
    """

    weight_ih: eqx.AbstractVar[Float[Array, "rows input"]]
    bias: eqx.AbstractVar[Float[Array, " rows"]]
    hidden_size: eqx.AbstractVar[int]

    @property
    def input_size(self) -> int:
        """Width of the input at one step."""
        return self.weight_ih.shape[1]

    def project(self, inputs: Float[Array, "*batch input"]) -> Float[Array, "*batch rows"]:
        """The input's part of every gate: ``W_ih x + b``."""
        return inputs @ self.weight_ih.T + self.bias

    def initial_state(self, batch: int) -> State:
        """The state before the first step, for a batch of texts: zeros."""
        return jnp.zeros((batch, self.hidden_size), self.weight_ih.dtype)

    @abstractmethod
    def step(self, projected: Float[Array, "batch rows"], state: State) -> State:
        """The next state, from the projected input and the state before."""

    def hidden(self, state: State) -> Float[Array, "*batch hidden"]:
        """The part of the state that the next layer sees."""
        hidden: Float[Array, "batch hidden"] = state
        return hidden

    def __call__(self, inputs: Float[Array, "batch input"], state: State) -> State:
        """One whole step."""
        return self.step(self.project(inputs), state)
