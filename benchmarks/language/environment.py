"""An environment of its own for a rival that the package itself does not need, made in the user's cache once."""

import subprocess
import sys
from pathlib import Path

from filelock import FileLock
from platformdirs import user_cache_path

from elman.errors import ElmanError

STEP_TIMEOUT_SECONDS = 1800


class CannotRun(ElmanError):
    """A rival that cannot be had on this machine."""


def rival_python(name: str, requirements: list[str]) -> Path:
    """The interpreter of an environment that has the requirements.

    Args:
        name: Of the environment.
        requirements: Exact ones, as pip takes them.

    Raises:
        CannotRun: If there is none and none can be made.
    """
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    folder = user_cache_path("elman") / "benchmarks" / f"language-{name}-python{version}"  # no other benchmark's
    python = folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    finished, wanted = folder / "requirements.txt", "\n".join(requirements)
    folder.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(folder.with_name(f"{folder.name}.lock")):
        if python.exists() and finished.exists() and finished.read_text(encoding="utf-8") == wanted:
            return python
        print(f"making an environment for {name} in `{folder}`, once", file=sys.stderr)
        install = [python, "-I", "-m", "pip", "install", "--quiet", "--no-input", "--disable-pip-version-check"]
        try:
            for step in ([sys.executable, "-m", "venv", "--clear", folder], [*install, *requirements]):
                subprocess.run(step, timeout=STEP_TIMEOUT_SECONDS, check=True, stdout=sys.stderr)
        except (OSError, subprocess.SubprocessError) as error:
            raise CannotRun(f"{name}: its environment cannot be made: {error}") from None
        finished.write_text(wanted, encoding="utf-8")
    return python
