"""Showing how far training has come: a bar on a terminal and in a notebook, nothing elsewhere."""

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from types import TracebackType
from typing import Protocol, Self


class Progress(Protocol):
    """Who is told about a run."""

    def start(self, epochs: int, steps: int, done: int) -> None:
        """A run of so many epochs and steps begins, or goes on after ``done`` steps."""

    def step(self, epoch: int, **figures: float) -> None:
        """A step was taken; the epoch's figures so far, such as its mean ``loss``."""

    def epoch(self, row: Mapping[str, float]) -> None:
        """An epoch ended with this row of the history."""

    def measured(self, done: int, of: int) -> None:
        """After the last epoch of a language model, so many tokens of what is held out are measured."""


class Silent:
    """Tells nobody."""

    def start(self, epochs: int, steps: int, done: int) -> None:
        """Nothing."""

    def step(self, epoch: int, **figures: float) -> None:
        """Nothing."""

    def epoch(self, row: Mapping[str, float]) -> None:
        """Nothing."""

    def measured(self, done: int, of: int) -> None:
        """Nothing."""


@contextmanager
def progress_bar() -> Iterator[Progress]:
    """A bar on stderr with the run's figures; silence where that is neither a terminal nor a notebook.

    The terminal is left in order when the context is.
    """
    on_terminal = sys.stderr is not None and sys.stderr.isatty()
    if on_terminal or "IPython" in sys.modules:
        with _Bar(on_terminal) as bar:
            yield bar
    else:
        yield Silent()  # for which Rich need not be loaded


class _Bar:
    """Drawn by Rich, which knows a notebook when it sees one."""

    def __init__(self, on_terminal: bool) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
        from rich.progress import Progress as RichProgress

        console = Console(stderr=True)
        self._bar = RichProgress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeRemainingColumn(),
            TextColumn("{task.fields[figures]}"),
            console=console,
            transient=True,
            disable=not (on_terminal or console.is_jupyter),
        )
        self._epochs = 0

    def __enter__(self) -> Self:
        self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bar.stop()

    def start(self, epochs: int, steps: int, done: int) -> None:
        """Show an empty bar, or one at the resumed step."""
        self._epochs = epochs
        self._task = self._bar.add_task("training", total=steps, completed=done, figures="")

    def step(self, epoch: int, **figures: float) -> None:
        """Move the bar on by one step."""
        shown = "  ".join(f"{name} {value:.4f}" for name, value in figures.items())
        self._bar.update(self._task, advance=1, description=f"epoch {epoch}/{self._epochs}", figures=shown)

    def epoch(self, row: Mapping[str, float]) -> None:
        """Leave a line with the epoch's figures above the bar."""
        figures = "  ".join(f"{name} {value:.4f}" for name, value in row.items() if name != "epoch")
        if not self._bar.disable:
            self._bar.console.print(f"epoch {row['epoch']:.0f}  {figures}", soft_wrap=True)

    def measured(self, done: int, of: int) -> None:
        """Let the bar tell of the measurement."""
        self._bar.update(self._task, description="held out", total=of, completed=done, figures="")
