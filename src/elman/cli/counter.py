"""How far a command has come, on one line of a terminal that is written over."""

import sys
from collections.abc import Callable

import click


def counter(noun: str) -> Callable[[int, int], None]:
    """What shows how many of how many are done on standard error, until all are; nothing where that is no terminal."""
    shows = sys.stderr.isatty()

    def tell(done: int, of: int) -> None:
        if shows:
            shown = f"{noun} {done:,} of {of:,}"
            click.echo(f"\r{shown}" if done < of else f"\r{' ' * len(shown)}\r", nl=False, err=True)

    return tell
