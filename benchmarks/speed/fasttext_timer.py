"""fastText beside us: a process of its own that is asked, between our own timings, how long it takes."""

import json
import subprocess
from collections.abc import Sequence
from pathlib import Path

from benchmarks.accuracy.fasttext_environment import fasttext_python
from benchmarks.accuracy.fasttext_rival import prepare
from benchmarks.speed.timing import IN_A_ROW


class FastTextTimer:
    """fastText with its defaults, trained on the texts it is asked about.

    Args:
        texts: What it is asked about.
        labels: A label for each.
        alone: How many of them are asked about one at a time.

    Raises:
        CannotRun: If it cannot be installed.
    """

    def __init__(self, texts: Sequence[str], labels: Sequence[str], alone: int) -> None:
        prepared = [prepare(text) for text in texts]
        train = [f"__label__{label} {text}" for label, text in zip(labels, prepared, strict=True)]
        worker = Path(__file__).with_name("fasttext_worker.py")
        self._process = subprocess.Popen(
            [fasttext_python(), "-I", worker], stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8"
        )
        self._ask({"train": train, "texts": prepared, "options": {}, "alone": alone, "in_a_row": IN_A_ROW})

    def microseconds(self, way: str) -> float:
        """What a text takes when asked about in a way, ``one call`` or ``bulk``, timed now."""
        return float(self._ask(way))

    def close(self) -> None:
        """End the process."""
        self._process.communicate()

    def _ask(self, request: object) -> object:
        assert self._process.stdin is not None  # noqa: S101 (both are pipes)
        assert self._process.stdout is not None  # noqa: S101
        self._process.stdin.write(json.dumps(request) + "\n")
        self._process.stdin.flush()
        return json.loads(self._process.stdout.readline())
