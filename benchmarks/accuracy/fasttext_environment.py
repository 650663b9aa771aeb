"""fastText's own environment: made in the user's cache when it is first needed."""

import functools
import subprocess
import sys
from pathlib import Path

from filelock import FileLock
from platformdirs import user_cache_path

from benchmarks.accuracy.system import CannotRun

CONSTRAINTS = Path(__file__).with_name("fasttext-constraints.txt")
PACKAGE = "fasttext-wheel"
STEP_TIMEOUT_SECONDS = 900  # compiling it takes one or two minutes


def fasttext_python() -> Path:
    """The interpreter of an environment that has fastText.

    Raises:
        CannotRun: If there is none and none can be made; it is tried once in a process.
    """
    made = _made_or_failure()
    if isinstance(made, CannotRun):
        raise made
    return made


def environment_folder() -> Path:
    """Where it stands: one for each version of Python."""
    return user_cache_path("elman") / "benchmarks" / f"fasttext-python{sys.version_info.major}.{sys.version_info.minor}"


@functools.cache
def _made_or_failure() -> Path | CannotRun:
    folder = environment_folder()
    log = folder.with_name(f"{folder.name}.log")
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(folder.with_name(f"{folder.name}.lock")):
            return _make(folder, log)
    except (OSError, subprocess.SubprocessError) as error:
        return CannotRun(
            f"its environment cannot be made: {_reason(error, log)}",
            hint="let it have a cache folder that can be written, a package index and, if there is no wheel for this "
            f"Python, a C++ compiler; what the installer said is in `{log}`",
        )


def _make(folder: Path, log: Path) -> Path:
    """The interpreter; everything is installed anew unless the last line of an earlier making was reached."""
    python = folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    finished, versions = folder / "constraints.txt", CONSTRAINTS.read_text(encoding="utf-8")
    if python.exists() and finished.exists() and finished.read_text(encoding="utf-8") == versions:
        return python
    print(f"making an environment for fastText in `{folder}`, once; this can take two minutes", file=sys.stderr)
    exact = [line for line in versions.splitlines() if line and not line.startswith("#")]
    install = [python, "-I", "-m", "pip", "install", "--no-input", "--disable-pip-version-check", "--no-deps"]
    with log.open("wb") as output:
        for step in (
            [sys.executable, "-m", "venv", "--clear", folder],
            [*install, *(each for each in exact if not each.startswith(PACKAGE))],
            # Built with what was just installed, so that the versions it is built with are written down too.
            [*install, "--no-build-isolation", *(each for each in exact if each.startswith(PACKAGE))],
        ):
            subprocess.run(step, stdout=output, stderr=output, timeout=STEP_TIMEOUT_SECONDS, check=True)
    finished.write_text(versions, encoding="utf-8")
    return python


def _reason(error: OSError | subprocess.SubprocessError, log: Path) -> str:
    """In one line: the installer's complaint, or why it could not be called."""
    if not isinstance(error, subprocess.CalledProcessError):
        return " ".join(str(error).split())
    lines = [line.strip() for line in log.read_text(encoding="utf-8", errors="replace").splitlines() if line.strip()]
    complaints = [line for line in lines if line.startswith("ERROR:")] or lines[-1:]
    return complaints[0].removeprefix("ERROR: ") if complaints else f"exit status {error.returncode}"
