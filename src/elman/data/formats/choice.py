"""Which format a file is in: as told, by its ending, or by a look at its first line."""

import os
import re
from pathlib import PurePath

from elman.data.columns import Request, has_header
from elman.data.decoding import PARQUET, marked_encoding
from elman.data.formats.fasttext import PREFIX
from elman.data.lines import with_newlines
from elman.errors import DataError, UsageError
from elman.notes import note

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
    found = ENDINGS.get(PurePath(source).suffix.lower())
    if found is None:
        found = "parquet" if content.startswith(PARQUET) else _look(_beginning(content, encoding), request)
    if found is None or (found == "plain" and request.asked):
        raise DataError(
            f"`{request.place}`: its format shows neither in its ending nor in its first line; "
            f"expected one of {_listed(FORMATS)}",
            hint="name it with `--format` (in Python `format=`)",
        )
    return found


def tell_of_format(beginning: str, place: str, done: str, otherwise: str = "") -> None:
    """Say so if a text that is not read as a table, JSON Lines or fastText's format looks like one.

    Args:
        beginning: Of the text; its first line counts.
        place: What the user calls it.
        done: What is done with it instead.
        otherwise: What else the user may do than name the format, after a comma.
    """
    beginning = with_newlines(beginning[:_LOOK])
    seen = _look(beginning, Request("", labelled=False))
    if seen == "plain":
        seen = _look(beginning, Request("", labelled=True))
    if seen is not None:
        note(f"note: {place} looks like {seen}, but {done}; use --format {seen} to read it as {seen}{otherwise}")


def _beginning(content: bytes, encoding: str | None) -> str:
    chosen = encoding or marked_encoding(content) or "utf-8"
    return with_newlines(content[:_LOOK].decode(chosen, errors="replace"))


def _look(beginning: str, request: Request) -> str | None:
    """The format that the first line which is not empty shows."""
    line = beginning.lstrip("\ufeff \r\n").partition("\n")[0].removesuffix("\r")
    if line.startswith("{"):
        return "jsonl"
    if line.startswith(PREFIX):
        return "fasttext"
    if re.fullmatch('"?sep=."? *', line, re.IGNORECASE):
        return "csv"
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
