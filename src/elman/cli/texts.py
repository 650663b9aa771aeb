"""Commands that take texts: texts themselves, or where they stand and how they are read."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import click

_FORMATS = ("tsv", "csv", "jsonl", "parquet", "fasttext", "plain")  # of a file; named here, for they load slowly


def text_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add ``[TEXT]...``, ``--file`` and the options that say how the file is read, as keywords."""
    for add in (
        click.option("--encoding", metavar="NAME", help="Encoding of FILE.  [default: UTF-8]"),
        click.option(
            "--format", type=click.Choice(_FORMATS), help="Format of FILE.  [default: its ending's, or plain]"
        ),
        click.option("--text-column", metavar="COLUMN", help="Column of the text: its name, or its position from 1."),
        click.option("--file", "source", metavar="FILE", help="Read texts from FILE; - for standard input."),
        click.argument("texts", metavar="[TEXT]...", nargs=-1),
    ):
        command = add(command)
    return command


def texts_or_source(texts: tuple[str, ...], source: str | None, more: Mapping[str, object]) -> str | None:
    """Where the texts stand; None where they were given.

    Args:
        texts: Those that were given; ``-`` alone is standard input.
        source: The value of ``--file``.
        more: The options that say how the source is to be read, by name; None where nothing was said.

    Raises:
        UsageError: If there are texts, and something about a source.
    """
    if texts == ("-",) and source is None:
        return "-"
    unfit = next((name for name, value in {"--file": source, **more}.items() if value is not None), None)
    if texts and unfit is not None:
        from elman.errors import UsageError

        raise UsageError(f"TEXT and {unfit}: expected one or the other; got both", hint="leave one out")
    return source


def read_groups(source: str, column: str | None, format: str | None, encoding: str | None) -> Iterable[list[str]]:  # noqa: A002
    """The texts of a file: of a table those of a column, of any other its lines, as they come.

    Args:
        source: A file, or - for standard input.
        column: Of a table; None for the usual one.
        format: None for what the ending says.
        encoding: None for UTF-8.

    Raises:
        DataError: If it cannot be read.
        UsageError: If plain text is asked for a column.
    """
    # What reading files takes is loaded only where there is one.
    from elman.data import read, read_line_groups
    from elman.data.formats import ENDINGS
    from elman.errors import UsageError

    by_ending = any(source.lower().endswith(ending) for ending in ENDINGS)
    if format != "plain" and (format or column or by_ending):
        return [list(read(source, text_column=column, format=format, encoding=encoding, labelled=False).texts)]
    if column is not None:
        raise UsageError("--text-column: plain text has no columns", hint="leave it out, or --format plain")
    return read_line_groups(source, encoding=encoding)
