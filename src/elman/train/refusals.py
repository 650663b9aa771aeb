"""What is refused before anything is trained: a model that could not answer, a process that could not compute."""

import os

from elman.errors import DataError, PresetError, UsageError
from elman.runtime.cells import STEPS
from elman.text import Vocabulary

_trained_in: list[int] = []  # the process that trained first, of which this may be a copy


def refuse_forked() -> None:
    """Refuse a process that was forked from one that has trained: JAX's threads are not in it, and it would hang.

    Raises:
        UsageError: With how to start processes instead.
    """
    if not _trained_in:
        _trained_in.append(os.getpid())
    if _trained_in[0] != os.getpid():
        raise UsageError(
            "this process was forked from one that has trained, and JAX cannot go on in a copy",
            hint='start processes by multiprocessing.get_context("spawn"), or by joblib; answering works in any',
        )


def refuse_stepless(cell: str) -> None:
    """Refuse a cell of one's own that can be trained, and could not answer.

    Raises:
        PresetError: If it has no step in NumPy.
    """
    if cell not in STEPS:
        raise PresetError(
            f"`cell`: `{cell}` has no step in NumPy, and could not answer",
            hint="put it into `STEPS` of elman.runtime.cells, as the guide to new cells shows",
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
