"""A process beside this one, which loads what it needs while this one works, and answers one question."""

import subprocess
import sys
from collections.abc import Callable
from threading import Thread
from types import TracebackType
from typing import Self

# Tidying up what was loaded would keep whoever waits for the answer.
_CODE = "import os, sys; from {} import answer; answer(); sys.stdout.flush(); os._exit(0)"

_GRACE = 1.0  # seconds


class Beside:
    """Calls a function of ours in another process, started at once; leaving the context ends it, asked or not.

    A thread would share one interpreter's time with this one. Whoever asks must be ready for no answer: there may be
    no more processes, or someone ends it.

    Args:
        module: Where the function ``answer`` is: it is to read standard input to its end and to write to standard
            output.

    Attributes:
        process: The other process; None where it could not be started.
    """

    def __init__(self, module: str) -> None:
        # No module beside the user's data is ours (-P), and an interrupt from the keyboard is this process's to answer.
        command = [sys.executable, "-P", "-c", _CODE.format(module)]
        self.process: subprocess.Popen[bytes] | None = None
        self._answer: bytes | None = None
        self._talk: Thread | None = None
        try:
            self.process = subprocess.Popen(  # noqa: S603 (our own interpreter)
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
        except OSError:  # no more processes, or an interpreter that is no file
            return

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.process is not None:
            self.process.terminate()
            try:
                self.process.wait(_GRACE)  # which tidies up where it has anything to
            except subprocess.TimeoutExpired:
                self.process.kill()
            if self._talk is None:
                self.process.communicate()
            else:
                self._talk.join()

    def ask(self, question: Callable[[], bytes]) -> None:
        """Hand over the question, to be put into words and answered while this process goes on; once."""
        if self.process is not None:
            self._talk = Thread(target=self._communicate, args=(self.process, question), daemon=True)
            self._talk.start()

    def answer(self, *, patience: float | None = None) -> bytes | None:
        """Wait for the answer; None where there is none to be had.

        Args:
            patience: Seconds to wait at most; None waits as long as the other process lives.
        """
        if self._talk is not None:
            self._talk.join(patience)
        return self._answer

    @property
    def at_work(self) -> bool:
        """Whether the answer may still come."""
        return self._talk is not None and self._talk.is_alive()

    def _communicate(self, process: "subprocess.Popen[bytes]", question: Callable[[], bytes]) -> None:
        try:
            answer, _ = process.communicate(question())
        except (OSError, ValueError):
            return
        if process.returncode == 0:
            self._answer = answer
