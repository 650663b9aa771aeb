"""Training as a whole process, in compiled code and by the reference: from the command to the finished folder.

Beside `textbook` stand two programs that do the same work: one in the graph mode of TensorFlow, as the textbook's own,
for which there is no release on current versions of Python, and one in PyTorch. Beside the wall clock stands the time
of all threads of a process and of those it starts together, in which what else the machine does counts for less.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from benchmarks.accuracy.system import CannotRun
from benchmarks.environments import Environment
from benchmarks.speed.peers import PYTORCH, TENSORFLOW
from benchmarks.speed.ratios import Row, rows_of
from benchmarks.speed.worker import WORKERS
from elman.data import locate

OURS, REFERENCE = "elman", "elman, reference"
RUNS = {"default": "default, SMS set", "textbook": "textbook, 20 epochs"}


class Program(NamedTuple):
    """A peer of ``textbook``: where it runs, and its file."""

    environment: Environment
    file: str


PROGRAMS = {
    "program in TensorFlow": Program(TENSORFLOW, "tensorflow_textbook.py"),
    "program in PyTorch": Program(PYTORCH, "pytorch_textbook.py"),
}


def measure(rounds: int, presets: Sequence[str] = tuple(RUNS)) -> Iterator[Row]:
    """Time whole runs, each way in turn; a first run of each, which compiles and reads from the disk, is not counted.

    Args:
        rounds: Times each is run.
        presets: Some of ``RUNS``.
    """
    for preset in presets:
        ways = [OURS, REFERENCE, *(PROGRAMS if preset == "textbook" else [])]
        wall: dict[str, list[float]] = {who: [] for who in ways}
        threads: dict[str, list[float]] = {who: [] for who in ways}
        for round_ in range(rounds + 1):
            for who in list(wall):
                try:
                    taken, busy = _seconds(who, preset)
                except CannotRun as error:
                    if who not in PROGRAMS:
                        raise
                    print(f"left out: {who}: {error}", file=sys.stderr)
                    del wall[who], threads[who]
                    continue
                if round_:
                    wall[who].append(taken)
                    threads[who].append(busy)
        for where, seconds in (("all cores", wall), ("in threads", threads)):
            yield from rows_of(seconds, base=OURS, what=f"train {RUNS[preset]}", where=where, unit="s")


def _seconds(who: str, preset: str) -> tuple[float, float]:
    with _command(who, preset) as command:
        start, before = time.perf_counter(), os.times()
        done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
        taken, after = time.perf_counter() - start, os.times()
    if done.returncode:
        last = done.stderr.strip().splitlines()[-1:]
        raise CannotRun(": ".join([f"`{preset}` by {who} ended with status {done.returncode}", *last]))
    busy = after.children_user + after.children_system - before.children_user - before.children_system
    return taken, busy


@contextmanager
def _command(who: str, preset: str) -> Iterator[list[str]]:
    if who in PROGRAMS:
        environment, file = PROGRAMS[who]
        yield [str(environment.python()), "-I", str(WORKERS / file), str(locate("sms-spam"))]
        return
    kernel = "native" if who == OURS else "reference"
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "elman", "train", "sms-spam", "--preset", preset]
        yield [*command, "--kernel", kernel, "--out", str(Path(folder) / "model")]
