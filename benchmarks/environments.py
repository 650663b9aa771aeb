"""A peer's own environment: made in the user's cache when it is first needed, from exact versions."""

import functools
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock
from platformdirs import user_cache_path

from benchmarks.accuracy.system import CannotRun

STEP_TIMEOUT_SECONDS = 900  # compiling fastText takes one or two minutes


@dataclass(frozen=True)
class Environment:
    """What a peer needs, beside nothing of ours.

    Args:
        title: What the peer is called.
        module: What is imported to see that it works; its folder is named after it.
        constraints: A file of exact versions, one a line: all that is installed.
        compiled: The lines that are compiled here, with what the other lines installed, beginning with these words.
        resolved: Let the installer add what these versions ask for beyond the file, where that differs by platform.
        variables: Environment variables that it is called with.
    """

    title: str
    module: str
    constraints: Path
    compiled: tuple[str, ...] = ()
    resolved: bool = False
    variables: tuple[tuple[str, str], ...] = ()

    @property
    def folder(self) -> Path:
        """Where it stands: one for each version of Python."""
        version = f"python{sys.version_info.major}.{sys.version_info.minor}"
        return user_cache_path("elman") / "benchmarks" / f"{self.module}-{version}"

    @property
    def log(self) -> Path:
        """What the installer said."""
        return self.folder.with_name(f"{self.folder.name}.log")

    def variables_set(self) -> dict[str, str]:
        """Those of this process, and its own."""
        return {**os.environ, **dict(self.variables)}

    def python(self) -> Path:
        """Its interpreter, to be called with ``-I``.

        Raises:
            CannotRun: If there is none and none can be made; it is tried once in a process.
        """
        made = _made_or_failure(self)
        if isinstance(made, CannotRun):
            raise made
        return made


@functools.cache
def _made_or_failure(environment: Environment) -> Path | CannotRun:
    folder = environment.folder
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(folder.with_name(f"{folder.name}.lock")):
            return _make(environment)
    except (OSError, subprocess.SubprocessError) as error:
        return CannotRun(
            f"its environment cannot be made: {_reason(error, environment.log)}",
            hint="let it have a cache folder that can be written, a package index and, if there is no wheel for this "
            f"Python, a C++ compiler; what the installer said is in `{environment.log}`",
        )


def _make(environment: Environment) -> Path:
    """The interpreter; everything is installed anew unless the last line of an earlier making was reached."""
    folder = environment.folder
    python = folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    finished, versions = folder / "constraints.txt", environment.constraints.read_text(encoding="utf-8")
    if python.exists() and finished.exists() and finished.read_text(encoding="utf-8") == versions:
        return python
    print(f"making an environment for {environment.title} in `{folder}`, once; this can take minutes", file=sys.stderr)
    variables = environment.variables_set()
    with environment.log.open("wb") as output:
        for step in _steps(environment, python):
            subprocess.run(step, stdout=output, stderr=output, timeout=STEP_TIMEOUT_SECONDS, check=True, env=variables)
    finished.write_text(versions, encoding="utf-8")
    return python


def _steps(environment: Environment, python: Path) -> list[list[str | Path]]:
    lines = environment.constraints.read_text(encoding="utf-8").splitlines()
    exact = [line for line in lines if line and not line.startswith("#")]
    compiled = [each for each in exact if each.startswith(environment.compiled or "\n")]
    install: list[str | Path] = [python, "-I", "-m", "pip", "install", "--no-input", "--disable-pip-version-check"]
    if not environment.resolved:
        install.append("--no-deps")
    return [
        [sys.executable, "-m", "venv", "--clear", environment.folder],
        [*install, *(each for each in exact if each not in compiled)],
        # Built with what was just installed, so that the versions it is built with are written down too.
        *([[*install, "--no-build-isolation", *compiled]] if compiled else []),
        [python, "-I", "-c", f"import {environment.module}"],
    ]


def _reason(error: OSError | subprocess.SubprocessError, log: Path) -> str:
    """In one line: the installer's complaint, or why it could not be called."""
    if not isinstance(error, subprocess.CalledProcessError):
        return " ".join(str(error).split())
    lines = [line.strip() for line in log.read_text(encoding="utf-8", errors="replace").splitlines() if line.strip()]
    complaints = [line for line in lines if line.startswith("ERROR:")] or lines[-1:]
    return complaints[0].removeprefix("ERROR: ") if complaints else f"exit status {error.returncode}"
