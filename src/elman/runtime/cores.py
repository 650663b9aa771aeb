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


class Core(Protocol):
    """A model's answers."""

    def quick(self, texts: object) -> NDArray[np.float64] | None:
        """As ``probabilities``, if it is handed a list or tuple of strings; None if it is anything else."""

    def probabilities(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """The probability of each class for each text, ``[texts, classes]``, each row whatever the others are."""

    def probability(self, text: str) -> tuple[float, ...]:
        """The probability of each class for one text."""


def native_is_built() -> bool:
    """Whether this installation has the compiled core."""
    return importlib.util.find_spec("elman._native") is not None


def core_name() -> str:
    """The core that answers: what the environment variable ``ELMAN_RUNTIME`` names, or the fastest there is.

    Raises:
        UsageError: If it names none, or the compiled one where that was not built.
    """
    wanted = os.environ.get(VARIABLE)
    if not wanted:
        return "native" if native_is_built() else "numpy"
    if wanted not in CORES:
        raise UsageError(f"`{VARIABLE}`: expected {' or '.join(CORES)}; got `{wanted}`", hint=f"unset {VARIABLE}")
    if wanted == "native" and not native_is_built():
        raise UsageError(
            f"`{VARIABLE}`: expected a compiled core for `native`; this installation has none",
            hint=f"install elman again where there is a C++ compiler, or unset {VARIABLE}",
        )
    return wanted


def core_title() -> str:
    """The core that answers, for a person to read; of the compiled one, its loops' instruction set too.

    Raises:
        UsageError: As ``core_name`` does.
    """
    if core_name() == "numpy":
        return "the NumPy core"
    from elman._native import isa

    return f"the compiled core ({isa()})"


def make_core(bundle: Bundle) -> Core:
    """The core for a model.

    Raises:
        UsageError: As ``core_name`` does.
    """
    if core_name() == "numpy":
        return NumpyCore(bundle)
    from elman.runtime.native import NativeCore

    return NativeCore(bundle)
