"""What was measured: every run of a system, and their mean."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

_FIGURES = ("errors", "accuracy", "mcc", "macro_f1", "spam_caught", "blocked_ham")


@dataclass(frozen=True)
class Run:
    """One division of the corpus, answered once.

    Args:
        metrics: Of all its test parts together; see ``elman.evaluate.classification_metrics``.
        seconds_per_fold: Fitting on a training part and answering its test part.
        split_seed: Seed of the division; None for a fixed one.
        seed: Seed of the training; None for a rival, whose own is fixed.
    """

    metrics: dict[str, Any]
    seconds_per_fold: float
    split_seed: int | None
    seed: int | None = None

    @property
    def macro_f1(self) -> float:
        """Mean F1 of the classes that occur or are answered."""
        found: list[float] = [each["f1"] for each in self.metrics["classes"].values() if each["f1"] is not None]
        return sum(found) / len(found)


@dataclass(frozen=True)
class Row:
    """One system's result.

    Args:
        name: What the command line calls it.
        title: What the table calls it.
        runs: Of every split seed and seed; empty if it could not be run.
        not_run: Why it could not be.
    """

    name: str
    title: str
    runs: Sequence[Run] = field(default=())
    not_run: str | None = None

    def mean(self) -> dict[str, float | None]:
        """Every figure of the table, averaged over the runs; None for what the classes do not have."""
        columns: dict[str, list[Any]] = {
            name: [run.macro_f1 if name == "macro_f1" else run.metrics.get(name) for run in self.runs]
            for name in _FIGURES
        }
        columns["seconds_per_fold"] = [run.seconds_per_fold for run in self.runs]
        return {name: None if None in column else sum(column) / len(column) for name, column in columns.items()}
