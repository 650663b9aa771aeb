"""Medians of interleaved rounds, and ratios with their spread."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np


@dataclass(frozen=True)
class Ratio:
    """How many times as long one takes as another, over rounds in which both were timed one after the other.

    Args:
        median: Of the rounds' ratios.
        low: Their 10th percentile.
        high: Their 90th percentile.
    """

    median: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.median:.2f} ({self.low:.2f}-{self.high:.2f})"


def ratio(seconds: Sequence[float], base: Sequence[float]) -> Ratio:
    """Of times that were taken in pairs."""
    pairs = np.divide(seconds, base)
    return Ratio(*(float(each) for each in np.percentile(pairs, [50, 10, 90])))


@dataclass(frozen=True)
class Row:
    """One line of a table: what one way of computing something took.

    Args:
        what: What was computed.
        who: Who computed it.
        where: ``all cores``, or ``one core``.
        median: In ``unit``.
        unit: Of the median.
        ratio: To ours in the same rounds; None for ours.
        peak_share: Of what the core multiplied and added at most in the same rounds, where it is known.
    """

    what: str
    who: str
    where: str
    median: float
    unit: str
    ratio: Ratio | None = None
    peak_share: float | None = None

    def __str__(self) -> str:
        share = "" if self.peak_share is None else f"{100 * self.peak_share:.0f} %"
        compared = "" if self.ratio is None else str(self.ratio)
        taken = f"{self.median:.2f} {self.unit}"
        return f"{self.what:<34}{self.where:<11}{self.who:<22}{taken:>12}  {compared:<20}{share:>6}".rstrip()

    def as_json(self) -> dict[str, Any]:
        """Without what is not known."""
        return {name: value for name, value in asdict(self).items() if value is not None}


HEADING = f"{'what':<34}{'on':<11}{'who':<22}{'median':>12}  {'ratio to ours':<20}{'of peak':>6}"


def rows_of(
    rounds: Mapping[str, Sequence[float]],
    *,
    base: str,
    what: str,
    where: str,
    unit: str,
    peak_seconds: Sequence[float] | None = None,
) -> list[Row]:
    """A row for everyone, from the times of interleaved rounds.

    Args:
        rounds: Seconds of each round, by who took them.
        base: Whose times the ratios are to.
        what: See ``Row``.
        where: See ``Row``.
        unit: ``s``, ``ms`` or ``µs``.
        peak_seconds: What the products alone would take at the core's peak of each round, where that is known.
    """
    scale = {"s": 1.0, "ms": 1e3, "µs": 1e6}[unit]
    rows = []
    for who, seconds in rounds.items():
        median = float(np.median(seconds))
        compared = None if who == base else ratio(seconds, rounds[base])
        share = None if peak_seconds is None else float(np.median(np.divide(peak_seconds, seconds)))
        rows.append(Row(what, who, where, scale * median, unit, compared, share))
    return rows
