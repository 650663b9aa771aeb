"""Comma-separated values as RFC 4180 has them: a quoted field may hold commas, line ends and doubled quotes.

Semicolons or tabs may stand for the commas, as spreadsheets write them where the comma is the decimal point.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager

from elman.data.columns import Request, find_columns, has_header
from elman.data.excerpt import excerpt
from elman.data.formats.records import SEPARATORS, is_blank, read_records
from elman.data.formats.row import Row
from elman.data.formats.separator import choose_separator
from elman.errors import DataError

# To a spreadsheet, by the first line; one that has saved it again may have given it as many columns as the others.
_SAID = re.compile('"?sep=(.)"?\\1* *(?:\r?\n|$)', re.IGNORECASE)


def parse_csv(text: str, request: Request) -> Iterator[Row]:
    """Rows of a comma-separated file; a row's number is the line it starts on.

    Blank lines are skipped, but in a file of a single column they are empty texts.

    Raises:
        DataError: If quotes are not closed, or a row has more or fewer columns than the first.
    """
    said = _SAID.match(text)
    if said and said[1] not in SEPARATORS:
        raise DataError(
            f"`{request.place}:1`: expected `,`, `;` or a tab after `sep=`; got {excerpt(said[1])}",
            hint="save the table with one of these between its columns",
        )
    with _json_told(text):
        separator = said[1] if said else choose_separator(text, request)
        rows = text[said.end() :] if said else text
        records = list(read_records(rows, separator, request.place, first_line=2 if said else 1))
        first = next((position for position, (_, cells) in enumerate(records) if not is_blank(cells)), None)
        if first is None:
            return
        first_row = records[first][1]
        columns = find_columns(first_row, request)
    mark = SEPARATORS[separator]
    for number, cells in records[first + 1 :] if has_header(first_row, request) else records:
        if len(cells) != len(first_row):
            if is_blank(cells) and len(first_row) > 1:
                continue
            if cells:
                quoting = f"put a text that holds {mark}s in double quotes"
                raise DataError(
                    f"`{request.place}:{number}`: expected {len(first_row)} {mark}-separated columns; "
                    f"got {len(cells)}: {excerpt(separator.join(cells))}",
                    hint=quoting if len(cells) > len(first_row) else f"give the row its other columns; {quoting}",
                )
            cells = [""]  # a blank line, of a single column
        yield Row(number, cells[columns.text], None if columns.label is None else cells[columns.label])


@contextmanager
def _json_told(text: str) -> Iterator[None]:
    """Let a fault name its cause where the lines are JSON."""
    try:
        yield
    except DataError as error:
        if not text.lstrip().startswith("{"):
            raise
        remedy = "name the file `.jsonl`, or give `--format jsonl` (in Python `format=`)"
        raise DataError(error.message, hint=f"the lines seem to be JSON: {remedy}") from None
