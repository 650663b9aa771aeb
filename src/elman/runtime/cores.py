"""Which core answers: the compiled one where it was built, otherwise the one in NumPy."""

import importlib.util
import os
from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from elman.bundle import Bundle
from elman.errors import UsageError
from elman.runtime.numpy_core import NumpyCore

VARIABLE = "ELMAN_RUNTIME"
CORES = ("native", "numpy")
_COMPILED_CELLS = ("elman", "gru", "lstm", "mingru")  # a cell that was added elsewhere has its step in NumPy alone


class Core(Protocol):
    """A model's answers."""

    def probabilities(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """The probability of each class for each text, ``[texts, classes]``, each row whatever the others are."""

    def probability(self, text: str) -> tuple[float, ...]:
        """The probability of each class for one text."""


def native_is_built() -> bool:
    """Whether this installation has the compiled core."""
    return importlib.util.find_spec("elman._native") is not None


def core_name(cell: str | None = None) -> str:
    """The core that answers: what the environment variable ``ELMAN_RUNTIME`` names, or the fastest there is.

    Args:
        cell: The model's kind of cell; one that was added elsewhere is answered in NumPy.

    Raises:
        UsageError: If it names none, or the compiled one where that was not built.
    """
    wanted = os.environ.get(VARIABLE)
    if not wanted:
        return "native" if native_is_built() and _is_compiled(cell) else "numpy"
    if wanted not in CORES:
        raise UsageError(f"`{VARIABLE}`: expected {' or '.join(CORES)}; got `{wanted}`", hint=f"unset {VARIABLE}")
    if wanted == "native" and not native_is_built():
        raise UsageError(
            f"`{VARIABLE}`: expected a compiled core for `native`; this installation has none",
            hint=f"install elman again where there is a C++ compiler, or unset {VARIABLE}",
        )
    return wanted if _is_compiled(cell) else "numpy"


def core_title(cell: str | None = None) -> str:
    """The core that answers, for a person to read; of the compiled one, its loops' instruction set too.

    Args:
        cell: As in ``core_name``.

    Raises:
        UsageError: As ``core_name`` does.
    """
    if core_name(cell) == "numpy":
        return "the NumPy core"
    from elman._native import isa

    return f"the compiled core ({isa()})"


def make_core(bundle: Bundle) -> Core:
    """The core for a model.

    Raises:
        UsageError: As ``core_name`` does.
    """
    if core_name(bundle.architecture.cell) == "numpy":
        return NumpyCore(bundle)
    from elman.runtime.native import NativeCore

    return NativeCore(bundle)


def _is_compiled(cell: str | None) -> bool:
    return cell is None or cell in _COMPILED_CELLS
