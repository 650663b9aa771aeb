"""Microseconds for one message, by the compiled core and by NumPy: ``python -m benchmarks.speed.answering DIR``.

Messages are the SMS Spam Collection's. ``one call`` asks for one message at a time from Python, ``bulk`` for all
of them at once, on one thread; each is the best of a few runs. The two cores' answers are compared before they are
timed.
"""

import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from elman.bundle import read_bundle
from elman.data import read
from elman.runtime.native import NativeCore
from elman.runtime.numpy_core import NumpyCore

RUNS = 5
ASKED_ALONE = 500  # messages of the one-call figure


def main(folders: Sequence[str]) -> None:
    """Print one line for each model and way to ask."""
    texts = list(read("sms-spam").texts)
    print(f"{'model':<24}{'':<10}{'native µs':>10}{'NumPy µs':>10}{'ratio':>8}")
    for folder in folders:
        bundle = read_bundle(Path(folder))
        native, reference = NativeCore(bundle), NumpyCore(bundle)
        np.testing.assert_allclose(native.probabilities(texts), reference.probabilities(texts), atol=1e-5)
        alone = texts[:ASKED_ALONE]
        _print(folder, "one call", *(_microseconds(_each(core.probabilities), alone) for core in (native, reference)))
        _print(folder, "bulk", *(_microseconds(core.probabilities, texts) for core in (native, reference)))


def _each(ask: Callable[[list[str]], object]) -> Callable[[list[str]], object]:
    return lambda texts: [ask([text]) for text in texts]


def _microseconds(ask: Callable[[list[str]], object], texts: list[str]) -> float:
    best = float("inf")
    for _ in range(RUNS):
        start = time.perf_counter()
        ask(texts)
        best = min(best, time.perf_counter() - start)
    return 1e6 * best / len(texts)


def _print(folder: str, way: str, native: float, reference: float) -> None:
    print(f"{Path(folder).name:<24}{way:<10}{native:>10.2f}{reference:>10.2f}{reference / native:>8.1f}")


if __name__ == "__main__":
    main(sys.argv[1:])
