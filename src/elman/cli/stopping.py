"""Ending a run by Ctrl-C: the first asks for a checkpoint and an end, the second ends at once."""

import contextlib
import signal
from collections.abc import Callable, Iterator
from types import FrameType

import click


@contextlib.contextmanager
def stopping() -> Iterator[Callable[[], bool]]:
    """Let the first Ctrl-C ask for a checkpoint and an end; the second ends at once."""
    asked = False

    def ask(number: int, frame: FrameType | None) -> None:  # noqa: ARG001 (signal's signature)
        nonlocal asked
        asked = True
        click.echo("\nstopping after this step; press Ctrl-C again to stop at once", err=True)
        signal.signal(signal.SIGINT, before)

    before = signal.signal(signal.SIGINT, ask)
    try:
        yield lambda: asked
    finally:
        signal.signal(signal.SIGINT, before)
