"""JSON lines: one object a line, with the text and the label under two of its keys."""

import json
from collections.abc import Iterator
from typing import Any, NoReturn

from elman.data.columns import Request, find_columns
from elman.data.excerpt import excerpt
from elman.data.formats.row import Row, label_of, text_of
from elman.data.lines import filled_lines
from elman.errors import DataError


def parse_jsonl(text: str, request: Request) -> Iterator[Row]:
    """Rows of a file of JSON objects; the first object's keys decide which are read. Blank lines are skipped.

    Raises:
        DataError: If a line is not a JSON object, lacks a key, or holds a value that is no text or label.
    """
    keys: list[str] | None = None
    for number, line in filled_lines(text):
        place = f"{request.place}:{number}"
        record = _object(line, place)
        if keys is None:
            names = list(record)
            keys = [names[column] for column in find_columns(names, request, positions=False) if column is not None]
        for key in keys:
            if key in record.twice:
                raise DataError(f"`{place}`: the key {excerpt(key)} stands there twice", hint="keep one of the two")
            if key not in record:
                raise DataError(
                    f"`{place}`: expected the keys {', '.join(f'`{key}`' for key in keys)}; "
                    f"got {', '.join(map(excerpt, record)) or 'none'}",
                    hint="give every line the same keys",
                )
        yield Row(number, text_of(record[keys[0]], place), label_of(record[keys[1]], place) if keys[1:] else None)


class _Record(dict[str, Any]):
    """An object, and which of its keys stand there more than once."""

    def __init__(self, pairs: list[tuple[str, Any]]) -> None:
        super().__init__(pairs)
        names = [name for name, _ in pairs] if len(self) < len(pairs) else []
        self.twice = {name for name in self if names.count(name) > 1}


def _object(line: str, place: str) -> _Record:
    if line.lstrip().startswith("["):
        raise DataError(
            f"`{place}`: expected a JSON object; got {excerpt(line)}",
            hint="write the objects of a list one per line, for example with jq -c '.[]'",
        )
    try:
        record = json.loads(line, parse_constant=_refuse, object_pairs_hook=_Record)
    except json.JSONDecodeError as error:
        raise DataError(
            f"`{place}`: column {error.colno}: expected JSON; got {excerpt(line)}: {error.msg}",
            hint="mend the line; every line must be one JSON object",
        ) from None
    except (RecursionError, ValueError) as error:
        raise DataError(f"`{place}`: expected JSON; got {excerpt(line)}: {error}", hint="mend the line") from None
    if not isinstance(record, _Record):
        raise DataError(f"`{place}`: expected a JSON object; got {excerpt(line)}", hint="mend the line")
    return record


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is not JSON")
