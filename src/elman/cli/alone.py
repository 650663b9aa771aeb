"""One training at a time for a model folder: two would write over each other's checkpoint."""

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

from elman.errors import UsageError

_ATTEMPTS = 100  # beyond which files are none that can be told apart


@contextlib.contextmanager
def alone(out: Path) -> Iterator[None]:
    """Keep other runs from a model folder; however this one ends, the system lets them in again.

    Where files cannot be locked, as on Windows, nobody is kept out.

    Args:
        out: The model folder, there or not; the folders above it are made, and removed if nothing was written.

    Raises:
        UsageError: If another run keeps this one out.
    """
    made = [each for each in out.absolute().parents if not each.exists()]
    lock = out.with_name(f".{out.name}.elman-lock")
    held = _locked(lock, out)
    try:
        yield
    finally:
        if held is not None:
            if not os.fstat(held).st_size and _stands_at(lock, held):  # otherwise it is somebody's
                lock.unlink(missing_ok=True)
            os.close(held)
        with contextlib.suppress(OSError):  # there is a model in them now
            for folder in made:
                folder.rmdir()


def _locked(lock: Path, out: Path) -> int | None:
    """The open file that keeps others out; None where there can be none."""
    try:
        import fcntl

        lock.parent.mkdir(parents=True, exist_ok=True)
    except (ImportError, OSError):
        return None
    for _ in range(_ATTEMPTS):
        try:
            held = os.open(lock, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o666)
        except OSError:
            return None
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(held)
            raise UsageError(
                f"`{out}`: another run is training a model for this folder",
                hint="wait until it has ended, or name another folder with --out",
            ) from None
        except OSError:  # a file system without locks
            return held
        if _stands_at(lock, held):
            return held
        os.close(held)  # whoever had it removed it before it was ours
    return None


def _stands_at(path: Path, held: int) -> bool:
    """Whether an open file is the one of that name."""
    try:
        return os.path.samestat(path.stat(follow_symlinks=False), os.fstat(held))
    except OSError:
        return False
