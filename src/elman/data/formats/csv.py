"""Comma-separated values as RFC 4180 has them: a quoted field may hold commas, line ends and doubled quotes.

Semicolons or tabs may stand for the commas, as spreadsheets write them where the comma is the decimal point.
"""

import csv
import io
import re
from collections.abc import Iterator
from contextlib import contextmanager

from elman.data.columns import Request, find_columns, has_header
from elman.data.excerpt import excerpt
from elman.data.formats.row import Row
from elman.errors import DataError, UsageError
from elman.notes import note

# The module takes a carriage return without a newline for the end of a row. It does not end one here: it is
# shown to the module as the one character that decoding has made sure does not occur.
_LONE_RETURN = re.compile("\r(?!\n|$)")
_STAND_IN = "\0"

# The module's own limit is 131,072 characters. There is one for the whole process, so it is raised once and for all:
# restoring it after a file would change it under another thread that is still reading.
csv.field_size_limit(2**31 - 1)

_SEPARATORS = {",": "comma", ";": "semicolon", "\t": "tab"}
# To a spreadsheet, by the first line; one that has saved it again may have given it as many columns as the others.
_SAID = re.compile('"?sep=(.)"?\\1* *(?:\r?\n|$)', re.IGNORECASE)
_OPENS = re.compile(',"(?![";\t\r\n]|$)')  # a quote behind a comma, which nothing but a comma's field has


def parse_csv(text: str, request: Request) -> Iterator[Row]:
    """Rows of a comma-separated file; a row's number is the line it starts on.

    Blank lines are skipped, but in a file of a single column they are empty texts.

    Raises:
        DataError: If quotes are not closed, or a row has more or fewer columns than the first.
    """
    said = _SAID.match(text)
    if said and said[1] not in _SEPARATORS:
        raise DataError(
            f"`{request.place}:1`: expected `,`, `;` or a tab after `sep=`; got {excerpt(said[1])}",
            hint="save the table with one of these between its columns",
        )
    with _json_told(text):
        separator = said[1] if said else _separator(text, request)
        rows = text[said.end() :] if said else text
        records = list(_records(rows, separator, request.place, first_line=2 if said else 1))
        first = next((position for position, (_, cells) in enumerate(records) if not _is_blank(cells)), None)
        if first is None:
            return
        first_row = records[first][1]
        columns = find_columns(first_row, request)
    mark = _SEPARATORS[separator]
    for number, cells in records[first + 1 :] if has_header(first_row, request) else records:
        if len(cells) != len(first_row):
            if _is_blank(cells) and len(first_row) > 1:
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


def _is_blank(cells: list[str]) -> bool:
    return not cells or (len(cells) == 1 and cells[0].isspace())


def _separator(text: str, request: Request) -> str:
    """What stands between columns: the first mark that makes a table of those that are wanted; commas if none does."""
    first_rows = {each: _first_row(text, each, request.place) for each in _SEPARATORS}
    alone = first_rows[","]
    one_column = len(alone) == 1 and _serves(alone, request)  # which may be all there is
    if one_column and request.names_some_of(alone):
        return ","
    fitting = [each for each, row in first_rows.items() if _fits(text, each, row, request, least=1 + one_column)]
    if not fitting:
        several = [each for each, row in first_rows.items() if len(row) > 1 and not one_column]
        return several[0] if several else ","
    chosen, others = fitting[0], fitting[1:]
    if has_header(first_rows[chosen], request):
        return chosen
    if chosen != "," and _OPENS.search(text) and not _is_readable(text, ",", request.place):
        return ","  # whose fault is to be mended
    if chosen != "," and (one_column or len(alone) != 1):
        others.append(",")
    if others:
        read = f"its columns are read as separated by {_SEPARATORS[chosen]}s"
        otherwise = "`sep=` and a tab" if others[0] == "\t" else f"`sep={others[0]}`"
        note(f"note: `{request.place}`: {read}; a first line {otherwise} says otherwise")
    return chosen


