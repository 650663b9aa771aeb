"""Putting a file in its place in one step, so that a crash leaves the old one or the new one."""

import contextlib
import os
import secrets
from pathlib import Path


def replace_file(path: Path, content: bytes) -> None:
    """Write bytes beside ``path``, then rename them over it.

    Raises:
        OSError: If the disk refuses; what stood there before still stands.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f".{path.name}.{secrets.token_hex(8)}.partial")
    try:
        write_synced(partial, content)
        partial.replace(path)
    except OSError as error:
        raise OSError(error.errno, error.strerror, os.fspath(path)) from None  # the name that the caller knows
    finally:
        with contextlib.suppress(OSError):
            partial.unlink(missing_ok=True)
    sync_new_name(path)


def write_synced(path: Path, content: bytes) -> None:
    """Write a file, and wait until the disk has it."""
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def sync_new_name(path: Path) -> None:
    """Have the disk know it too; what it stands for is in its place already, whatever the disk says."""
    with contextlib.suppress(OSError):
        sync_directory(path.parent)


def sync_directory(path: Path) -> None:
    """Wait until the disk has the names of a folder."""
    if os.name == "nt":  # Windows cannot open a folder
        return
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
