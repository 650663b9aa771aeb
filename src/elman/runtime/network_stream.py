"""The forward pass token by token: one state, and running sums for the pooled vectors."""

import numpy as np

from elman.runtime.cells import STATE_COUNTS, STEPS, Floats, by_row
from elman.runtime.network import NumpyNetwork
from elman.text import Token


class NetworkStream:
    """The logits of a text that is read token by token, from one state.

    Args:
        network: A network that reads from the start only.
    """

    def __init__(self, network: NumpyNetwork) -> None:
        architecture = network.architecture
        self._network = network
        zeros = tuple(
            np.zeros((1, architecture.hidden_size), np.float32) for _ in range(STATE_COUNTS[architecture.cell])
        )
        self._states = [zeros for _ in range(architecture.num_layers)]
        self._count = 0
        self._sums = {"mean": np.zeros(architecture.output_size), "inputs": np.zeros(architecture.embedding_size)}
        self._max = np.full(architecture.output_size, -np.inf, np.float32)

    def read(self, token: Token) -> None:
        """One token more."""
        vector = self._network.vectors([token])
        outputs = vector
        step = STEPS[self._network.architecture.cell]
        for layer, states in enumerate(self._states):
            cell = self._network.cells[f"layers.{layer}.forward."]
            projected = by_row(outputs, cell["weight_ih"]) + cell["bias"]
            self._states[layer] = step(projected, states, cell, self._network.architecture.activation)
            outputs = self._states[layer][0]
        self._count += 1
        self._sums["mean"] += outputs[0]
        self._sums["inputs"] += vector[0]
        self._max = np.maximum(self._max, outputs[0])

    def logits(self) -> Floats:
        """The logits of what was read, ``[classes]``."""
        parts = {name: (total / max(1, self._count)).astype(np.float32) for name, total in self._sums.items()}
        parts["last"] = self._states[-1][0][0]
        parts["max"] = self._max if self._count else np.zeros_like(self._max)
        weight, bias = self._network.head
        return by_row(np.concatenate([parts[part] for part in self._network.architecture.pooling]), weight) + bias
