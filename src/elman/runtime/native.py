"""The compiled core: the same answers as the NumPy one, to rounding, in microseconds."""

from collections.abc import Sequence
from functools import partial

import numpy as np
from numpy.typing import NDArray

from elman import _native
from elman.bundle import Bundle
from elman.text import alphabet


class NativeCore:
    """Probabilities from texts, in C++; any number of threads may ask at once.

    Texts are read character by character, by the table of ``elman.text.alphabet``. Where one character's reading depends
    on another, the text is encoded in Python, with the same ids.

    Args:
        bundle: The model.

    Attributes:
        quick: As ``Core`` has it; no Python stands between the caller and the compiled code, which a short text would
            notice.
        probability: The probability of each class for one text.
        token_ids: The feature ids of each token of a text; None if it is left to Python.
    """

    def __init__(self, bundle: Bundle) -> None:
        encoder = bundle.encoder
        self._model = _native.Model(
            preset=bundle.preset,
            architecture=bundle.architecture,
            tokens=bundle.vocabulary.tokens,
            words=encoder.words if bundle.preset.unmask else (),
            weights={name: np.ascontiguousarray(array) for name, array in bundle.weights.items()},
            spell=partial(alphabet.spelling, cleaning=bundle.preset.cleaning),
            describe=alphabet.traits,
            encode=encoder.encode,
        )
        self.quick = self._model.array
        self.probability = self._model.one
        self.token_ids = self._model.token_ids

    def probabilities(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """The probability of each class for each text, ``[texts, classes]``."""
        rows = self.quick(list(texts))
        if rows is None:
            raise TypeError("texts: expected strings")
        return rows
