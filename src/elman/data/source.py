"""A source of bytes: a file, or standard input for ``-``; what the system refuses becomes a ``DataError``."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from elman.data.named import list_named
from elman.errors import DataError, UsageError

STANDARD_INPUT = "-"


def source_name(source: str | os.PathLike[str], *, file_only: bool = False) -> str:
    """What messages call a source.

    Args:
        source: A path, ``-``, or what else the caller takes.
        file_only: Whether the caller takes neither folders nor named data sets.

    Raises:
        UsageError: If the name is empty; the system would take it for the current folder.
    """
    name = os.fspath(source)
    if not name:
        raise UsageError(
            f"expected the name of a {'file' if file_only else 'file, folder or named data set'}; got an empty name",
            hint="name one; a variable of the shell that is not set gives an empty name",
        )
    return "standard input" if source == STANDARD_INPUT else name


def file_name(place: str) -> str:
    """The last part of a path: what a model says of where it learned; where its user keeps the file says nothing."""
    return Path(place).name or place


@contextmanager
def open_source(source: str | os.PathLike[str], *, file_only: bool = False) -> Iterator[BinaryIO]:
    """Open a source for reading bytes; faults met while it is open are translated too.

    Args:
        source: A path, or ``-`` for standard input.
        file_only: Whether the caller takes no named data sets, so that none is proposed for a missing file.

    Raises:
        DataError: If it is missing, a folder, or the system refuses it.
    """
    if source == STANDARD_INPUT:
        if sys.stdin is None:  # whoever started this process closed it
            raise DataError("standard input: there is none", hint="name a file, or pipe the texts in")
        with translated_faults(source):
            yield sys.stdin.buffer
        return
    with translated_faults(source, file_only=file_only), Path(source).open("rb") as file:
        yield file


@contextmanager
def translated_faults(source: str | os.PathLike[str], *, file_only: bool = False) -> Iterator[None]:
    """Turn what the system says about a path into a ``DataError`` with a remedy; see ``open_source``."""
    place = source_name(source)
    try:
        yield
    except FileNotFoundError:
        remedy = "check the path" if file_only else _remedy_for_missing(place)
        raise DataError(f"`{place}`: no such file or folder", hint=remedy) from None
    except IsADirectoryError:
        raise DataError(f"`{place}`: expected a file; got a folder", hint="name one file of it") from None
    except PermissionError:
        raise DataError(f"`{place}`: the system does not allow reading it", hint="change its permissions") from None
    except OSError as error:
        raise DataError(f"`{place}`: cannot be read: {error.strerror or error}", hint="check the path") from None


def _remedy_for_missing(place: str) -> str:
    import difflib  # for a mistake only

    names = [data.name for data in list_named()]
    close = difflib.get_close_matches(place.lower(), names, n=1)
    if close:
        return f"did you mean the named data set `{close[0]}`?"
    return f"check the path, or use a named data set: {', '.join(f'`{name}`' for name in names)}"
