"""The table as people read it, and as programs do."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from benchmarks.accuracy.result import Row

_TITLE_WIDTH = 32
_SECONDS = ("s/fold", "seconds_per_fold", ".2f")
_ANY_CLASSES = (("errors", "errors", ".0f"), ("accuracy", "accuracy", ".2%"), ("MCC", "mcc", ".4f"))
_TWO_CLASSES = (*_ANY_CLASSES, ("caught", "spam_caught", ".2%"), ("blocked", "blocked_ham", ".2%"), _SECONDS)
_MORE_CLASSES = (*_ANY_CLASSES, ("macro F1", "macro_f1", ".4f"), _SECONDS)


@dataclass(frozen=True)
class Table:
    """How rows are printed.

    Args:
        positive_label: For two classes, the one to catch; None for more.
        averaged: Whether rows may have several runs: errors then have a decimal, and each run's are listed.
    """

    positive_label: str | None
    averaged: bool

    @property
    def _columns(self) -> Sequence[tuple[str, str, str]]:
        return _MORE_CLASSES if self.positive_label is None else _TWO_CLASSES

    def heading(self) -> str:
        """The line above the rows."""
        cells = [f"{name:>8}" for name, _, _ in self._columns]
        return " ".join([f"{'system':<{_TITLE_WIDTH}}", *cells, *(["  errors of each run"] if self.averaged else [])])

    def line(self, row: Row) -> str:
        """A row on one line; one that was not run says why."""
        title = f"{row.title:<{_TITLE_WIDTH}}"
        if row.not_run is not None:
            return f"{title}   not run: {row.not_run}"
        mean = row.mean()
        cells = [self._cell(key, mean[key], form) for _, key, form in self._columns]
        each = "  " + " ".join(str(run.metrics["errors"]) for run in row.runs)
        return " ".join([title, *cells, *([each] if self.averaged else [])])

    def _cell(self, key: str, value: float | None, form: str) -> str:
        if value is None:
            return f"{'-':>8}"
        return f"{value:>8{'.1f' if key == 'errors' and self.averaged else form}}"


def as_json(rows: Iterable[Row]) -> list[dict[str, Any]]:
    """The rows as plain JSON types: every run, and their mean."""
    return [
        {"system": row.name, "title": row.title, "not_run": row.not_run}
        if row.not_run is not None
        else {"system": row.name, "title": row.title, "mean": row.mean(), "runs": [asdict(run) for run in row.runs]}
        for row in rows
    ]
