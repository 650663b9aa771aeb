"""What is refused before anything is trained: a model that could not answer, a process that could not compute."""

import os

from elman.errors import DataError, UsageError
from elman.nn.kernels import choose_kernel
from elman.text import Vocabulary
from elman.train.own_cell import refuse_unfit
from elman.train.run import Run

_trained_in: list[int] = []  # the process that trained first, of which this may be a copy


def kernel_of(recurrence: str, cell: str, run: Run) -> str:
    """What computes a run's recurrence, a name in ``kernels.KERNELS``, where this process and that cell can be trained.

    Args:
        recurrence: As the setting has it.
        cell: Likewise.
        run: Its ``kernel`` is what was asked for.

    Raises:
        UsageError: If this process was forked from one that has trained, or the kernel cannot be had.
        PresetError: If a cell of one's own is not whole.
    """
    _refuse_forked()
    refuse_unfit(cell)
    return choose_kernel(recurrence, cell, run.kernel)


def _refuse_forked() -> None:
    """JAX's threads are not in a copy of the process, which would hang."""
    if not _trained_in:
        _trained_in.append(os.getpid())
    if _trained_in[0] != os.getpid():
        raise UsageError(
            "this process was forked from one that has trained, and JAX cannot go on in a copy",
            hint='start processes by multiprocessing.get_context("spawn"), or by joblib; answering works in any',
        )


def refuse_empty(vocabulary: Vocabulary, min_frequency: int, noun: str) -> None:
    """Refuse to train where every text would read as unknown.

    Args:
        vocabulary: What was found in the texts learned from.
        min_frequency: How often a token or feature had to occur.
        noun: What is learned from.

    Raises:
        DataError: If nothing was found.
    """
    if not vocabulary.tokens:
        often = f" {min_frequency:,} times or more" if min_frequency > 1 else ""
        raise DataError(
            f"nothing to know the {noun} by: no token occurs{often}",
            hint="give more, or set `min_frequency` lower" if often else "give more; what is cleaned away is no token",
        )
