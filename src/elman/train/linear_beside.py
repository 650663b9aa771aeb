"""The linear reader fitted by a process of its own, which loads scikit-learn while this one trains the network."""

import sys
from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Any

import numpy as np
import safetensors.numpy
from numpy.typing import NDArray

from elman.beside import Beside
from elman.notes import note
from elman.train.linear import LinearProblem, fit_linear_reader

_PATIENCE = 60.0  # seconds, before a word is said
_NUMBERS = ("cost", "most", "seed")


class LinearBeside(Beside):
    """Fits it in another process, started at once; where that cannot be had, in this one.

    Loading scikit-learn takes longer than fitting. Leaving the context ends the process, whether it was asked or not.
    """

    def __init__(self) -> None:
        super().__init__(__name__)

    def hand_over(self, problem: Callable[[], LinearProblem]) -> None:
        """Hand over what makes the problem, to be solved while this process goes on; once."""
        self._problem = problem
        self.ask(lambda: _packed(problem()))

    def arrays(self) -> dict[str, NDArray[np.float32]]:
        """Wait for the reader's arrays, the same to the last bit as ``fit_linear_reader`` gives."""
        found = self.answer(patience=_PATIENCE)
        if found is None and self.at_work:
            note("note: the linear reader is still being fitted")
            found = self.answer()
        return fit_linear_reader(self._problem()) if found is None else safetensors.numpy.load(found)


def answer() -> None:
    """What the other process does: wait for a problem on standard input, write its arrays to standard output."""
    import scipy.sparse  # noqa: F401 (both are used by what is called below)
    import sklearn.svm  # noqa: F401

    given = sys.stdin.buffer.read()
    if given:
        sys.stdout.buffer.write(safetensors.numpy.save(fit_linear_reader(_unpacked(safetensors.numpy.load(given)))))


def _packed(problem: LinearProblem) -> bytes:
    fields: dict[str, Any] = asdict(problem)
    return safetensors.numpy.save(fields | {name: np.array(fields[name]) for name in _NUMBERS})


def _unpacked(arrays: Mapping[str, NDArray[Any]]) -> LinearProblem:
    fields: dict[str, Any] = {name: array.item() if name in _NUMBERS else array for name, array in arrays.items()}
    return LinearProblem(**fields)
