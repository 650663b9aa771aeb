"""Which kernel computes a recurrence: the compiled one where it can, the reference elsewhere, or what was asked for."""

import os
from collections.abc import Callable
from typing import Any

import jax.numpy as jnp
from jaxtyping import Array

from elman.errors import UsageError
from elman.nn.cell import Cell, State
from elman.nn.cells import CELLS
from elman.nn.kernels.extension import check_usable, is_usable
from elman.nn.kernels.native import COMPILED_CELLS, is_known, native, native_from_table
from elman.nn.kernels.scan import scan

_RECUR = 4  # times that an entry is read; every task sums a table of its own

VARIABLE = "ELMAN_KERNEL"
"""The environment variable that asks for a kernel where nothing else does."""


def fastest(cell: Cell, projected: Array, initial_state: State, lengths: Array) -> tuple[Any, Any]:
    """``native`` where it is built, JAX computes on the CPU and it knows the cell; ``scan`` elsewhere.

    Args and result are those of ``scan``.
    """
    kernel = native if is_usable() and is_known(cell, projected) else scan
    return kernel(cell, projected, initial_state, lengths)


def from_table(
    recurrence: Callable[..., tuple[Any, Any]], cell: Cell, table: Array, entries: Array, state: State, lengths: Array
) -> tuple[Any, Any]:
    """A kernel's ``recurrence`` of ``table[entries]``; in compiled code, and where entries recur, without the copy.

    Args:
        recurrence: One in ``KERNELS``.
        cell: The step.
        table: ``[entries, rows]``, projected inputs.
        entries: ``[time, batch]``, which of them each step reads.
        state: Before the first step.
        lengths: Real steps of each text.
    """
    compiled = recurrence in (native, fastest) and is_usable() and is_known(cell, table)
    if compiled and _RECUR * len(table) <= entries.size:
        return native_from_table(cell, table, entries, state, lengths)
    return recurrence(cell, table[entries], state, lengths)


def is_compiled(recurrence: str, numbers: Array) -> bool:
    """Whether what stands around a recurrence is computed in compiled code too: where it is itself, in float32.

    Args:
        recurrence: A name in ``KERNELS``.
        numbers: What would be read.
    """
    return recurrence in ("native", "fastest") and is_usable() and numbers.dtype == jnp.float32


def choose_kernel(recurrence: str, wanted: str | None = None) -> str:
    """The name in ``KERNELS`` that a run computes its recurrences with.

    Args:
        recurrence: A preset's: ``scan`` or ``associative``.
        wanted: ``reference`` or ``native``; None for what the variable ELMAN_KERNEL says, or else the fastest.

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
        if wanted == "native":
            raise UsageError(
                f"`{source}`: native steps along time; `recurrence` is {recurrence}",
                hint="use recurrence=scan or the reference kernel",
            )
        return recurrence
    return {None: "fastest", "reference": "scan", "native": "native"}[wanted]


def kernel_in_use(recurrence: str, cell: str, wanted: str | None = None) -> str:
    """``native`` or ``reference``: whose rounding, and whose costs, a run in float32 has here.

    Args:
        recurrence: See ``choose_kernel``.
        cell: A name in ``CELLS``; one's own has no compiled kernel.
        wanted: See ``choose_kernel``.

    Raises:
        UsageError: As ``choose_kernel`` does.
    """
    chosen = choose_kernel(recurrence, wanted)
    if chosen == "fastest":
        chosen = "native" if is_usable() and CELLS[cell] in COMPILED_CELLS else "scan"
    return "native" if chosen == "native" else "reference"
