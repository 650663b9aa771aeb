"""Training curves drawn by a process of their own, which loads matplotlib while this one trains."""

import base64
import json
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from types import TracebackType

from elman.plots.curves import load_matplotlib, training_pictures

_PATIENCE = 60.0  # seconds


class CurvesBeside:
    """Draws ``training_pictures`` in another process, started at once; where it cannot be had, in this one.

    Loading matplotlib takes as long as some runs; a thread would share one interpreter's time with the training.
    Leaving the context ends the process, whether it was asked or not.
    """

    def __init__(self) -> None:
        # No module beside the user's data is ours (-P), and an interrupt from the keyboard is this process's to answer.
        command = [sys.executable, "-P", "-c", "from elman.plots.beside import answer; answer()"]
        self._process: subprocess.Popen[bytes] | None = None
        try:
            self._process = subprocess.Popen(  # noqa: S603 (our own interpreter)
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
        except OSError:  # no more processes, or an interpreter that is no file
            return

    def __enter__(self) -> "CurvesBeside":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.communicate()

    def draw(self, history: Sequence[Mapping[str, float]]) -> dict[str, bytes]:
        """What ``training_pictures`` gives, to the same bytes; to be asked once."""
        if self._process is not None:
            try:
                drawn, _ = self._process.communicate(json.dumps(list(history)).encode(), timeout=_PATIENCE)
                return {name: base64.b64decode(picture) for name, picture in json.loads(drawn).items()}
            except (OSError, ValueError, subprocess.TimeoutExpired):
                pass  # it was ended by someone, or cannot import what this process can
        return training_pictures(history)


def answer() -> None:
    """What the other process does: wait for a history on standard input, write its pictures to standard output."""
    if hasattr(signal, "SIGPIPE"):
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    load_matplotlib()
    given = sys.stdin.buffer.read()
    if given:
        drawn = training_pictures(json.loads(given))
        print(json.dumps({name: base64.b64encode(picture).decode() for name, picture in drawn.items()}))
