"""Which format a file is in: as told, by its ending, or by a look at its first line."""

import os
from pathlib import PurePath

from elman.data.columns import Request, has_header
from elman.data.decoding import marked_encoding
from elman.data.formats.fasttext import PREFIX
from elman.errors import DataError, UsageError

FORMATS = ("tsv", "csv", "jsonl", "parquet", "fasttext", "plain", "folder")
ENDINGS = {
    ".tsv": "tsv",
    ".tab": "tsv",
    ".csv": "csv",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".parquet": "parquet",
    ".pq": "parquet",
    ".fasttext": "fasttext",
    ".ft": "fasttext",
}
_LOOK = 64 * 1024  # bytes; a longer first line still shows its beginning


def choose_format(
    source: str | os.PathLike[str], content: bytes, told: str | None, request: Request, encoding: str | None
) -> str:
    """The format of a file.

    Args:
        source: Where it was read from; its ending counts.
        content: Its bytes; the first line counts where the ending says nothing.
        told: The user's word, which is final.
        request: What is wanted; a file of plain lines is fine only without labels.
        encoding: The user's word on the encoding.

    Raises:
        UsageError: If the user's word is not one of :data:`FORMATS`, or ``folder`` for a file.
        DataError: If neither ending nor first line tell.
    """
    if told is not None:
        if told not in FORMATS:
            raise UsageError(f"format: expected one of {_listed(FORMATS)}; got `{told}`")
        if told == "folder":
            raise UsageError(f"`{request.place}`: expected a folder; got a file", hint="choose another `--format`")
        return told
    found = ENDINGS.get(PurePath(source).suffix.lower()) or _look(content, request, encoding)
    if found is None or (found == "plain" and request.asked):
        raise DataError(
            f"`{request.place}`: its format shows neither in its ending nor in its first line; "
            f"expected one of {_listed(FORMATS)}",
            hint="name it with `--format` (in Python `format=`)",
        )
    return found


def seen_format(content: bytes, encoding: str | None = None) -> str | None:
    """The format that the first line of a file of texts shows, if any.

    Args:
        content: The file's first bytes.
        encoding: The user's word on the encoding.
    """
    found = _look(content, Request("", labelled=False), encoding)
    return _look(content, Request("", labelled=True), encoding) if found == "plain" else found


def _look(content: bytes, request: Request, encoding: str | None) -> str | None:
    if content.startswith(b"PAR1"):
        return "parquet"
    chosen = encoding or marked_encoding(content) or "utf-8"
    beginning = content[:_LOOK].decode(chosen, errors="replace").lstrip("\ufeff \r\n")
    if "\n" not in beginning:
        beginning = beginning.replace("\r", "\n")
    line = beginning.partition("\n")[0].removesuffix("\r")
    if line.startswith("{"):
        return "jsonl"
    if line.startswith(PREFIX):
        return "fasttext"
    if "\t" in line:
        return "tsv"
    for separator in ",;":
        cells = [cell.strip('"') for cell in line.split(separator)]
        if has_header(cells, request.by_usual_names) or request.names_some_of(cells):
            return "csv"
    if request.labelled and line[:1] == "[" and line[1:].lstrip()[:1] in ("", "{"):
        return "jsonl"  # whose reader says what to do with a list
    return None if request.labelled else "plain"


def _listed(names: tuple[str, ...]) -> str:
    return ", ".join(f"`{name}`" for name in names)
