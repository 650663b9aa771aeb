"""The most multiplications and additions of float32 that one core of this machine does in a second."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from benchmarks import line_process
from benchmarks.accuracy.system import CannotRun
from benchmarks.speed.worker import one_core, pinned

SOURCE = Path(__file__).with_name("peak.cpp")

Peak = Callable[[], float]
"""Measures it once more, in a few milliseconds: a core's clock is not the same at all times."""


@contextmanager
def opened_peak(flags: Sequence[str] = ()) -> Iterator[Peak]:
    """A loop compiled for just this machine, on one core, until the end.

    Args:
        flags: More of the compiler's.

    Raises:
        CannotRun: If there is no compiler, or it does not compile.
    """
    compiler = shutil.which(os.environ.get("CXX", "c++"))
    if compiler is None:
        raise CannotRun("no C++ compiler", hint="install one, or name it in CXX")
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        program = Path(folder) / "peak"
        fast = ["-O2", "-march=native", "-ffp-contract=fast"]
        try:
            subprocess.run([compiler, *fast, *flags, SOURCE, "-o", program], check=True, capture_output=True)
        except (OSError, subprocess.CalledProcessError) as error:
            raise CannotRun(f"its loop cannot be compiled: {error}") from error
        with pinned(one_core()):  # the loop, not what is measured beside it
            process = stack.enter_context(line_process.opened([program]))
        yield lambda: float(process.ask(None))
