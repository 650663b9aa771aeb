"""A run's pictures drawn by a process of their own, which loads matplotlib while this one trains."""

import base64
import json
import os
import signal
import sys
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from elman.beside import Beside
from elman.plots.curves import training_figures, training_pictures
from elman.plots.language import language_figures, language_pictures
from elman.plots.picture import own_style, png

if TYPE_CHECKING:
    from matplotlib.figure import Figure

Drawing = Callable[..., dict[str, bytes]]

_PATIENCE = 60.0  # seconds
_FIGURES: dict[str, Callable[..., dict[str, "Figure"]]] = {
    training_pictures.__name__: training_figures,
    language_pictures.__name__: language_figures,
}
# What macOS's libraries hold does not outlive being copied, and Windows copies no process.
_COPIES = hasattr(os, "fork") and sys.platform != "darwin"


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
    _load_matplotlib()
    asked = sys.stdin.buffer.read()
    if asked:
        drawing, *given = json.loads(asked)
        with own_style():
            drawn = _drawn(_FIGURES[drawing](*given))
        print(json.dumps({name: base64.b64encode(picture).decode() for name, picture in drawn.items()}))


def _drawn(figures: "Mapping[str, Figure]") -> dict[str, bytes]:
    """The pictures, each drawn by a copy of this process where there can be copies: all at the same time."""
    if not _COPIES:
        return {name: png(figure) for name, figure in figures.items()}
    begun = {name: _begun(figure) for name, figure in figures.items()}
    return {name: drawn() or png(figures[name]) for name, drawn in begun.items()}


def _begun(figure: "Figure") -> Callable[[], bytes]:
    """Have a copy of this process draw; what is returned waits for it, and gives nothing where the copy failed."""
    reader, writer = os.pipe()
    if os.fork() == 0:
        try:
            with os.fdopen(writer, "wb") as out:
                out.write(png(figure))
        finally:  # the rest is not the copy's to do
            os._exit(0)
    os.close(writer)
    return os.fdopen(reader, "rb").read


def _load_matplotlib() -> None:
    import matplotlib.backends.backend_agg
    import matplotlib.figure  # noqa: F401
