"""The core that answers everywhere, in NumPy: every other one is held to it."""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from elman.bundle import Bundle
from elman.runtime.combination import probabilities
from elman.runtime.linear import LinearReader
from elman.runtime.network import NumpyNetwork

_STEPS_AT_ONCE = 8_192  # tokens, padding included, held in memory at a time


class NumpyCore:
    """Probabilities from texts, in NumPy.

    Args:
        bundle: The model.

    Attributes:
        bundle: As given.
        network: The network.
        linear: The linear reader beside it; None where there is none.
    """

    def __init__(self, bundle: Bundle) -> None:
        self.bundle = bundle
        self.network = NumpyNetwork(bundle.architecture, bundle.weights)
        self.linear = LinearReader(bundle.weights) if bundle.architecture.linear else None

    def quick(self, texts: object) -> NDArray[np.float64] | None:
        """The same of a list or tuple of strings; None of anything else."""
        if not isinstance(texts, list | tuple) or not all(isinstance(text, str) for text in texts):
            return None
        return self.probabilities(texts)

    def probabilities(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """The probability of each class for each text, ``[texts, classes]``."""
        encoded = [self.bundle.encoder.encode(text) for text in texts]
        rows = np.empty((len(encoded), len(self.bundle.labels)))
        for chunk in chunks([len(text) for text in encoded]):
            part = [encoded[row] for row in chunk]
            margins = None if self.linear is None else self.linear.margins(part)
            rows[chunk] = probabilities(self.bundle.preset, self.network.logits(part), margins)
        return rows

    def rows(self, texts: Sequence[str]) -> list[tuple[float, ...]]:
        """The same as a list, one tuple for each text."""
        return [tuple(row) for row in self.probabilities(texts).tolist()]

    def probability(self, text: str) -> tuple[float, ...]:
        """The probability of each class for one text."""
        return tuple(self.probabilities([text])[0].tolist())


def chunks(lengths: Sequence[int]) -> Iterator[list[int]]:
    """Rows in order of length, cut so that no block of texts padded to its longest is larger than what is held."""
    chunk: list[int] = []
    for row in sorted(range(len(lengths)), key=lengths.__getitem__):
        if chunk and (len(chunk) + 1) * lengths[row] > _STEPS_AT_ONCE:
            yield chunk
            chunk = []
        chunk.append(row)
    if chunk:
        yield chunk
