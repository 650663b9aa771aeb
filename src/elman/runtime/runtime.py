"""A model folder in memory that answers: text in, probabilities and labels out."""

import os
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from elman.bundle import Bundle, Label, read_bundle
from elman.runtime.cores import make_core

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from elman.runtime.numpy_core import NumpyCore
    from elman.runtime.stream import Stream


class Runtime:
    """A trained classifier that answers, without JAX.

    Args:
        bundle: The model.

    Attributes:
        bundle: As given.
        quick: As ``probabilities``, of a list or tuple of strings; compiled, of a column of Arrow's without nulls too.
            Gives None of anything else.

    Raises:
        UsageError: If ``ELMAN_RUNTIME`` names a core that there is not.
    """

    def __init__(self, bundle: Bundle) -> None:
        self.bundle = bundle
        self._core = make_core(bundle)
        self.quick = self._core.quick

    def __reduce__(self) -> tuple[object, ...]:
        return Runtime, (self.bundle,)  # the core is made anew: the machine it is sent to may have another

    @classmethod
    def load(cls, folder: str | os.PathLike[str]) -> "Runtime":
        """Read a model folder.

        Raises:
            BundleError: If it is missing, damaged, newer than this version, or not ours.
        """
        return cls(read_bundle(Path(folder)))

    @property
    def labels(self) -> tuple[Label, ...]:
        """The classes, in the order of the probabilities."""
        return self.bundle.labels

    @cached_property
    def reference(self) -> "NumpyCore":
        """The core in NumPy, whatever core answers: its parts can be looked at."""
        from elman.runtime.numpy_core import NumpyCore

        return self._core if isinstance(self._core, NumpyCore) else NumpyCore(self.bundle)

    def probabilities(self, texts: Sequence[str]) -> "NDArray[np.float64]":
        """The probability of each class for each text, ``[texts, classes]``; each row sums to 1.

        A text's row is the same, bit for bit, whatever other texts are asked about with it.

        Raises:
            DataError: If a text overflows the model; see ``overflowed``.
        """
        return self._core.probabilities(texts)

    def probability(self, text: str) -> tuple[float, ...]:
        """The probability of each class for one text, as ``probabilities`` gives it; the quickest way to ask."""
        return self._core.probability(text)

    def stream(self) -> "Stream":
        """A session that is fed a text in parts and knows the probabilities of what it has read so far.

        Raises:
            UsageError: If the model needs the whole text before it can answer.
        """
        from elman.runtime.stream import Stream

        return Stream(self.reference)

    def label_ids(self, probabilities: "NDArray[np.float64]") -> "NDArray[np.intp]":
        """The answers: the likeliest class, or for two classes the positive one from the threshold on."""
        import numpy as np

        if self.bundle.threshold is None:
            ids: NDArray[np.intp] = probabilities.argmax(axis=1)
            return ids
        positive = self._positive
        return np.where(probabilities[:, positive] >= self.bundle.threshold, positive, 1 - positive)

    def answer(self, texts: Sequence[str]) -> list[tuple[Label, list[float]]]:
        """The label of each text and the probability of every class; NumPy is imported only if it computes them."""
        return [(self.labels[self._label_id(row)], list(row)) for row in self._core.rows(texts)]

    def _label_id(self, row: Sequence[float]) -> int:
        if self.bundle.threshold is None:
            return row.index(max(row))
        return self._positive if row[self._positive] >= self.bundle.threshold else 1 - self._positive

    @cached_property
    def _positive(self) -> int:
        return self.labels.index(self.bundle.positive_label)
