"""Rows of cells between commas, or what stands for them, by the rules of RFC 4180."""

import csv
import io
import re
from collections.abc import Iterator

from elman.data.excerpt import excerpt
from elman.errors import DataError

SEPARATORS = {",": "comma", ";": "semicolon", "\t": "tab"}
"""What may stand between cells, and what it is called."""

# The module takes a carriage return without a newline for the end of a row. It does not end one here: it is
# shown to the module as the one character that decoding has made sure does not occur.
_LONE_RETURN = re.compile("\r(?!\n|$)")
_STAND_IN = "\0"

# The module's own limit is 131,072 characters. There is one for the whole process, so it is raised once and for all:
# restoring it after a file would change it under another thread that is still reading.
csv.field_size_limit(2**31 - 1)


def read_records(text: str, separator: str, place: str, first_line: int = 1) -> Iterator[tuple[int, list[str]]]:
    """Every row's cells with the line it starts on; an empty line has none.

    Args:
        text: All rows.
        separator: What stands between cells, one of ``SEPARATORS``.
        place: What error messages call the file.
        first_line: The number of the text's first line.

    Raises:
        DataError: If a quote is at fault: one that is not closed, or that means nothing where it stands.
    """
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
            meaning = f"a blank between a {SEPARATORS[separator]} and a quote"
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
        f"`{place}:{number}`: expected a row of {SEPARATORS[separator]}-separated values; got {got}: {excerpt(shown)}",
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


def is_blank(cells: list[str]) -> bool:
    """Whether a row is a blank line's."""
    return not cells or (len(cells) == 1 and cells[0].isspace())
