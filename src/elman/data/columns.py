"""Which column is the text and which the label: as asked for, or by the usual names."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from elman.data.excerpt import excerpt
from elman.errors import DataError, UsageError

TEXT_NAMES = ("text", "message", "sms", "content", "body", "v2")
LABEL_NAMES = ("label", "category", "class", "target", "spam", "v1")
COLUMNS_HINT = (
    "choose with `--text-column` and `--label-column` (in Python `text_column=` and `label_column=`): "
    "a name, or, where no row names the columns, a position from 1"
)

NO_LABEL = "if that is no label, choose the file's columns with `--text-column` and `--label-column`"


@dataclass(frozen=True)
class Request:
    """What is wanted of a file.

    Args:
        place: What error messages call the file.
        text_column: A column's name or its position from 1; None to go by the usual names.
        label_column: The same for the label.
        labelled: Whether labels are wanted.
    """

    place: str
    text_column: str | int | None = None
    label_column: str | int | None = None
    labelled: bool = True

    @property
    def asked(self) -> tuple[str | int, ...]:
        """The columns that were asked for."""
        wanted = (self.text_column, self.label_column if self.labelled else None)
        return tuple(column for column in wanted if column is not None)

    @property
    def by_usual_names(self) -> "Request":
        """The same, of columns that nobody named."""
        return Request(self.place, labelled=self.labelled)

    def names_some_of(self, cells: Sequence[str]) -> bool:
        """Whether columns were asked for by names, all of which are among some cells."""
        names = {str(column) for column in self.asked if _position(column) is None}
        return bool(names) and names.issubset(cells)


class Columns(NamedTuple):
    """Positions from 0 of the text and the label; no label's where none is wanted."""

    text: int
    label: int | None


def has_header(first_row: Sequence[str], request: Request) -> bool:
    """Whether a table's first row names its columns.

    It does when a name was asked for, or a position for one of the two and nothing for the other: that
    one can only be found by its name. Otherwise it does when it holds a usual name for each, or the text's
    where that is said to stand.
    """
    if any(_position(column) is None for column in request.asked) or (request.labelled and len(request.asked) == 1):
        return True
    usual = [cell.strip().lower() for cell in first_row]
    position = _position(request.text_column)
    if position is not None and 1 <= position <= len(usual) and usual[position - 1] in TEXT_NAMES:
        return True
    names = set(usual)
    return not names.isdisjoint(TEXT_NAMES) and (not request.labelled or not names.isdisjoint(LABEL_NAMES))


def find_columns(names: Sequence[str], request: Request, *, positions: bool = True) -> Columns:
    """The wanted columns among those there are.

    Args:
        names: The columns' names, or the cells of the first row where no header names them.
        request: What is wanted.
        positions: Whether a number means a position (in a table) or a name (in an object).

    Raises:
        DataError: If a column that was asked for is not there, or the usual names are not there exactly once.
        UsageError: If text and label would be the same column.
    """
    text = _find(request.text_column, TEXT_NAMES, names, f"`{request.place}`: text column", positions)
    if not request.labelled:
        return Columns(text, None)
    label = _find(request.label_column, LABEL_NAMES, names, f"`{request.place}`: label column", positions)
    if text == label:
        raise UsageError(f"`{request.place}`: text and label are both column {text + 1}", hint=COLUMNS_HINT)
    return Columns(text, label)


def _find(asked: str | int | None, usual: Sequence[str], names: Sequence[str], role: str, positions: bool) -> int:
    position = _position(asked) if positions else None
    there = ", ".join(map(excerpt, names))  # without a header these are texts, of any length
    if position is not None:
        if not 1 <= position <= len(names):
            raise DataError(f"{role}: expected a position from 1 to {len(names)}; got {position}", hint=COLUMNS_HINT)
        return position - 1
    if asked is not None:
        expected = f"`{asked}`"
        found = [place for place, name in enumerate(names) if name == str(asked)]
    else:
        expected = "one of " + ", ".join(f"`{name}`" for name in usual)
        found = [place for place, name in enumerate(names) if name.strip().lower() in usual]
    if len(found) != 1:
        amount = "none" if not found else f"{len(found)}"
        raise DataError(f"{role}: expected {expected}, found {amount} among {there}", hint=COLUMNS_HINT)
    return found[0]


def _position(column: str | int | None) -> int | None:
    """The number that a column was asked for by, if it was by a number."""
    if isinstance(column, int):
        return column
    return int(column) if column is not None and column.isascii() and column.isdigit() else None
