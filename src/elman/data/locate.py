"""Finding a named data set: where the user keeps it, in the cache, or fetched; always the very same bytes."""

import hashlib
import os
from pathlib import Path

from elman.cache import cache_folder
from elman.data.named import get_named
from elman.data.named_data_set import NamedDataSet
from elman.errors import DataError, DataUnavailable
from elman.notes import note
from elman.replace import replace_file

DATA_DIRECTORY = "ELMAN_DATA_DIR"


def locate(name: str) -> Path:
    """The file of a named data set, fetched if need be.

    It is looked for in the folder that the environment variable ``ELMAN_DATA_DIR`` names, then in the user's
    cache, and then fetched from each of its sources in turn into the cache. Only a file with the
    right SHA-256 is taken.

    Args:
        name: One of those that :func:`list_named` gives.

    Raises:
        UsageError: If there is no data set of that name.
        DataError: If ``ELMAN_DATA_DIR`` names no folder, the file in it is a different one, or there is no cache that
            can be written.
        DataUnavailable: If no source could supply it.
    """
    data = get_named(name)
    present = find_present(data)
    if present is not None:
        return present
    place = _cached_file(data)
    if place is None:
        raise DataError(
            f"data set `{data.name}`: no folder to keep it in: this user has no home",
            hint=f"set HOME, or {DATA_DIRECTORY} to a folder that has `{data.file_name}`",
        )
    if place.exists():
        note(f"`{place}` is not {data.name}; it will be replaced")
    content = _fetch(data)
    try:
        replace_file(place, content)
    except OSError as error:
        raise DataError(
            f"`{place}`: cannot be written: {error.strerror or error}",
            hint=f"make room there, or set {DATA_DIRECTORY} to a folder that holds `{place.name}`",
        ) from None
    return place


def find_present(data: NamedDataSet) -> Path | None:
    """The data set's file if it is on this machine already.

    Raises:
        DataError: If the user's own folder does not exist, or holds a different file of that name.
    """
    folder = _own_folder()
    if folder and (own := folder / data.file_name).exists():
        found = _sha256(own)
        if found != data.sha256:
            raise DataError(
                f"`{own}`: expected SHA-256 {data.sha256}; got {found or 'a file that cannot be read'}",
                hint=f"put the original file there, or unset {DATA_DIRECTORY} to have it fetched",
            )
        return own
    cached = _cached_file(data)
    return cached if cached is not None and _sha256(cached) == data.sha256 else None


def _own_folder() -> Path | None:
    """The folder that the user's environment names, if it names one."""
    name = os.environ.get(DATA_DIRECTORY)
    if not name:
        return None
    folder = Path(name)
    if not folder.is_dir():
        raise DataError(
            f"environment variable {DATA_DIRECTORY}: expected an existing folder; got `{name}`",
            hint="make the folder, or unset the variable",
        )
    return folder


def _fetch(data: NamedDataSet) -> bytes:
    """The bytes from the first source that has them."""
    folder = _own_folder()
    failures = [f"{DATA_DIRECTORY}: " + (f"no `{data.file_name}` in `{folder}`" if folder else "not set")]
    for source in data.sources:
        note(f"fetching {data.name} from {source.title}")
        try:
            content = source.fetch()
        except DataError as error:
            failures.append(f"{source.title}: {error.message}")
            continue
        found = hashlib.sha256(content).hexdigest()
        if found == data.sha256:
            return content
        failures.append(f"{source.title}: expected SHA-256 {data.sha256}; got {found}")
    raise DataUnavailable(
        f"data set `{data.name}`: no source could supply it: {'; '.join(failures)}",
        hint=f"put `{data.file_name}` in a folder and set {DATA_DIRECTORY} to that folder",
    )


def _cached_file(data: NamedDataSet) -> Path | None:
    folder = cache_folder()
    return None if folder is None else folder / data.file_name


def _sha256(path: Path) -> str | None:
    """Of a file's bytes; None if it cannot be read."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return None
