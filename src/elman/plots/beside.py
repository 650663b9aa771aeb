"""A run's pictures drawn by a process of their own, which loads matplotlib while this one trains."""

import base64
import json
import os
import shutil
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from elman.beside import Beside
from elman.plots.curves import training_pictures
from elman.plots.language import language_pictures

Drawing = Callable[..., dict[str, bytes]]

_PATIENCE = 60.0  # seconds
_FOLDER = "MPLCONFIGDIR"
_DRAWINGS: dict[str, Drawing] = {each.__name__: each for each in (training_pictures, language_pictures)}


class PicturesBeside(Beside):
    """Draws a run's pictures in another process, started at once; where it cannot be had, in this one.

    Loading matplotlib takes as long as some runs. Leaving the context ends the process, whether it was asked or not.
    """

    def __init__(self) -> None:
        super().__init__(__name__)

    def draw(self, drawing: Drawing, *given: Any) -> dict[str, bytes]:
        """What a drawing gives, to the same bytes; to be asked once.

        Args:
            drawing: ``training_pictures`` or ``language_pictures``.
            given: What it takes, as plain JSON types.
        """
        self.ask(lambda: json.dumps([drawing.__name__, *given]).encode())
        drawn = self.answer(patience=_PATIENCE)
        if drawn is None:  # it was ended by someone, or cannot import what this process can
            return drawing(*given)
        return {name: base64.b64decode(picture) for name, picture in json.loads(drawn).items()}


def answer() -> None:
    """What the other process does: wait for a run on standard input, write its pictures to standard output."""
    if hasattr(signal, "SIGPIPE"):
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())
    with _matplotlib():
        asked = sys.stdin.buffer.read()
        if asked:
            drawing, *given = json.loads(asked)
            drawn = _DRAWINGS[drawing](*given)
            print(json.dumps({name: base64.b64encode(picture).decode() for name, picture in drawn.items()}))


@contextmanager
def _matplotlib() -> Iterator[None]:
    """Load it; where the user's home cannot be written it makes a folder, which nobody else would remove."""
    before = os.environ.get(_FOLDER)
    import matplotlib.backends.backend_agg
    import matplotlib.figure  # noqa: F401

    try:
        yield
    finally:
        made = os.environ.get(_FOLDER)  # by which it says so to processes of its own
        if made is not None and made != before:
            shutil.rmtree(made, ignore_errors=True)
