"""What stands between the columns of a CSV file, where no first line says it."""

import re

from elman.data.columns import Request, find_columns, has_header
from elman.data.formats.records import SEPARATORS, is_blank, read_records
from elman.errors import DataError, UsageError
from elman.notes import note

_OPENS = re.compile(',"(?![";\t\r\n]|$)')  # a quote behind a comma, which nothing but a comma's field has


def choose_separator(text: str, request: Request) -> str:
    """What stands between columns: the first mark that makes a table of those that are wanted; commas if none does.

    Where no row names the columns and another mark would do too, a note says which was taken.

    Args:
        text: The file's.
        request: What is wanted of it.
    """
    first_rows = {each: _first_row(text, each, request.place) for each in SEPARATORS}
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
    if chosen != "," and _OPENS.search(text) and _widths(text, ",", request.place) is None:
        return ","  # whose fault is to be mended
    if chosen != "," and (one_column or len(alone) != 1):
        others.append(",")
    if others:
        read = f"its columns are read as separated by {SEPARATORS[chosen]}s"
        otherwise = "`sep=` and a tab" if others[0] == "\t" else f"`sep={others[0]}`"
        note(f"note: `{request.place}`: {read}; a first line {otherwise} says otherwise")
    return chosen


def _first_row(text: str, separator: str, place: str) -> list[str]:
    """The first row that is not blank; of no cells where there is none, or it cannot be read."""
    try:
        return next((cells for _, cells in read_records(text, separator, place) if not is_blank(cells)), [])
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
    widths = _widths(text, separator, request.place)
    return widths is not None and len(widths) >= least and len(set(widths)) == 1


def _widths(text: str, separator: str, place: str) -> list[int] | None:
    """Cells of every row that is not blank; None where a quote is at fault."""
    try:
        return [len(cells) for _, cells in read_records(text, separator, place) if not is_blank(cells)]
    except DataError:
        return None
