"""A language model's loss on a held-out text, many stretches side by side; for watching a run, not for its result."""

import jax
import jax.numpy as jnp
import numpy as np
from jaxtyping import Array, Float
from numpy.typing import NDArray

from elman.data import cut_streams
from elman.nn import LanguageNetwork, States, Targets
from elman.text import START_ID

_STREAMS = 64
_STEPS_AT_ONCE = 128
_WARM_UP = 128  # tokens that a stretch reads before its own, which belong to the one before it


class HeldOut:
    """A text to be measured again and again.

    Cut into 64 stretches, each of which first reads the 128 tokens before it: its loss is that of the whole read
    in one go but for what the states knew from further back, and for fewer than 64 tokens at the end.

    Args:
        token_ids: The text; at least one token.
    """

    def __init__(self, token_ids: NDArray[np.int32]) -> None:
        streams = min(_STREAMS, max(1, len(token_ids) // _WARM_UP))
        inputs, targets = cut_streams(token_ids, streams, START_ID)
        length = len(targets)
        counts = np.ones(targets.shape, np.float32)
        if streams > 1:
            before = min(_WARM_UP, length)
            inputs[0, 1:] = targets[-1, :-1]
            inputs, targets = (np.concatenate([np.roll(each, 1, axis=1)[-before:], each]) for each in (inputs, targets))
            inputs[:before, 0] = START_ID
            counts = np.concatenate([np.zeros((before, streams), np.float32), counts])
        self.tokens = length * streams
        missing = -len(inputs) % _STEPS_AT_ONCE
        self._parts = [
            np.split(np.pad(each, ((0, missing), (0, 0))), (len(each) + missing) // _STEPS_AT_ONCE)
            for each in (inputs, targets, counts)
        ]

    def mean_loss(self, network: LanguageNetwork) -> float:
        """Nats per token, nothing dropped."""
        states = network.initial_states(self._parts[0][0].shape[1])
        sums = []
        for inputs, targets, counts in zip(*self._parts, strict=True):
            loss_sum, states = _read(network, inputs, targets, counts, states)
            sums.append(loss_sum)
        return sum(map(float, sums)) / self.tokens


@jax.jit
def _read(
    network: LanguageNetwork, inputs: Array, targets: Array, counts: Array, states: States
) -> tuple[Float[Array, ""], States]:
    lengths = jnp.full(inputs.shape[1], inputs.shape[0], jnp.int32)
    outputs, last = network.read(inputs, lengths, states)
    return network.loss_sum(outputs, Targets(targets, counts)), last
