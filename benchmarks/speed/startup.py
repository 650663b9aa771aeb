"""Start, loading and memory of a process that answers: ``python -m benchmarks.speed.startup DIR``.

Every line is a process of its own, timed whole; all of them are run in turn in every round, so that what else the
machine does meets all alike. Shown are medians over the rounds and the median ratio to ``python -c "import numpy"`` in
the same round. Then, from inside one process each: how long a model takes to load, and the most memory that answering
holds.
"""

import subprocess
import sys
import time
from pathlib import Path
from statistics import median

import click

from benchmarks.mistakes import mistakes_told
from elman.bundle import read_bundle

MESSAGE = "Running late, start without me"
NUMPY = "import numpy"

_LOAD = """
import sys, time
import elman
import elman.classifier
start = time.perf_counter()
classifier = elman.load(sys.argv[1])
print(1e3 * (time.perf_counter() - start))
"""
_MEMORY = """
import resource, sys
from pathlib import Path
from elman.runtime import Runtime
runtime = Runtime.load(Path(sys.argv[1]))
for text in sys.stdin.read().split("\\n"):
    runtime.probability(text)
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""


@click.command()
@click.argument("folder", metavar="DIR")
@click.option("--rounds", default=15, show_default=True, help="How often each process is run.")
def main(folder: str, rounds: int) -> None:
    """Time processes that use the model in DIR, and measure their memory."""
    with mistakes_told():
        read_bundle(Path(folder))  # a mistake is told before anything is timed
        _print_processes(folder, rounds)
        _print_loading(folder, rounds)
        _print_memory(folder)


def _print_processes(folder: str, rounds: int) -> None:
    python = sys.executable
    commands: dict[str, list[str | Path]] = {
        f"python -c '{NUMPY}'": [python, "-c", NUMPY],
        "python -c 'import elman'": [python, "-c", "import elman"],
        "elman predict DIR MESSAGE": [Path(python).with_name("elman"), "predict", folder, MESSAGE],
    }
    times: dict[str, list[float]] = {name: [] for name in commands}
    for each in range(rounds + 1):
        for name, command in commands.items():
            start = time.perf_counter()
            subprocess.run(command, check=True, capture_output=True)
            if each > 0:  # the first fills the caches
                times[name].append(time.perf_counter() - start)
    reference = next(iter(times.values()))
    print(f"{'process':<32}{'ms':>8}{'to numpy':>10}")
    for name, taken in times.items():
        ratio = median(own / other for own, other in zip(taken, reference, strict=True))
        print(f"{name:<32}{1e3 * median(taken):>8.0f}{ratio:>10.2f}", flush=True)


def _print_loading(folder: str, rounds: int) -> None:
    taken = [float(_run(_LOAD, folder)) for _ in range(rounds)]
    print(f"{'elman.load(DIR)':<32}{median(taken):>8.1f}")


def _print_memory(folder: str) -> None:
    from elman.data import read

    texts = "\n".join(read("sms-spam").texts)
    print(f"{'answering every message of sms-spam':<37}{float(_run(_MEMORY, folder, texts)):>3.0f} MB at most")


def _run(program: str, folder: str, given: str = "") -> str:
    command = [sys.executable, "-c", program, folder]
    return subprocess.run(command, input=given, check=True, capture_output=True, encoding="utf-8").stdout


if __name__ == "__main__":
    main(prog_name="python -m benchmarks.speed.startup")
