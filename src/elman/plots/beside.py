"""Training curves drawn by a process of their own, which loads matplotlib while this one trains."""

import base64
import json
import signal
import sys
from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import Self

from elman.beside import Beside
from elman.plots.curves import load_matplotlib, training_pictures


class CurvesBeside:
    """Draws ``training_pictures`` in another process, started at once; where it cannot be had, in this one.

    Loading matplotlib takes as long as some runs. Leaving the context ends the process, whether it was asked or not.
    """

    def __init__(self) -> None:
        self.beside = Beside(__name__)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.beside.__exit__(kind, error, trace)

    def draw(self, history: Sequence[Mapping[str, float]]) -> dict[str, bytes]:
        """What ``training_pictures`` gives, to the same bytes; to be asked once."""
        self.beside.ask(lambda: json.dumps(list(history)).encode())
        drawn = self.beside.answer()
        if drawn is None:  # it was ended by someone, or cannot import what this process can
            return training_pictures(history)
        return {name: base64.b64decode(picture) for name, picture in json.loads(drawn).items()}


def answer() -> None:
    """What the other process does: wait for a history on standard input, write its pictures to standard output."""
    if hasattr(signal, "SIGPIPE"):
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    load_matplotlib()
    given = sys.stdin.buffer.read()
    if given:
        drawn = training_pictures(json.loads(given))
        print(json.dumps({name: base64.b64encode(picture).decode() for name, picture in drawn.items()}))
