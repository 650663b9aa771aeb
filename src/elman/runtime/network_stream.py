"""The forward pass token by token: one state, and running sums for the pooled vectors."""

import numpy as np

from elman.runtime.cells import Floats, by_row
from elman.runtime.layers import LayerStates, project
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
        self._cells = [network.cells[prefix] for prefix in architecture.cell_prefixes()]
        self._layers = LayerStates(architecture, self._cells)
        self._count = 0
        self._sums = {"mean": np.zeros(architecture.output_size), "inputs": np.zeros(architecture.embedding_size)}
        self._max = np.full(architecture.output_size, -np.inf, np.float32)

    def read(self, token: Token) -> None:
        """One token more."""
        vector = self._network.vectors([token])
        outputs = self._layers.step(project(vector, self._cells[0]))
        self._count += 1
        self._sums["mean"] += outputs[0]
        self._sums["inputs"] += vector[0]
        self._max = np.maximum(self._max, outputs[0])

    def logits(self) -> Floats:
        """The logits of what was read, ``[classes]``."""
        parts = {name: (total / max(1, self._count)).astype(np.float32) for name, total in self._sums.items()}
        parts["last"] = self._layers.hidden()[0]
        parts["max"] = self._max if self._count else np.zeros_like(self._max)
        weight, bias = self._network.head
        return by_row(np.concatenate([parts[part] for part in self._network.architecture.pooling]), weight) + bias
