"""A program that stands beside us and answers lines: what a peer computes in an environment of its own."""

import contextlib
import json
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from benchmarks.accuracy.system import CannotRun


@dataclass(frozen=True)
class LineProcess:
    """A running program.

    Args:
        process: It.
        requests: Its standard input.
        replies: Its standard output.
        complaints: What it writes on standard error.
    """

    process: subprocess.Popen[str]
    requests: IO[str]
    replies: IO[str]
    complaints: IO[bytes]

    def reply(self) -> Any:
        """The next line that it writes, read as JSON.

        Raises:
            CannotRun: If it has ended instead; with its last complaint.
        """
        line = self.replies.readline()
        if line:
            return json.loads(line)
        status = self.process.wait()
        self.complaints.seek(0)
        last = self.complaints.read().decode("utf-8", errors="replace").strip().splitlines()[-1:]
        raise CannotRun(": ".join([f"its worker ended with status {status}", *last]))

    def ask(self, request: Any) -> Any:
        """Write a request as a line of JSON, and read what it is answered with.

        Raises:
            CannotRun: If the program has ended.
        """
        with contextlib.suppress(BrokenPipeError):  # one that died is found out when its answer is read
            self.requests.write(f"{json.dumps(request)}\n")
            self.requests.flush()
        return self.reply()


@contextlib.contextmanager
def opened(command: Sequence[str | Path], *, variables: Mapping[str, str] | None = None) -> Iterator[LineProcess]:
    """Start a program, and end it: in the end by closing its input, where something goes wrong at once.

    Args:
        command: It, and its arguments.
        variables: Its environment; None for this process's.
    """
    with (
        tempfile.TemporaryFile() as complaints,
        subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=complaints,
            encoding="utf-8",
            env=None if variables is None else dict(variables),
        ) as process,
    ):
        if process.stdin is None or process.stdout is None:
            raise AssertionError("both are pipes")
        try:
            yield LineProcess(process, process.stdin, process.stdout, complaints)
        except BaseException:
            process.kill()  # it would not hear of an interrupt before its work ends
            raise
        finally:
            with contextlib.suppress(BrokenPipeError):
                process.stdin.close()
