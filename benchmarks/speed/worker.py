"""Our side of a worker: a process that prepares what a peer computes, and is timed call by call."""

import contextlib
import json
import os
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import numpy as np

from benchmarks.accuracy.system import CannotRun

WORKERS = Path(__file__).parent / "workers"


@dataclass
class Worker:
    """A running process.

    Args:
        process: It.
        complaints: What it writes on standard error.
        folder: Where arrays are exchanged.
    """

    process: subprocess.Popen[str]
    complaints: IO[bytes]
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
        with contextlib.suppress(BrokenPipeError):  # a worker that died is found out when its answer is read
            self.process.stdin.write(f"{json.dumps(request)}\n")
            self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line:
            status = self.process.wait()
            self.complaints.seek(0)
            last = self.complaints.read().decode("utf-8", errors="replace").strip().splitlines()[-1:]
            raise CannotRun(": ".join([f"its worker ended with status {status}", *last]))
        reply: dict[str, Any] = json.loads(line)
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
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryFile() as complaints, pinned(core):
        process = subprocess.Popen(
            [python, "-I", program],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=complaints,
            encoding="utf-8",
            env=None if variables is None else dict(variables),
        )
        with process:
            try:
                yield Worker(process, complaints, Path(folder))
            except BaseException:
                process.kill()
                raise
            finally:
                with contextlib.suppress(BrokenPipeError):
                    process.stdin.close()


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
