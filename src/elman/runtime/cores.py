"""Which core answers: the compiled one where it was built, otherwise the one in NumPy."""

import functools
import importlib.util
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from elman.bundle import Bundle
from elman.errors import UsageError
from elman.notes import note

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

VARIABLE = "ELMAN_RUNTIME"
CORES = ("native", "numpy")
_COMPILED_CELLS = ("elman", "gru", "lstm", "mingru")  # a cell that was added elsewhere has its step in NumPy alone
_ENDINGS = (".so", ".pyd", ".dylib")


class Core(Protocol):
    """A model's answers."""

    def quick(self, texts: object) -> "NDArray[np.float64] | None":
        """As ``probabilities``, of a list or tuple of strings, and perhaps of more; None of what it does not take."""

    def probabilities(self, texts: Sequence[str]) -> "NDArray[np.float64]":
        """The probability of each class for each text, ``[texts, classes]``, each row whatever the others are."""

    def rows(self, texts: Sequence[str]) -> list[tuple[float, ...]]:
        """The same as a list, one tuple for each text."""

    def probability(self, text: str) -> tuple[float, ...]:
        """The probability of each class for one text."""


def native_is_built() -> bool:
    """Whether this installation has the compiled core, and this Python can load it."""
    return _trouble() is None


def core_name(cell: str | None = None) -> str:
    """The core that answers: what the environment variable ``ELMAN_RUNTIME`` names, or the fastest there is.

    A compiled core that is there but cannot be loaded, because it was built for another Python or is damaged, is
    warned of, once.

    Args:
        cell: The model's kind of cell; one that was added elsewhere is answered in NumPy.

    Raises:
        UsageError: If it names none, or the compiled one where there is none that can be loaded.
    """
    wanted = os.environ.get(VARIABLE)
    if wanted and wanted not in CORES:
        raise UsageError(f"`{VARIABLE}`: expected {' or '.join(CORES)}; got `{wanted}`", hint=f"unset {VARIABLE}")
    if wanted == "numpy" or native_is_built():
        return (wanted or "native") if _is_compiled(cell) else "numpy"
    if wanted:
        raise UsageError(
            f"`{VARIABLE}`: expected a compiled core for `native`; {_trouble()}",
            hint=f"install elman again where there is a C++ compiler, or unset {VARIABLE}",
        )
    if _file() is not None:
        _warn(f"the compiled core is not used, NumPy answers: {_trouble()}; install elman again")
    return "numpy"


def _file() -> str | None:
    """Where the compiled core is, whether or not it can be loaded; None if nowhere."""
    if importlib.util.find_spec("elman._native") is not None:
        return "elman._native"
    import elman

    # One for another Python has a name that this one does not look for.
    found = [each for folder in elman.__path__ for each in Path(folder).glob("_native.*") if each.suffix in _ENDINGS]
    return found[0].name if found else None


@functools.cache
def _trouble() -> str | None:
    """Why there is no compiled core to use; None if there is one."""
    file = _file()
    if file is None:
        return "this installation has none"
    if file != "elman._native":
        return f"`{file}` is for another Python than {sys.implementation.cache_tag}"
    try:
        importlib.import_module("elman._native")
    except ImportError as error:
        return f"it cannot be loaded: {error}"
    return None


@functools.cache
def _warn(message: str) -> None:
    note(f"warning: {message}")


def core_title(cell: str | None = None) -> str:
    """The core that answers, for a person to read; of the compiled one, its loops' instruction set too.

    Args:
        cell: As in ``core_name``.

    Raises:
        UsageError: As ``core_name`` does.
    """
    if core_name(cell) == "numpy":
        return "the NumPy core"
    from elman._native import instruction_set

    return f"the compiled core ({instruction_set()})"


def make_core(bundle: Bundle) -> Core:
    """The core for a model.

    Raises:
        UsageError: As ``core_name`` does.
    """
    if core_name(bundle.architecture.cell) == "numpy":
        from elman.runtime.numpy_core import NumpyCore

        return NumpyCore(bundle)
    from elman.runtime.native import NativeCore

    return NativeCore(bundle)


def _is_compiled(cell: str | None) -> bool:
    return cell is None or cell in _COMPILED_CELLS
