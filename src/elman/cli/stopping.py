"""Ending a run by Ctrl-C, or as a system ends it: once asks for a checkpoint and an end, twice ends at once."""

import contextlib
import signal
from collections.abc import Callable, Iterator
from types import FrameType

import click

_SIGNALS = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]


@contextlib.contextmanager
def stopping() -> Iterator[Callable[[], bool]]:
    """Let the first Ctrl-C, or signal to end or hang up, ask for a checkpoint and an end; the second ends at once."""
    asked = False

    def ask(number: int, frame: FrameType | None) -> None:  # noqa: ARG001 (signal's signature)
        nonlocal asked
        asked = True
        click.echo("\nstopping after this step; press Ctrl-C again to stop at once", err=True)
        restore()

    def restore() -> None:
        for each, handler in before.items():
            signal.signal(each, handler)

    before = {each: signal.getsignal(each) for each in _SIGNALS}
    # Leave alone handlers that C code installed, and signals that are ignored, as nohup ignores SIGHUP.
    before = {each: handler for each, handler in before.items() if handler not in (None, signal.SIG_IGN)}
    for each in before:
        signal.signal(each, ask)
    try:
        yield lambda: asked
    finally:
        restore()
