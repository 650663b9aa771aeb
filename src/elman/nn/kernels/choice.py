"""Which kernel a run computes with, decided once: the compiled one where it can, or what was asked for."""

import os

from elman.errors import UsageError
from elman.nn.cells import CELLS
from elman.nn.kernels.extension import check_usable, is_usable
from elman.nn.kernels.native import COMPILED_CELLS

VARIABLE = "ELMAN_KERNEL"
"""The environment variable that asks for a kernel where nothing else does."""


def choose_kernel(recurrence: str, cell: str, wanted: str | None = None) -> str:
    """The name in ``KERNELS`` that a run computes its recurrences with, and what stands around them.

    Args:
        recurrence: A preset's: ``scan`` or ``associative``.
        cell: A name in ``CELLS``; one's own has no compiled kernel.
        wanted: ``reference`` or ``native``; None for what the variable ELMAN_KERNEL says, or else for ``native`` where
            it is built, JAX computes on the CPU and it knows the cell.

    Raises:
        UsageError: If the kernel is not one of these, is not built, or does not compute this recurrence.
    """
    source = "kernel"
    if wanted is None:
        source, wanted = VARIABLE, os.environ.get(VARIABLE) or None
    if wanted not in (None, "reference", "native"):
        raise UsageError(f"`{source}`: expected reference or native; got `{wanted}`")
    if wanted == "native":
        check_usable()
        if recurrence != "scan":
            raise UsageError(
                f"`{source}`: native steps along time; `recurrence` is {recurrence}",
                hint="use recurrence=scan or the reference kernel",
            )
        if CELLS[cell] not in COMPILED_CELLS:
            known = [name for name, kind in CELLS.items() if kind in COMPILED_CELLS]
            raise UsageError(
                f"`{source}`: native knows the cells {', '.join(known[:-1])} and {known[-1]}; got `{cell}`",
                hint="use the reference kernel",
            )
        return "native"
    if wanted is None and recurrence == "scan" and CELLS[cell] in COMPILED_CELLS and is_usable():
        return "native"
    return recurrence
