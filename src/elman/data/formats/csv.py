"""Comma-separated values as RFC 4180 has them: a quoted field may hold commas, line ends and doubled quotes."""

import csv
import io
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from elman.data.columns import Request, find_columns, has_header
from elman.data.excerpt import excerpt
from elman.data.formats.row import Row
from elman.data.lines import filled_lines, split_lines
from elman.errors import DataError

# The module takes a carriage return without a newline for the end of a row. It does not end one here: it is
# shown to the module as the one character that decoding has made sure does not occur.
_LONE_RETURN = re.compile("\r(?!\n|$)")
_STAND_IN = "\0"

# The module's own limit is 131,072 characters. There is one for the whole process, so it is raised once and for all:
# restoring it after a file would change it under another thread that is still reading.
csv.field_size_limit(2**31 - 1)


def parse_csv(text: str, request: Request) -> Iterator[Row]:
    """Rows of a comma-separated file; a row's number is the line it starts on.

    Blank lines are skipped, but in a file of a single column they are empty texts.

    Raises:
        DataError: If quotes are not closed, or a row has more or fewer columns than the first.
    """
    with _separator_told(text, lambda cells: has_header(cells, request)):
        records = _records(text, request.place)
    first = next((position for position, (_, cells) in enumerate(records) if not _is_blank(cells)), None)
    if first is None:
        return
    first_row = records[first][1]
    with _separator_told(text):
        columns = find_columns(first_row, request)
        parted = _unquoted(first_row[0], ";")
        if len(first_row) == 1 < len(parted) and has_header(parted, request.by_usual_names):
            raise DataError(f"`{request.place}`: expected comma-separated columns; got one: {excerpt(first_row[0])}")
    for number, cells in records[first + 1 :] if has_header(first_row, request) else records:
        if len(cells) != len(first_row):
            if _is_blank(cells) and len(first_row) > 1:
                continue
            if cells:
                quoting = "put a text that holds commas in double quotes"
                raise DataError(
                    f"`{request.place}:{number}`: expected {len(first_row)} comma-separated columns; "
                    f"got {len(cells)}: {excerpt(','.join(cells))}",
                    hint=quoting if len(cells) > len(first_row) else f"give the row its other columns; {quoting}",
                )
            cells = [""]  # a blank line, of a single column
        yield Row(number, cells[columns.text], None if columns.label is None else cells[columns.label])


def _is_blank(cells: list[str]) -> bool:
    return not cells or (len(cells) == 1 and cells[0].isspace())


def _records(text: str, place: str) -> list[tuple[int, list[str]]]:
    """Every row's cells with the line it starts on; an empty line has none."""
    records = []
    start = 1
    shown, hidden = _LONE_RETURN.subn(_STAND_IN, text)
    reader = csv.reader(io.StringIO(shown, newline="\n"), strict=True)
    try:
        for cells in reader:
            kept = [cell.replace(_STAND_IN, "\r") for cell in cells] if hidden else cells
            records.append((start, kept))
            start = reader.line_num + 1
    except csv.Error as error:
        meaning, remedy = _explained(error)
        raise DataError(
            f"`{place}:{start}`: expected a row of comma-separated values; got {meaning}: "
            f"{excerpt(split_lines(text)[start - 1])}",
            hint=remedy,
        ) from None
    return records


def _explained(error: csv.Error) -> tuple[str, str]:
    """What the module's complaint means, and the remedy."""
    if "field limit" in str(error):
        return f"a field of more than {csv.field_size_limit():,} characters", "shorten it, or close the quote before it"
    quoting = "double every quote inside a quoted field, and close the field"
    if "unexpected end of data" in str(error):
        return "a quoted field that is never closed", quoting
    return "more text after a closing quote", quoting


def _unquoted(line: str, separator: str) -> list[str]:
    return [cell.strip().strip('"') for cell in line.split(separator)]


@contextmanager
def _separator_told(text: str, are_columns: Callable[[list[str]], bool] = lambda _: True) -> Iterator[None]:
    """Let a fault name its cause where the first line shows that something else than commas parts the columns.

    Args:
        text: The file's.
        are_columns: Whether what the first line is parted into may be columns.
    """
    try:
        yield
    except DataError as error:
        first_line = next((line for _, line in filled_lines(text)), "")
        if first_line.startswith("{"):
            remedy = "name the file `.jsonl`, or give `--format jsonl` (in Python `format=`)"
            raise DataError(error.message, hint=f"the lines seem to be JSON: {remedy}") from None
        separator = next((each for each in "\t;" if each in first_line), None)
        if separator is None or "," in first_line:
            raise
        quoted = f'"{separator}' in text or f'{separator}"' in text  # which says it of fields as of names
        if not quoted and not are_columns(_unquoted(first_line, separator)):
            raise
        remedy = "`;`" if separator == ";" else "tabs"
        remedy += (
            ": save the file with commas"
            if separator == ";" or quoted  # quotes mean nothing between tabs
            else ": name the file `.tsv`, or give `--format tsv` (in Python `format=`)"
        )
        raise DataError(error.message, hint=f"the columns seem to be separated by {remedy}") from None
