"""The core that answers everywhere, in NumPy: every other one is held to it."""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from elman.bundle import Bundle
from elman.runtime.linear import LinearReader
from elman.runtime.network import NumpyNetwork
from elman.runtime.softmax import softmax
from elman.text import Token

_STEPS_AT_ONCE = 8_192  # tokens, padding included, held in memory at a time


class NumpyCore:
    """Probabilities from texts, in NumPy.

    Args:
        bundle: The model.
    """

    def __init__(self, bundle: Bundle) -> None:
        self._preset = bundle.preset
        self._encoder = bundle.encoder
        self._classes = len(bundle.labels)
        self._network = NumpyNetwork(bundle.architecture, bundle.weights)
        self._linear = LinearReader(bundle.weights) if bundle.architecture.linear else None

    def probabilities(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """The probability of each class for each text, ``[texts, classes]``."""
        encoded = [self._encoder.encode(text) for text in texts]
        rows = np.empty((len(encoded), self._classes))
        for chunk in _chunks([len(text) for text in encoded]):
            rows[chunk] = softmax(self._logits([encoded[row] for row in chunk]))
        return rows

    def _logits(self, texts: Sequence[Sequence[Token]]) -> NDArray[np.float64]:
        logits = self._preset.network_weight * self._network.logits(texts).astype(np.float64)
        if self._linear is not None:
            logits += self._preset.linear_weight * self._linear.margins(texts)
        return logits


def _chunks(lengths: Sequence[int]) -> Iterator[list[int]]:
    """Rows in order of length, cut so that no block of texts padded to its longest is larger than what is held."""
    chunk: list[int] = []
    for row in sorted(range(len(lengths)), key=lengths.__getitem__):
        if chunk and (len(chunk) + 1) * lengths[row] > _STEPS_AT_ONCE:
            yield chunk
            chunk = []
        chunk.append(row)
    if chunk:
        yield chunk
