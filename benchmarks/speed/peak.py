"""The most multiplications and additions of float32 that one core of this machine does in a second."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from benchmarks.accuracy.system import CannotRun
from benchmarks.speed.worker import one_core, pinned

SOURCE = Path(__file__).with_name("peak.cpp")


def measured_peak() -> float:
    """Operations a second, the best of some rounds on one core; a loop compiled for just this machine.

    Raises:
        CannotRun: If there is no compiler, or it does not compile.
    """
    compiler = shutil.which(os.environ.get("CXX", "c++"))
    if compiler is None:
        raise CannotRun("no C++ compiler", hint="install one, or name it in CXX")
    with tempfile.TemporaryDirectory() as folder, pinned(one_core()):
        program = Path(folder) / "peak"
        try:
            flags = ["-O2", "-march=native", "-ffp-contract=fast"]
            subprocess.run([compiler, *flags, SOURCE, "-o", program], check=True, capture_output=True)
            done = subprocess.run([program], check=True, capture_output=True, encoding="ascii")
        except (OSError, subprocess.CalledProcessError) as error:
            raise CannotRun(f"its loop cannot be compiled or run: {error}") from error
    return float(done.stdout)
