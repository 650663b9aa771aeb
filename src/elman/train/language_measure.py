"""A language model's loss on a held-out text, many stretches side by side; for watching a run, not for its result."""

import jax
import numpy as np
from jaxtyping import Array, Float
from numpy.typing import NDArray

from elman.data import cut_streams
from elman.nn import LanguageNetwork, States, Targets
from elman.text import START_ID

_STREAMS = 64
_STEPS_AT_ONCE = 128  # a stretch also reads so many tokens before its own, which belong to the one before it


class HeldOut:
    """A text to be measured again and again.

    Cut into 64 stretches, each of which first reads the 128 tokens before it: its loss is that of the whole read
    in one go but for what the states knew from further back, and for fewer than 64 tokens at the end.

    Args:
        token_ids: The text; at least one token.
    """

    def __init__(self, token_ids: NDArray[np.int32]) -> None:
        streams = min(_STREAMS, max(1, len(token_ids) // _STEPS_AT_ONCE))
        inputs, targets = cut_streams(token_ids, streams, START_ID)
        self.tokens = targets.size
        counts = np.ones(targets.shape, np.float32)
        if streams > 1:
            inputs[0, 1:] = targets[-1, :-1]
            inputs, targets = (
                np.concatenate([np.roll(each, 1, axis=1)[-_STEPS_AT_ONCE:], each]) for each in (inputs, targets)
            )
            counts = np.concatenate([np.zeros((_STEPS_AT_ONCE, streams), np.float32), counts])
        parts = -(-len(inputs) // _STEPS_AT_ONCE)
        lengths = np.full((parts, streams), _STEPS_AT_ONCE, np.int32)
        if streams > 1:
            lengths[0, 0] = 0  # nothing stands before the first stretch
        missing = parts * _STEPS_AT_ONCE - len(inputs)
        whole = (np.pad(each, ((0, missing), (0, 0))) for each in (inputs, targets, counts))
        self._parts = list(zip(*(np.split(each, parts) for each in whole), lengths, strict=True))

    def mean_loss(self, network: LanguageNetwork) -> float:
        """Nats per token, nothing dropped."""
        states = network.initial_states(self._parts[0][0].shape[1])
        sums = []
        for inputs, targets, counts, lengths in self._parts:
            loss_sum, states = _read(network, inputs, lengths, states, Targets(targets, counts))
            sums.append(loss_sum)
        return sum(map(float, sums)) / self.tokens


@jax.jit
def _read(
    network: LanguageNetwork, inputs: Array, lengths: Array, states: States, targets: Targets
) -> tuple[Float[Array, ""], States]:
    outputs, last = network.read(inputs, lengths, states)
    return network.loss_sum(outputs, targets), last
