"""Parquet: two columns of a table, read by pyarrow."""

from collections.abc import Iterator
from typing import Any

from elman.data.columns import Request, find_columns
from elman.data.formats.row import Row, label_of, text_of
from elman.errors import DataError


def parse_parquet(content: bytes, request: Request) -> Iterator[Row]:
    """Rows of a Parquet file; a row's number counts from 1.

    Raises:
        DataError: If the file is damaged, or a column does not hold texts or labels.
    """
    values = _read_columns(content, request)
    for number, row in enumerate(zip(*values, strict=True), start=1):
        place = f"{request.place}:{number}"
        yield Row(number, text_of(row[0], place), label_of(row[1], place) if row[1:] else None)


def _read_columns(content: bytes, request: Request) -> list[list[Any]]:
    import pyarrow as pa
    from pyarrow import parquet

    try:
        file = parquet.ParquetFile(pa.BufferReader(content))
        names = file.schema_arrow.names
        wanted = [column for column in find_columns(names, request) if column is not None]
        once = [names.count(names[column]) == 1 for column in wanted]
        if all(once):  # the others need not be read
            table = file.read(columns=[names[column] for column in wanted])
            return [table.column(names[column]).to_pylist() for column in wanted]
        table = file.read()
        return [table.column(column).to_pylist() for column in wanted]
    except (pa.ArrowException, OSError, UnicodeDecodeError) as error:
        reason = str(error).partition("\n")[0].rstrip(".")
        raise DataError(
            f"`{request.place}`: expected a Parquet file; got a damaged or truncated one: {reason}",
            hint="write or download the file again",
        ) from None
