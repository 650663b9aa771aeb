"""A source of bytes: a file, or standard input for ``-``; what the system refuses becomes a ``DataError``."""

import difflib
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from elman.data.named import list_named
from elman.errors import DataError

STANDARD_INPUT = "-"


def source_name(source: str | os.PathLike[str]) -> str:
    """What messages call a source."""
    return "standard input" if source == STANDARD_INPUT else os.fspath(source)


@contextmanager
def open_source(source: str | os.PathLike[str]) -> Iterator[BinaryIO]:
    """Open a source for reading bytes; faults met while it is open are translated too.

    Raises:
        DataError: If it is missing, a folder, or the system refuses it.
    """
    if source == STANDARD_INPUT:
        yield sys.stdin.buffer
        return
    with translated_faults(source), Path(source).open("rb") as file:
        yield file


@contextmanager
def translated_faults(source: str | os.PathLike[str]) -> Iterator[None]:
    """Turn what the system says about a path into a ``DataError`` with a remedy."""
    place = source_name(source)
    try:
        yield
    except FileNotFoundError:
        raise DataError(f"`{place}`: no such file or folder", hint=_remedy_for_missing(place)) from None
    except IsADirectoryError:
        raise DataError(f"`{place}`: expected a file, got a folder", hint="name one file of it") from None
    except PermissionError:
        raise DataError(f"`{place}`: the system does not allow reading it", hint="change its permissions") from None
    except OSError as error:
        raise DataError(f"`{place}`: cannot be read: {error.strerror or error}", hint="check the path") from None


def _remedy_for_missing(place: str) -> str:
    names = [data.name for data in list_named()]
    close = difflib.get_close_matches(place.lower(), names, n=1)
    if close:
        return f"did you mean the named data set `{close[0]}`?"
    return f"check the path, or use a named data set: {', '.join(f'`{name}`' for name in names)}"
