"""Microseconds for one message, by the compiled core and by NumPy: ``python -m benchmarks.speed.answering DIR``.

Messages are the SMS Spam Collection's. ``one call`` asks for one message at a time from Python, ``bulk`` for all
of them at once, on one thread; each is the best of a few runs. The two cores' answers are compared before they are
timed. fastText is timed with its defaults on the same messages, where its environment can be made.
"""

import json
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import click
import numpy as np

from benchmarks.accuracy.fasttext_environment import fasttext_python
from benchmarks.accuracy.fasttext_rival import prepare
from benchmarks.accuracy.system import CannotRun
from benchmarks.mistakes import mistakes_told
from elman.bundle import read_bundle
from elman.data import read
from elman.errors import UsageError
from elman.runtime import native_is_built
from elman.runtime.numpy_core import NumpyCore

RUNS = 5
ASKED_ALONE = 500  # messages of the one-call figure


@click.command()
@click.argument("folders", metavar="DIR...", nargs=-1, required=True)
def main(folders: Sequence[str]) -> None:
    """Time the models in DIR... and fastText; print one line for each model and way to ask."""
    with mistakes_told():
        _compare(folders)


def _compare(folders: Sequence[str]) -> None:
    if not native_is_built():
        raise UsageError("this installation has no compiled core to time", hint="install elman with a C++ compiler")
    from elman.runtime.native import NativeCore

    corpus = read("sms-spam")
    texts = list(corpus.texts)
    print(f"{'model':<24}{'':<10}{'native µs':>10}{'NumPy µs':>10}{'ratio':>8}")
    for folder in folders:
        bundle = read_bundle(Path(folder))
        native, reference = NativeCore(bundle), NumpyCore(bundle)
        np.testing.assert_allclose(native.probabilities(texts), reference.probabilities(texts), atol=1e-5)
        alone = texts[:ASKED_ALONE]
        _print(folder, "one call", *(_microseconds(_each(core.probability), alone) for core in (native, reference)))
        _print(folder, "bulk", *(_microseconds(core.probabilities, texts) for core in (native, reference)))
    try:
        _time_fasttext(texts, corpus.labels)
    except CannotRun as error:
        print(f"fastText cannot run: {error}", file=sys.stderr)


def _time_fasttext(texts: Sequence[str], labels: Sequence[str]) -> None:
    prepared = [prepare(text) for text in texts]
    train = [f"__label__{label} {text}" for label, text in zip(labels, prepared, strict=True)]
    request = {"train": train, "texts": prepared, "options": {}, "runs": RUNS, "alone": ASKED_ALONE}
    worker = Path(__file__).with_name("fasttext_worker.py")
    command = [fasttext_python(), "-I", worker]
    done = subprocess.run(command, input=json.dumps(request), capture_output=True, encoding="utf-8", check=True)
    found = json.loads(done.stdout)
    for way, name in (("one call", "one_call"), ("bulk", "bulk")):
        print(f"{'fastText':<24}{way:<10}{found[name]:>10.2f}")


def _each(ask: Callable[[str], object]) -> Callable[[list[str]], object]:
    return lambda texts: [ask(text) for text in texts]


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
    main(prog_name="python -m benchmarks.speed.answering")
