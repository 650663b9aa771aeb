"""A row, as every format gives it, and what its label and text may be."""

import math
from typing import NamedTuple

from elman.data.excerpt import excerpt
from elman.errors import DataError


class Row(NamedTuple):
    """One text; ``number`` is the line it starts on (in Parquet its row), from 1."""

    number: int
    text: str
    label: str | None


def text_of(value: object, place: str) -> str:
    """A typed value as a text: only a string is one.

    Raises:
        DataError: If it is anything else, or holds half of a surrogate pair, which no encoding can write.
    """
    if not isinstance(value, str):
        raise _unfit("text: expected a string", value, place)
    try:
        value.encode()
    except UnicodeEncodeError:
        raise _unfit("expected whole characters, not half of a surrogate pair", value, place) from None
    return value


def label_of(value: object, place: str) -> str:
    """A typed value as a label: a string, a number as it is written, or ``true`` and ``false``.

    Raises:
        DataError: If it is anything else.
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return text_of(value, place)
    if isinstance(value, int) or (isinstance(value, float) and math.isfinite(value)):
        return str(value)
    raise _unfit("label: expected a string or a number", value, place)


def _unfit(expected: str, value: object, place: str) -> DataError:
    got = "null" if value is None else excerpt(value if isinstance(value, str) else str(value))
    return DataError(f"`{place}`: {expected}; got {got}", hint="mend the value, or remove the text")
