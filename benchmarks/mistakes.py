"""A user's mistake in a benchmark is told as `elman` tells it: what is wrong, the remedy, an exit status."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click

from elman.errors import ElmanError


@contextmanager
def mistakes_told() -> Iterator[None]:
    """End the process with a message, and no traceback, where what is inside raises an error of ours."""
    try:
        yield
    except ElmanError as error:
        click.echo(f"error: {error.message}" + ("" if error.hint is None else f"\n\nhint: {error.hint}"), err=True)
        sys.exit(error.exit_status)
    except KeyboardInterrupt:
        click.echo("error: interrupted", err=True)
        sys.exit(130)
