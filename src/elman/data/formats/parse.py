"""From a format's name to its parser."""

from collections.abc import Callable, Iterator

from elman.data.columns import Request
from elman.data.decoding import decode
from elman.data.formats.csv import parse_csv
from elman.data.formats.fasttext import parse_fasttext
from elman.data.formats.jsonl import parse_jsonl
from elman.data.formats.parquet import parse_parquet
from elman.data.formats.plain import parse_plain
from elman.data.formats.row import Row
from elman.data.formats.tsv import parse_tsv
from elman.data.lines import with_newlines

_PARSERS: dict[str, Callable[[str, Request], Iterator[Row]]] = {
    "tsv": parse_tsv,
    "csv": parse_csv,
    "jsonl": parse_jsonl,
    "fasttext": parse_fasttext,
    "plain": parse_plain,
}


def parse(content: bytes, format_name: str, request: Request, encoding: str | None) -> Iterator[Row]:
    """Rows of a file's bytes; carriage returns end its lines where there is no newline at all.

    Args:
        content: The whole file.
        format_name: One of :data:`FORMATS`, not ``folder``.
        request: What is wanted of it.
        encoding: Of the text; None to find out. Parquet knows its own.
    """
    if format_name == "parquet":
        return parse_parquet(content, request)
    text = with_newlines(decode(content, place=request.place, encoding=encoding))
    return _PARSERS[format_name](text, request)
