"""fastText beside us: a process of its own that is asked, between our own timings, how long it takes."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from benchmarks import line_process
from benchmarks.accuracy.fasttext_environment import fasttext_python
from benchmarks.accuracy.fasttext_rival import prepare
from benchmarks.speed.timing import IN_A_ROW, UNTIMED_SECONDS

FastTextTimer = Callable[[str], float]
"""The microseconds that a text takes when asked about in a way, ``one call`` or ``bulk``, timed now."""


@contextmanager
def opened_timer(texts: Sequence[str], labels: Sequence[str], alone: int) -> Iterator[FastTextTimer]:
    """Have fastText beside us, with its defaults, trained on the texts it is asked about.

    Args:
        texts: What it is asked about.
        labels: A label for each.
        alone: How many of them are asked about one at a time.

    Raises:
        CannotRun: If it cannot be installed.
    """
    prepared = [prepare(text) for text in texts]
    train = [f"__label__{label} {text}" for label, text in zip(labels, prepared, strict=True)]
    worker = Path(__file__).with_name("fasttext_worker.py")
    with line_process.opened([fasttext_python(), "-I", worker]) as process:
        times = {"untimed_seconds": UNTIMED_SECONDS, "in_a_row": IN_A_ROW}
        process.ask({"train": train, "texts": prepared, "options": {}, "alone": alone, **times})
        yield lambda way: float(process.ask(way))
