"""A folder: one sub-folder per label, one text per file."""

import hashlib
import os
from pathlib import Path

from elman.data.columns import Request
from elman.data.decoding import decode
from elman.data.formats.row import Row
from elman.data.source import translated_faults
from elman.errors import DataError


def read_folder(folder: Path, request: Request, encoding: str | None) -> tuple[list[Row], str]:
    """Read every file, sub-folders and files in the order of their names.

    Hidden files are skipped, and so are files beside the sub-folders; one line end at the end of
    a file does not belong to the text. Without labels a folder of files alone will do.

    Returns:
        The rows, numbered from 1, and a SHA-256 over every file's relative name and content, each
        preceded by its length in eight bytes.

    Raises:
        DataError: If there are no sub-folders, or one of them holds nothing, or anything but files of text,
            or a link that leads out of the folder.
    """
    rows: list[Row] = []
    root = folder.resolve()
    digest = hashlib.sha256()
    for subfolder in _subfolders(folder, request):
        for path in _files(subfolder, root, request):
            with translated_faults(path, file_only=True):
                content = path.read_bytes()
            for part in (os.fsencode(path.relative_to(folder).as_posix()), content):
                digest.update(len(part).to_bytes(8, "big") + part)
            text = decode(content, place=str(path), encoding=encoding)
            text = text.removesuffix("\n").removesuffix("\r")
            rows.append(Row(len(rows) + 1, text, subfolder.name if request.labelled else None))
    return rows, digest.hexdigest()


def _subfolders(folder: Path, request: Request) -> list[Path]:
    found = [path for path in _visible(folder) if path.is_dir()]
    if found:
        return found
    if request.labelled:
        raise DataError(
            f"`{request.place}`: expected a folder with one sub-folder per label; got one without sub-folders",
            hint="put each label's texts in a sub-folder of that name, or name one file",
        )
    return [folder]


def _files(subfolder: Path, root: Path, request: Request) -> list[Path]:
    if not subfolder.resolve().is_relative_to(root):
        raise DataError(f"`{subfolder}`: a link that leads out of the folder", hint="put the folder itself there")
    found = _visible(subfolder)
    if not found and request.labelled:
        raise DataError(
            f"`{subfolder}`: expected a file for each text of the label `{subfolder.name}`; got none",
            hint="put the label's texts there, or remove the folder",
        )
    deeper = next((path for path in found if path.is_dir()), None)
    if deeper is not None:
        raise DataError(
            f"`{deeper}`: expected a file with one text; got a folder",
            hint="keep a folder for each label and, directly in it, a file for each text",
        )
    for path in found:  # such as one that somebody else packed may hold
        if path.is_symlink() and not path.resolve().is_relative_to(root):
            raise DataError(f"`{path}`: a link that leads out of the folder", hint="put the file itself there")
        if not path.is_file() and path.exists():
            raise DataError(f"`{path}`: expected a file with one text; got a pipe or a device", hint="remove it")
    return found


def _visible(folder: Path) -> list[Path]:
    with translated_faults(folder):
        return sorted((path for path in folder.iterdir() if not path.name.startswith(".")), key=lambda path: path.name)
