"""Plain lines: every line is a text, a blank one an empty text; there are no labels."""

from collections.abc import Iterator

from elman.data.columns import Request
from elman.data.formats.row import Row
from elman.data.lines import split_lines
from elman.errors import DataError


def parse_plain(text: str, request: Request) -> Iterator[Row]:
    """Rows of a file of texts.

    Raises:
        DataError: If labels are wanted.
    """
    if request.labelled:
        raise DataError(
            f"`{request.place}`: expected labels; got a file of plain lines",
            hint="choose a format that has labels with `--format` (in Python `format=`)",
        )
    for number, line in enumerate(split_lines(text), start=1):
        yield Row(number, line, None)
