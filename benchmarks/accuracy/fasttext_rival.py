"""fastText as a system: a worker in its own environment, asked in JSON lines."""

import contextlib
import functools
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

from benchmarks import line_process
from benchmarks.accuracy.fasttext_environment import fasttext_python
from benchmarks.accuracy.system import CannotRun, FitPredict
from benchmarks.line_process import LineProcess

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
    with line_process.opened([fasttext_python(), "-I", WORKER]) as worker:
        worker.reply()  # it is there
        yield functools.partial(_fit_predict, worker, options)


def _fit_predict(
    worker: LineProcess,
    options: Mapping[str, Any],
    train_texts: Sequence[str],
    train_labels: Sequence[str],
    test_texts: Sequence[str],
) -> list[str]:
    classes = sorted(set(train_labels))
    ids = {label: each for each, label in enumerate(classes)}  # a label may hold white space; its id does not
    train = [(ids[label], prepare(text)) for text, label in zip(train_texts, train_labels, strict=True)]
    answer = worker.ask({"options": options, "train": train, "test": [prepare(text) for text in test_texts]})
    if "error" in answer:
        raise CannotRun(f"fastText said: {answer['error']}")
    return [classes[each] for each in answer["label_ids"]]
