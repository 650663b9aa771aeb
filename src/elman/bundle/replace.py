"""Putting a folder in its place in one step, so that a crash leaves the old one or the new one."""

import contextlib
import ctypes
import ctypes.util
import os
import secrets
import shutil
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from elman.errors import BundleError
from elman.replace import sync_directory, sync_new_name, write_synced


def replace_folder(folder: Path, contents: Mapping[str, bytes]) -> None:
    """Write files into a new folder beside ``folder``, then exchange the two.

    On Linux the exchange is one system call. Elsewhere the old folder is renamed aside first, and a crash
    between the two renames leaves it whole, in a folder whose name starts with a dot.

    Args:
        folder: The place; what stands there is removed once the new folder is in.
        contents: File name to bytes.

    Raises:
        BundleError: If the disk refuses; what stood there before still stands.
    """
    fresh: Path | None = None
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        fresh = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", suffix=".partial", dir=folder.parent))
        for name, content in contents.items():
            write_synced(fresh / name, content)
        fresh.chmod(0o777 & ~_current_umask())
        sync_directory(fresh)
        _put_in_place(fresh, folder)
    except OSError as error:
        raise BundleError(
            f"`{folder}`: cannot be written: {error.strerror}; what was there before is unchanged",
            hint="free some space, or choose another place",
        ) from None
    finally:
        if fresh is not None:
            _remove(fresh)
    sync_new_name(folder)


def _put_in_place(fresh: Path, folder: Path) -> None:
    if not folder.exists():
        fresh.rename(folder)
    elif not _exchange(fresh, folder):
        # In the same parent: a folder that is protected against writing can be renamed there, but not moved elsewhere.
        aside = folder.with_name(f".{folder.name}.{secrets.token_hex(8)}.old")
        folder.rename(aside)
        try:
            fresh.rename(folder)
        except BaseException:
            aside.rename(folder)
            raise
        _remove(aside)


def _remove(folder: Path) -> None:
    """A folder that nobody needs any more, even one that was protected against writing."""
    with contextlib.suppress(OSError):
        folder.chmod(0o700)
    shutil.rmtree(folder, ignore_errors=True)


def _exchange(one: Path, other: Path) -> bool:
    """Swap two folders in one system call; False where the system has none."""
    if sys.platform != "linux":
        return False
    libc = ctypes.CDLL(ctypes.util.find_library("c"), use_errno=True)
    if not hasattr(libc, "renameat2"):
        return False
    working_directory, exchange = -100, 2  # AT_FDCWD and RENAME_EXCHANGE of renameat2(2)
    failed = libc.renameat2(working_directory, os.fsencode(one), working_directory, os.fsencode(other), exchange)
    return not failed


def _current_umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
