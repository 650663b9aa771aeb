"""Answering while a text still comes: one state, constant memory, constant time for each token."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from elman.errors import DataError
from elman.runtime.combination import probabilities
from elman.runtime.network_stream import NetworkStream
from elman.runtime.numpy_core import NumpyCore
from elman.text import Token, TokenStream
from elman.text.stream import refuse_whole, settings_instead


class Stream:
    """A text that is fed in parts, and the probabilities of what was read so far.

    After the last part and ``end`` they are those of the whole text, however it was parted (see ``TokenStream``) and
    however long it is: ``max_length`` does not apply. NumPy computes them, whatever core answers whole texts; where it
    is pooled, in double precision, which whole texts of hundreds of thousands of tokens are not.

    Args:
        core: Of a model that reads from the start only (``bidirectional=false``) and needs no whole text for its
            tokens (see ``TokenStream``).

    Attributes:
        labels: The classes, in the order of the probabilities.

    Raises:
        UsageError: If the model is another one.
    """

    def __init__(self, core: NumpyCore) -> None:
        bundle = core.bundle
        backward = ["bidirectional=false"] if bundle.preset.bidirectional else []
        refuse_whole([*backward, *settings_instead(bundle.preset)])
        self.labels = bundle.labels
        self._preset = bundle.preset
        self._tokens = TokenStream(bundle.encoder)
        self._network = NetworkStream(core.network)
        self._linear = None if core.linear is None else core.linear.stream()

    def feed(self, text: str) -> None:
        """Read a part of the text; its last word waits until it is known to be over.

        Raises:
            DataError: If it is no string.
        """
        if not isinstance(text, str):
            raise DataError(f"a part of a text: expected a string; got {type(text).__name__}")
        self._read(self._tokens.feed(text))

    def end(self) -> None:
        """Read what still waits: the text is over, or a word is."""
        self._read(self._tokens.end())

    def probabilities(self) -> NDArray[np.float64]:
        """The probability of each class, ``[classes]``, from what was read so far."""
        margins = None if self._linear is None else self._linear.margins()
        return probabilities(self._preset, self._network.logits(), margins)

    def __repr__(self) -> str:
        shares = zip(self.labels, self.probabilities().tolist(), strict=True)
        return f"Stream({', '.join(f'{label}={share:.6f}' for label, share in shares)})"

    def _read(self, tokens: Sequence[Token]) -> None:
        for token in tokens:
            self._network.read(token)
            if self._linear is not None:
                self._linear.read(token)
