"""The options that say how a corpus is to be read; every command that reads one has the same."""

import functools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypedDict

import click

from elman.cli.texts import TEXT_COLUMN
from elman.data import FORMATS
from elman.errors import DataError, UsageError

if TYPE_CHECKING:
    from elman.data import Corpus

_OPTIONS = {
    "text_column": click.option("--text-column", metavar="COLUMN", help=TEXT_COLUMN),
    "label_column": click.option(
        "--label-column", metavar="COLUMN", help="Column of the label: its name, or its position likewise."
    ),
    "format": click.option(
        "--format", type=click.Choice(FORMATS), help="Format of the data.  [default: by ending, then by first line]"
    ),
    "encoding": click.option(
        "--encoding", metavar="NAME", help="Encoding of the text.  [default: UTF-8, or what is detected]"
    ),
}


class Reading(TypedDict):
    """What the options gave, by the names of :func:`elman.data.read`'s arguments; None where nothing was said."""

    text_column: str | None
    label_column: str | None
    format: str | None
    encoding: str | None


def refuse_twice(option: str, *sources: str | None) -> None:
    """Refuse standard input in two places: who asked second would find nothing.

    Args:
        option: What names the second.
        sources: The first and the second; None for none.

    Raises:
        UsageError: If both are standard input.
    """
    if sources.count("-") > 1:
        raise UsageError(f"{option}: standard input can be read only once", hint="give one of them as a file")


@contextmanager
def read_alike(option: str, reading: Reading) -> Iterator[None]:
    """Let a fault of a second source say that it is read as the first one is.

    Args:
        option: What names the second.
        reading: What was said of both.
    """
    try:
        yield
    except (DataError, UsageError) as error:
        if not any(reading.values()):
            raise
        alike = f"what says how the data is read holds for {option} too, which is to have the same form"
        raise type(error)(error.message, hint=f"{error.hint}; {alike}" if error.hint else alike) from None


def left_out_words(corpus: "Corpus", left_out: int) -> str:
    """What to say, after a comma, of texts that are left out because they stand elsewhere; nothing where none is.

    Args:
        corpus: All of them.
        left_out: How many.
    """
    if not left_out:
        return ""
    from elman.data import contradicted

    others = contradicted(corpus.texts, corpus.labels or ())
    contradicting = f", {others:,} of them with another label than the one that stays (see `elman data audit`)"
    return f", {left_out:,} duplicates left out" + (contradicting if others else "")


def reading_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the four options to a command and hand it their values as one keyword ``reading``.

    The values are ready for :func:`elman.data.read`: ``read(source, **reading)``.

    Args:
        command: A function for ``click.command``, with a keyword argument ``reading`` of type :class:`Reading`.
    """

    @functools.wraps(command)
    def with_reading(*arguments: Any, **options: Any) -> Any:
        return command(*arguments, reading={name: options.pop(name) for name in _OPTIONS}, **options)

    decorated: Callable[..., Any] = with_reading
    for option in reversed(_OPTIONS.values()):  # click shows the option added last first
        decorated = option(decorated)
    return decorated
