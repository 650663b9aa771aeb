"""The linear reader's answer in NumPy: how far a text's set of features lies on the side of each class."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from elman.runtime.cells import Floats
from elman.text import Token


class LinearReader:
    r"""A linear classifier beside the network; its margins are added to the network's logits.

    .. math:: m_k = \frac{\sum_{f \in F} w_{kf}}{\sqrt{\sum_{f \in F} s_f^2}} + b_k

    for a text whose tokens have the set of features F. Features whose every number is 0 say nothing: it does not read
    them, and a text without any other has the biases.

    Args:
        weights: ``linear.weight`` w, ``linear.scale`` s and ``linear.bias`` b, already checked.
    """

    def __init__(self, weights: Mapping[str, Floats]) -> None:
        self._weight = np.ascontiguousarray(weights["linear.weight"].T)
        self._scale = weights["linear.scale"]
        self._bias = weights["linear.bias"]
        self._reads: list[bool] = ((self._scale != 0) | (self._weight != 0).any(axis=1)).tolist()

    def margins(self, texts: Sequence[Sequence[Token]]) -> Floats:
        """The margin of each class for each text, ``[texts, classes]``."""
        return np.array([self._margins(text) for text in texts], np.float32).reshape(len(texts), len(self._bias))

    def features(self, text: Sequence[Token]) -> list[int]:
        """The different features of a text that it reads, in order of their ids."""
        return [each for each in sorted({feature for token in text for feature in token}) if self._reads[each]]

    def contributions(self, text: Sequence[Token]) -> NDArray[np.float64]:
        """What each of a text's ``features`` adds to the margins, ``[features, classes]``.

        They and the biases add up to the margins.
        """
        features = self.features(text)
        length = np.sqrt(np.square(self._scale[features], dtype=np.float64).sum())
        shares: NDArray[np.float64] = self._weight[features].astype(np.float64) / (length or 1.0)
        return shares

    def stream(self) -> "LinearStream":
        """A reading of one text, token by token."""
        return LinearStream(self._weight, self._scale, self._bias, self._reads)

    def _margins(self, text: Sequence[Token]) -> Floats:
        features = self.features(text)
        length = np.sqrt(np.square(self._scale[features]).sum())
        margins: Floats = self._weight[features].sum(axis=0) / (length or np.float32(1)) + self._bias
        return margins


class LinearStream:
    """The margins of a text that is read token by token; memory holds each feature that is read once.

    Args:
        weight: ``[features, classes]``.
        scale: ``[features]``.
        bias: ``[classes]``.
        reads: Which features say anything, ``[features]``.
    """

    def __init__(self, weight: Floats, scale: Floats, bias: Floats, reads: Sequence[bool]) -> None:
        self._weight, self._scale, self._bias, self._reads = weight, scale, bias, reads
        self._seen: set[int] = set()
        self._total = np.zeros(len(bias))
        self._squares = 0.0

    def read(self, token: Token) -> None:
        """One token more."""
        for feature in token:
            if self._reads[feature] and feature not in self._seen:
                self._seen.add(feature)
                self._total += self._weight[feature]
                self._squares += float(self._scale[feature]) ** 2

    def margins(self) -> NDArray[np.float64]:
        """The margin of each class for what was read, ``[classes]``."""
        margins: NDArray[np.float64] = self._total / np.sqrt(self._squares or 1.0) + self._bias
        return margins
