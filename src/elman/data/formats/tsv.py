"""Tab-separated values: ``label TAB text`` unless told otherwise; quotes are plain characters."""

from collections.abc import Iterator

from elman.data.columns import Request, find_columns, has_header
from elman.data.excerpt import excerpt
from elman.data.formats.row import Row
from elman.data.lines import split_lines
from elman.errors import DataError

_QUOTED = "quotes mean nothing here; `--format csv` (in Python `format=`) heeds them, between tabs too"


def parse_tsv(text: str, request: Request) -> Iterator[Row]:
    """Rows of a tab-separated file; blank lines are skipped.

    Without a header and without columns asked for, a line is cut at its first tab, so that a text may
    hold tabs. Under a header the last column takes the tabs that are left over. With positions
    but no header every line must have as many columns as the first.

    Raises:
        DataError: If a line has too few or too many columns.
    """
    lines = [(number, line) for number, line in enumerate(split_lines(text), start=1) if "\t" in line or line.strip()]
    first_row = lines[0][1].split("\t") if lines else []
    header = has_header(first_row, request)
    if header or request.asked:
        yield from _table(lines, first_row, request, header=header)
    else:
        yield from _label_then_text(lines, request)


def _label_then_text(lines: list[tuple[int, str]], request: Request) -> Iterator[Row]:
    for number, line in lines:
        label, tab, text = line.partition("\t")
        if tab:
            yield Row(number, text, label if request.labelled else None)
        elif not request.labelled:
            yield Row(number, line, None)
        else:
            raise DataError(
                f"`{request.place}:{number}`: expected a label, a tab and a text; got {excerpt(line)}",
                hint=_QUOTED if '"' in line else "give the line a label, or choose another `--format`",
            )


def _table(lines: list[tuple[int, str]], first_row: list[str], request: Request, *, header: bool) -> Iterator[Row]:
    columns, width = find_columns(first_row, request), len(first_row)
    for number, line in lines[1:] if header else lines:
        cells = line.split("\t", width - 1 if header else -1)
        if len(cells) != width:
            raise DataError(
                f"`{request.place}:{number}`: expected {width} tab-separated columns; "
                f"got {len(cells)}: {excerpt(line)}",
                hint=_QUOTED if '"' in line else "mend the line",
            )
        yield Row(number, cells[columns.text], None if columns.label is None else cells[columns.label])
