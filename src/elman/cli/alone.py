"""One training at a time for a model folder: two would write over each other's checkpoint."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from elman.errors import UsageError


@contextmanager
def alone(out: Path) -> Iterator[None]:
    """Keep other runs from a model folder; however this one ends, the system lets them in again.

    Where files cannot be locked, nobody is kept out.

    Args:
        out: The model folder, there or not.

    Raises:
        UsageError: If another run keeps this one out.
    """
    try:
        import fcntl

        out.parent.mkdir(parents=True, exist_ok=True)
        lock = out.with_name(out.name + ".lock")
        held = lock.open("w")
    except (ImportError, OSError):
        yield
        return
    with held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise UsageError(
                f"`{out}`: another run is training a model for this folder",
                hint="wait until it has ended, or name another folder with --out",
            ) from None
        except OSError:
            pass
        try:
            yield
        finally:
            lock.unlink(missing_ok=True)
