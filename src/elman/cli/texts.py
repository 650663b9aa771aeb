"""Commands that take texts: texts themselves, or where they stand and how they are read."""

import functools
from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

import click

TEXT_COLUMN = "Column of the text: its name; or its position, from 1, where no row names the columns."
_FORMATS = ("tsv", "csv", "jsonl", "parquet", "fasttext", "plain")  # of a file; named here, for they load slowly


class Asked(NamedTuple):
    """What a command is asked about.

    Args:
        texts: Those that were given; none where ``source`` is said.
        source: A file, or - for standard input; None for neither.
        column: Of a table, that of the texts; None for the usual one.
        format: Of the file; None for what its ending says.
        encoding: Of the file; None for UTF-8.
    """

    texts: tuple[str, ...]
    source: str | None
    column: str | None
    format: str | None
    encoding: str | None

    def groups(self) -> Iterable[list[str]]:
        """The texts, some together; of a table those of a column, of any other file its lines, as they come.

        Raises:
            DataError: If the file cannot be read.
            UsageError: If plain text is asked for a column.
        """
        if self.source is None:
            return [list(self.texts)]
        # What reading files takes is loaded only where there is one.
        from elman.data import read, read_line_groups
        from elman.data.formats import ENDINGS
        from elman.errors import UsageError

        by_ending = any(self.source.lower().endswith(ending) for ending in ENDINGS)
        if self.format != "plain" and (self.format or self.column or by_ending):
            reading = {"text_column": self.column, "format": self.format, "encoding": self.encoding}
            return [list(read(self.source, labelled=False, **reading).texts)]
        if self.column is not None:
            raise UsageError("--text-column: plain text has no columns", hint="leave it out, or --format plain")
        groups = read_line_groups(self.source, encoding=self.encoding)
        return groups if self.format else _told_of_a_table(groups, self.source)


class _Characters(click.types.StringParamType):
    """A text of the command line, which may have come as bytes that the locale makes nothing of."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The text itself; bytes are read as UTF-8."""
        try:
            return value.encode(errors="surrogateescape").decode()
        except UnicodeError:
            self.fail("expected UTF-8; got bytes that are none (a file may be read with its --encoding)", param, ctx)


CHARACTERS = _Characters()


def text_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add ``[TEXT]...``, ``--file`` and how the file is read, and hand the command what they say, as ``asked``."""

    @click.argument("texts", metavar="[TEXT]...", nargs=-1, type=CHARACTERS)
    @click.option("--file", "source", metavar="FILE", help="Read texts from FILE; - for standard input.")
    @click.option("--text-column", metavar="COLUMN", help=TEXT_COLUMN)
    @click.option("--format", type=click.Choice(_FORMATS), help="Format of FILE.  [default: its ending's, or plain]")
    @click.option(
        "--encoding", metavar="NAME", help="Encoding of FILE.  [default: UTF-8; of a table, or what is detected]"
    )
    @functools.wraps(command)
    def with_texts(
        *arguments: Any,
        texts: tuple[str, ...],
        source: str | None,
        text_column: str | None,
        format: str | None,  # noqa: A002 (the option's name)
        encoding: str | None,
        **options: Any,
    ) -> Any:
        if texts == ("-",) and source is None:
            texts, source = (), "-"
        elif "-" in texts:
            from elman.errors import UsageError

            raise UsageError(
                "TEXT: expected - alone, for standard input; got it beside others",
                hint="give the texts, or - alone; a text that is a dash may stand in a file",
            )
        elif texts:
            said = {"--file": source, "--text-column": text_column, "--format": format, "--encoding": encoding}
            _refuse_beside_texts(said)
        return command(*arguments, asked=Asked(texts, source, text_column, format, encoding), **options)

    return with_texts


def _told_of_a_table(groups: Iterable[list[str]], source: str) -> Iterator[list[str]]:
    """The groups as they come; the first that is not blank shows whether they look like a table's."""
    from elman.data.formats import tell_of_format
    from elman.data.source import source_name

    groups = iter(groups)
    for group in groups:
        filled = any(map(str.strip, group))
        if filled:
            done = "each of its lines is read as a text"
            tell_of_format("\n".join(group), source_name(source), done, ", or --format plain to keep it this way")
        yield group
        if filled:
            break
    yield from groups


def _refuse_beside_texts(said: dict[str, str | None]) -> None:
    """Refuse what is said of a file where there is none."""
    unfit = next((name for name, value in said.items() if value is not None), None)
    if unfit is not None:
        from elman.errors import UsageError

        raise UsageError(f"TEXT and {unfit}: expected one or the other; got both", hint="leave one out")
