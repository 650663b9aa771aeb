"""Training as a whole process, in compiled code and by the reference: from the command to the finished folder.

Beside the wall clock stands the time of all its threads together, in which what else the machine does counts for less.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.accuracy.system import CannotRun
from benchmarks.speed.ratios import Row, rows_of

KERNELS = {"elman": "native", "elman, reference": "reference"}
RUNS = {"default": "default, SMS set", "textbook": "textbook, 20 epochs"}


def measure(rounds: int, presets: Sequence[str] = tuple(RUNS)) -> Iterator[Row]:
    """Time whole runs, each kernel in turn; a first run of each, which compiles, is not counted.

    Args:
        rounds: Times each is run.
        presets: Some of ``RUNS``.
    """
    for preset in presets:
        wall: dict[str, list[float]] = {who: [] for who in KERNELS}
        threads: dict[str, list[float]] = {who: [] for who in KERNELS}
        for round_ in range(rounds + 1):
            for who, kernel in KERNELS.items():
                taken, busy = _seconds(preset, kernel)
                if round_:
                    wall[who].append(taken)
                    threads[who].append(busy)
        for where, seconds in (("all cores", wall), ("in threads", threads)):
            yield from rows_of(seconds, base="elman", what=f"train {RUNS[preset]}", where=where, unit="s")


def _seconds(preset: str, kernel: str) -> tuple[float, float]:
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "elman", "train", "sms-spam", "--preset", preset]
        command += ["--kernel", kernel, "--out", str(Path(folder) / "model")]
        start, before = time.perf_counter(), os.times()
        done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
        if done.returncode:
            raise CannotRun(f"`elman train --preset {preset} --kernel {kernel}`: {done.stderr.strip()}")
        after = os.times()
        busy = after.children_user + after.children_system - before.children_user - before.children_system
        return time.perf_counter() - start, busy