def _is_readable(text: str, separator: str, place: str) -> bool:
    """Whether no quote of the file is at fault."""
    try:
        return all(True for _ in _records(text, separator, place))
    except DataError:
        return False


def _first_row(text: str, separator: str, place: str) -> list[str]:
    """The first row that is not blank; of no cells where there is none, or it cannot be read."""
    try:
        return next((cells for _, cells in _records(text, separator, place) if not _is_blank(cells)), [])
    except DataError:
        return []


def _serves(cells: list[str], request: Request) -> bool:
    """Whether a table of such columns has those that are wanted."""
    try:
        find_columns(cells, request)
    except (DataError, UsageError):
        return False
    return True


def _fits(text: str, separator: str, first_row: list[str], request: Request, *, least: int) -> bool:
    """Whether there are several columns, with those that are wanted: under names, or in rows that are all as wide.

    Args:
        text: The file's.
        separator: Between columns.
        first_row: Its cells.
        request: What is wanted.
        least: Rows there must be, where no names are.
    """
    if len(first_row) < 2 or not _serves(first_row, request):
        return False
    if has_header(first_row, request):
        return True
    try:
        widths = [len(cells) for _, cells in _records(text, separator, request.place) if not _is_blank(cells)]
    except DataError:
        return False
    return len(widths) >= least and len(set(widths)) == 1


def _records(text: str, separator: str, place: str, first_line: int = 1) -> Iterator[tuple[int, list[str]]]:
    """Every row's cells with the line it starts on; an empty line has none."""
    start = first_line
    shown, hidden = _LONE_RETURN.subn(_STAND_IN, text)
    lines = _Lines(io.StringIO(shown, newline="\n"))
    reader = csv.reader(lines, delimiter=separator, strict=True)
    while True:
        lines.of_row.clear()
        try:
            cells = next(reader, None)
        except csv.Error as error:
            meaning, remedy = _explained(error)
            raise _unreadable(place, start, separator, meaning, lines.of_row[0], remedy) from None
        if cells is None:
            return
        if any(cell[:1] == " " and cell.lstrip(" ")[:1] == '"' for cell in cells) and re.search(
            f'(?:^|{separator}) +"', re.sub(_quoted(separator), r"\1", "".join(lines.of_row))
        ):
            meaning = f"a blank between a {_SEPARATORS[separator]} and a quote"
            remedy = "remove the blank, so that the quote counts"
            raise _unreadable(place, start, separator, meaning, lines.of_row[0], remedy)
        yield start, [cell.replace(_STAND_IN, "\r") for cell in cells] if hidden else cells
        start = first_line + reader.line_num


def _quoted(separator: str) -> str:
    """A pattern of a quoted field and what stands before it."""
    return f'(^|{separator})"(?:[^"]|"")*"'


class _Lines:
    """Lines, of which those of the row that is being read are kept."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines = lines
        self.of_row: list[str] = []

    def __iter__(self) -> Iterator[str]:
        for line in self._lines:
            self.of_row.append(line)
            yield line


def _unreadable(place: str, number: int, separator: str, got: str, line: str, remedy: str) -> DataError:
    shown = line.removesuffix("\n").removesuffix("\r").replace(_STAND_IN, "\r")
    return DataError(
        f"`{place}:{number}`: expected a row of {_SEPARATORS[separator]}-separated values; got {got}: {excerpt(shown)}",
        hint=remedy,
    )


def _explained(error: csv.Error) -> tuple[str, str]:
    """What the module's complaint means, and the remedy."""
    if "field limit" in str(error):
        return f"a field of more than {csv.field_size_limit():,} characters", "shorten it, or close the quote before it"
    quoting = "double every quote inside a quoted field, and close the field"
    if "unexpected end of data" in str(error):
        return "a quoted field that is never closed", quoting
    return "more text after a closing quote", quoting
