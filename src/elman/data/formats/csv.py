"""Comma-separated values as RFC 4180 has them: a quoted field may hold commas, line ends and doubled quotes."""

import csv
import io
import re
from collections.abc import Iterator
from contextlib import contextmanager

from elman.data.columns import Request, find_columns, has_header
from elman.data.excerpt import excerpt
from elman.data.formats.row import Row
from elman.data.lines import split_lines
from elman.errors import DataError

# The module takes a carriage return without a newline for the end of a row. It does not end one here: it is
# shown to the module as the one character that decoding has made sure does not occur.
_LONE_RETURN = re.compile("\r(?!\n|$)")
_STAND_IN = "\0"
_LONGEST_FIELD = 2**31 - 1  # the module's own limit is 131,072 characters


def parse_csv(text: str, request: Request) -> Iterator[Row]:
    """Rows of a comma-separated file; a row's number is the line it starts on.

    Raises:
        DataError: If quotes are not closed, or a row has more or fewer columns than the first.
    """
    records = _records(text, request.place)
    first_row = records[0][1] if records else []
    columns = find_columns(first_row, request)
    for number, cells in records[1:] if has_header(first_row, request) else records:
        if len(cells) != len(first_row):
            raise DataError(
                f"`{request.place}:{number}`: expected {len(first_row)} comma-separated columns, "
                f"got {len(cells)}: {excerpt(','.join(cells))}",
                hint="put a text that holds commas in double quotes",
            )
        yield Row(number, cells[columns.text], None if columns.label is None else cells[columns.label])


def _records(text: str, place: str) -> list[tuple[int, list[str]]]:
    """Every row's cells with the line it starts on; an empty line is a row of one empty cell."""
    records = []
    start = 1
    with _long_fields():
        shown, hidden = _LONE_RETURN.subn(_STAND_IN, text)
        reader = csv.reader(io.StringIO(shown, newline="\n"), strict=True)
        try:
            for cells in reader:
                kept = [cell.replace(_STAND_IN, "\r") for cell in cells] if hidden else cells
                records.append((start, kept or [""]))
                start = reader.line_num + 1
        except csv.Error as error:
            never_closed = "unexpected end of data" in str(error)
            meaning = "a quoted field that is never closed" if never_closed else "more text after a closing quote"
            raise DataError(
                f"`{place}:{start}`: expected a row of comma-separated values, got {meaning}: "
                f"{excerpt(split_lines(text)[start - 1])}",
                hint="double every quote inside a quoted field, and close the field",
            ) from None
    return records


@contextmanager
def _long_fields() -> Iterator[None]:
    before = csv.field_size_limit(_LONGEST_FIELD)
    try:
        yield
    finally:
        csv.field_size_limit(before)
