"""Our side of a worker: a process that prepares what a peer computes, and is timed call by call."""

import contextlib
import os
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks import line_process
from benchmarks.accuracy.system import CannotRun
from benchmarks.line_process import LineProcess

WORKERS = Path(__file__).parent / "workers"


@dataclass
class Worker:
    """A running process.

    Args:
        process: It.
        folder: Where arrays are exchanged.
    """

    process: LineProcess
    folder: Path

    def prepare(self, request: Mapping[str, Any], problem: Path) -> dict[str, Any]:
        """Have something prepared, and get the arrays that it computes.

        Raises:
            CannotRun: If it cannot.
        """
        answer = self.folder / "answer.npz"
        self._ask({**request, "problem": str(problem), "answer": str(answer)})
        with np.load(answer) as arrays:
            return dict(arrays)

    def seconds(self, calls: int, clock: str) -> list[float]:
        """How long each of so many calls takes, by the ``wall`` clock or the ``process``'s own time."""
        taken: list[float] = self._ask({"calls": calls, "clock": clock})["seconds"]
        return taken

    def _ask(self, request: Mapping[str, Any]) -> dict[str, Any]:
        reply: dict[str, Any] = self.process.ask(request)
        if "error" in reply:
            raise CannotRun(reply["error"])
        return reply


@contextlib.contextmanager
def opened(
    python: str | Path, program: Path, *, core: int | None = None, variables: Mapping[str, str] | None = None
) -> Iterator[Worker]:
    """Start a worker.

    Args:
        python: The interpreter of its environment; it is isolated from the user's own settings.
        program: A file that ends in ``serve``.
        core: The only one that it may use; None for all.
        variables: Its environment; None for this process's.
    """
    command = [python, "-I", program]
    with (
        tempfile.TemporaryDirectory() as folder,
        pinned(core),
        line_process.opened(command, variables=variables) as process,
    ):
        yield Worker(process, Path(folder))


@contextlib.contextmanager
def pinned(core: int | None) -> Iterator[None]:
    """Keep this process, and those it starts, to one core where the system can; None leaves them as they are."""
    if core is None or not hasattr(os, "sched_setaffinity"):
        yield
        return
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {core})
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


def one_core() -> int | None:
    """The core that what is pinned runs on; None where the system cannot pin."""
    return max(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else None
