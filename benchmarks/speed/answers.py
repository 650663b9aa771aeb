"""One message, and all of them at once: our models beside fastText, an SVM, and our own network by other means.

Everything runs on one core, in interleaved rounds, and is timed by the process's own clock, so that what else the
machine does at the time is not counted; fastText, whose worker reads the wall clock, by the median of a few.
PyTorch and ONNX Runtime are given what costs us the most: they get the encoder's ids, cut into padded batches
beforehand, and compute the network alone, without the linear reader.
"""

import functools
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import numpy as np

import elman
from benchmarks.accuracy.linear import union_svm
from benchmarks.accuracy.system import CannotRun
from benchmarks.speed.answering import ASKED_ALONE, WAYS, timer_or_none
from benchmarks.speed.padded import batches_of, weights_of
from benchmarks.speed.peers import ONNX_RUNTIME, PYTORCH
from benchmarks.speed.ratios import Row, rows_of
from benchmarks.speed.recurrence import Peer, started
from benchmarks.speed.timing import microseconds
from benchmarks.speed.worker import Worker, one_core, pinned
from elman.bundle import Bundle, read_bundle
from elman.data import Corpus, read
from elman.runtime.network import NumpyNetwork

TOLERANCE = 1e-4
PEERS = (
    Peer("PyTorch", PYTORCH, "pytorch_network.py", ()),
    Peer("ONNX Runtime", ONNX_RUNTIME, "onnx_network.py", ()),
)

Times = dict[str, Callable[[], float]]
"""Who answers, and a call that gives the seconds of one message."""


def trained(folder: Path, presets: Sequence[str] = ("default", "tiny")) -> list[Path]:
    """Models of the SMS Spam Collection, trained here into folders under ``folder``."""
    made = []
    for preset in presets:
        out = folder / preset
        command = [sys.executable, "-m", "elman", "train", "sms-spam", "--preset", preset, "--out", str(out)]
        done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
        if done.returncode:
            raise CannotRun(f"`elman train --preset {preset}`: {done.stderr.strip()}")
        made.append(out)
    return made


def measure(folders: Sequence[Path], rounds: int) -> Iterator[Row]:
    """Time the models in some folders, and their peers.

    Args:
        folders: Model folders.
        rounds: Times that everyone answers everything.
    """
    corpus = read("sms-spam")
    core = one_core()
    with pinned(core), ExitStack() as stack:
        rivals = {**_svm(corpus), **_fasttext(corpus, stack)}
        for folder in folders:
            yield from _time(folder, corpus, rivals, rounds, core)


def _time(folder: Path, corpus: Corpus, rivals: Mapping[str, Times], rounds: int, core: int | None) -> Iterator[Row]:
    texts, who = list(corpus.texts), f"elman, {folder.name}"
    model = elman.load(folder)
    model.predict_proba(texts)
    for way in WAYS:
        asked = texts[:ASKED_ALONE] if way == "one call" else texts
        with ExitStack() as stack:
            times: Times = {who: _ours(model, asked, alone=way == "one call")}
            times |= {name: ways[way] for name, ways in rivals.items()}
            times |= _same_network(stack, read_bundle(folder), asked, way, core)
            seconds: dict[str, list[float]] = {name: [] for name in times}
            for _ in range(rounds):
                for name, measured in times.items():
                    seconds[name].append(measured())
        yield from rows_of(seconds, base=who, what=f"{folder.name}, {way}", where="one core", unit="µs")


def _ours(model: Any, texts: list[str], *, alone: bool) -> Callable[[], float]:
    def ask_each() -> None:
        for text in texts:
            model.predict_proba([text])

    ask = ask_each if alone else lambda: model.predict_proba(texts)
    return lambda: _seconds(ask, len(texts))


def _seconds(ask: Callable[[], object], count: int) -> float:
    return microseconds(ask, count, time.process_time) / 1e6


def _svm(corpus: Corpus) -> dict[str, Times]:
    texts = list(corpus.texts)
    pipeline = union_svm().fit(texts, list(corpus.labels or ()))
    few = texts[:ASKED_ALONE]
    alone = few[:100]  # it takes a hundred times as long as the others
    return {
        "TF-IDF + SVM": {
            "one call": lambda: _seconds(lambda: [pipeline.predict([text]) for text in alone], len(alone)),
            "bulk": lambda: _seconds(lambda: pipeline.predict(texts), len(texts)),
        }
    }


def _fasttext(corpus: Corpus, stack: ExitStack) -> dict[str, Times]:
    timer = timer_or_none(stack, corpus.texts, corpus.labels or ())
    if timer is None:
        return {}

    def seconds(way: str) -> float:
        return timer(way) / 1e6

    return {"fastText": {way: functools.partial(seconds, way) for way in WAYS}}


def _same_network(stack: ExitStack, bundle: Bundle, texts: list[str], way: str, core: int | None) -> Times:
    """Those that give the network's own answers; the others are told on standard error."""
    encoded = [bundle.encoder.encode(text) for text in texts]
    vocab_size = bundle.architecture.vocab_size
    arrays, order = batches_of(encoded, vocab_size, **({"size": 1} if way == "one call" else {}))
    batches = sum(name.startswith("mask") for name in arrays)
    times: Times = {}
    try:
        problem = Path(stack.enter_context(tempfile.TemporaryDirectory())) / "problem.npz"
        np.savez(problem, allow_pickle=False, **weights_of(bundle), **arrays)
    except CannotRun as error:
        print(f"left out: {error}", file=sys.stderr)
        return times
    logits = NumpyNetwork(bundle.architecture, bundle.weights).logits([encoded[row] for row in order])
    for peer in PEERS:
        worker = started(stack, peer, core)
        if worker is None:
            continue
        try:
            found = worker.prepare({"batches": batches}, problem)["probabilities"]
            check_same(peer.who, found, logits)
        except CannotRun as error:
            print(f"{peer.who} is left out: {error}", file=sys.stderr)
            continue
        times[f"{peer.who}, network"] = functools.partial(_seconds_of_one, worker, len(texts))
    return times


def _seconds_of_one(worker: Worker, texts: int) -> float:
    return worker.seconds(1, "process")[0] / texts


def check_same(who: str, probabilities: Any, logits: Any) -> None:
    """Refuse to time what answers otherwise.

    Raises:
        CannotRun: If a probability is not that of the logits, to ``TOLERANCE``.
    """
    shifted = np.exp(np.asarray(logits, np.float64) - np.max(logits, axis=1, keepdims=True))
    difference = float(np.abs(probabilities - shifted / shifted.sum(axis=1, keepdims=True)).max())
    if not difference <= TOLERANCE:
        raise CannotRun(f"{who}: its probabilities differ by {difference:.1e}")
