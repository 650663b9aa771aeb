"""The compiled core: the same answers as the NumPy one, to rounding, in microseconds."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from elman import _native
from elman.bundle import Bundle


class NativeCore:
    """Probabilities from texts, in C++; any number of threads may ask at once.

    Texts of characters up to U+00FF are read natively. Others are encoded in Python, with the same ids.

    Args:
        bundle: The model.
    """

    def __init__(self, bundle: Bundle) -> None:
        encoder = bundle.encoder
        self._classes = len(bundle.labels)
        self._model = _native.Model(
            preset=bundle.preset,
            architecture=bundle.architecture,
            tokens=bundle.vocabulary.tokens,
            words=encoder.words if bundle.preset.unmask else (),
            weights={name: np.ascontiguousarray(array) for name, array in bundle.weights.items()},
            encode=encoder.encode,
        )

    def probabilities(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """The probability of each class for each text, ``[texts, classes]``."""
        rows = np.empty((len(texts), self._classes))
        self._model.fill(list(texts), rows)
        return rows

    def probability(self, text: str) -> tuple[float, ...]:
        """The probability of each class for one text."""
        return self._model.one(text)

    def token_ids(self, text: str) -> list[list[int]] | None:
        """The feature ids of each token of a text; None if it is left to Python."""
        return self._model.token_ids(text)
