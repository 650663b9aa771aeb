"""What a network remembers: its hidden states after every token of a text."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from elman.bundle import Bundle
from elman.errors import UsageError
from elman.explain.tokens import read_some_tokens
from elman.runtime.network import NumpyNetwork


@dataclass(frozen=True)
class HiddenStates:
    """The states of one layer while it reads a text.

    Args:
        tokens: What was read, one name for each step.
        readings: ``forward``, and ``backward`` where the layer also reads from the end, each with its states
            ``[time, hidden]``; row t is the state that the reading has at token t, so the backward one ends at row 0.
    """

    tokens: tuple[str, ...]
    readings: dict[str, NDArray[np.float32]]


def hidden_states(bundle: Bundle, text: str, *, layer: int | None = None) -> HiddenStates:
    """The hidden states of one layer over a text, computed as the answer is.

    Args:
        bundle: The model.
        text: Any string with at least one token.
        layer: Which one, from 1 at the bottom; the top one if None.

    Raises:
        UsageError: If there is no such layer.
        DataError: If the text has no tokens.
    """
    layers = bundle.architecture.num_layers
    if layer is not None and not 1 <= layer <= layers:
        raise UsageError(f"`layer`: expected 1 to {layers}; got {layer}", hint="count from the bottom, beginning at 1")
    tokens, ids = read_some_tokens(bundle, text)
    states = NumpyNetwork(bundle.architecture, bundle.weights).states(ids)[(layer or layers) - 1]
    directions = bundle.architecture.directions
    return HiddenStates(tokens, dict(zip(directions, np.split(states, len(directions), axis=1), strict=True)))
