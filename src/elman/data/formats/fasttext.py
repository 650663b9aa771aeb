"""fastText's supervised format: ``__label__spam the text``, one label a line."""

import re
from collections.abc import Iterator

from elman.data.columns import Request
from elman.data.excerpt import excerpt
from elman.data.formats.row import Row
from elman.data.lines import filled_lines
from elman.errors import DataError

PREFIX = "__label__"


def parse_fasttext(text: str, request: Request) -> Iterator[Row]:
    """Rows of a fastText file; blank lines are skipped.

    Raises:
        DataError: If a line does not begin with a label, or has more than one.
    """
    for number, line in filled_lines(text):
        first, _, rest = re.sub("[ \t]", " ", line.lstrip(" \t"), count=1).partition(" ")
        if not first.startswith(PREFIX):
            if request.labelled:
                raise DataError(
                    f"`{request.place}:{number}`: expected a line that begins with `{PREFIX}`; got {excerpt(line)}",
                    hint="give the line a label, or choose another `--format`",
                )
            yield Row(number, line, None)
            continue
        further = [word for word in rest.split() if word.startswith(PREFIX)] if PREFIX in rest else []
        if further and request.labelled:
            raise DataError(
                f"`{request.place}:{number}`: expected one label; got {1 + len(further)}: {excerpt(line)}",
                hint="keep one label a line; a text belongs to one class here",
            )
        yield Row(number, rest, first.removeprefix(PREFIX) if request.labelled else None)
