"""fastText as a system: a worker in its own environment, asked in JSON lines."""

import contextlib
import functools
import json
import re
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import IO, Any

from benchmarks.accuracy.fasttext_environment import fasttext_python
from benchmarks.accuracy.system import CannotRun, FitPredict

WORKER = Path(__file__).with_name("fasttext_worker.py")
TUNED = {"epoch": 25, "lr": 0.5, "wordNgrams": 2, "minn": 2, "maxn": 5, "dim": 50}

_TOKEN = re.compile(r"[^\W_]+|\S")


def prepare(text: str) -> str:
    """A text as fastText is usually given it: lower-cased, every symbol a token of its own, on one line.

    An underscore is a symbol, so that no token of a text is taken for a label.
    """
    return " ".join(_TOKEN.findall(text.lower()))


def opened(options: Mapping[str, Any]) -> Callable[[], AbstractContextManager[FitPredict]]:
    """What a ``System`` asks for.

    Args:
        options: Arguments of ``fasttext.train_supervised``. It is trained in one thread, so that it gives the same
            answers every time.
    """
    return functools.partial(_open, {**options, "thread": 1})


@contextlib.contextmanager
def _open(options: Mapping[str, Any]) -> Iterator[FitPredict]:
    command = [fasttext_python(), "-I", WORKER]
    with (
        tempfile.TemporaryFile() as complaints,
        subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=complaints, encoding="utf-8"
        ) as worker,
    ):
        try:
            _read_answer(worker, complaints)
            yield functools.partial(_fit_predict, worker, complaints, options)
        except BaseException:
            worker.kill()  # it would not hear of an interrupt before its training ends
            raise
        finally:
            with contextlib.suppress(BrokenPipeError):
                worker.stdin.close()


def _fit_predict(
    worker: subprocess.Popen[str],
    complaints: IO[bytes],
    options: Mapping[str, Any],
    train_texts: Sequence[str],
    train_labels: Sequence[str],
    test_texts: Sequence[str],
) -> list[str]:
    classes = sorted(set(train_labels))
    ids = {label: each for each, label in enumerate(classes)}  # a label may hold white space; its id does not
    train = [(ids[label], prepare(text)) for text, label in zip(train_texts, train_labels, strict=True)]
    request = {"options": options, "train": train, "test": [prepare(text) for text in test_texts]}
    with contextlib.suppress(BrokenPipeError):  # a worker that died is found out when its answer is read
        worker.stdin.write(f"{json.dumps(request)}\n")
        worker.stdin.flush()
    return [classes[each] for each in _read_answer(worker, complaints)["label_ids"]]


def _read_answer(worker: subprocess.Popen[str], complaints: IO[bytes]) -> dict[str, Any]:
    line = worker.stdout.readline()
    if not line:
        status = worker.wait()
        complaints.seek(0)
        last = complaints.read().decode("utf-8", errors="replace").strip().splitlines()[-1:]
        raise CannotRun(": ".join([f"its worker ended with status {status}", *last]))
    answer: dict[str, Any] = json.loads(line)
    if "error" in answer:
        raise CannotRun(f"fastText said: {answer['error']}")
    return answer
