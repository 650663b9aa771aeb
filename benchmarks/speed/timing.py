"""How long something takes, for the benchmarks of this folder."""

import time
from collections.abc import Callable
from statistics import median

UNTIMED_SECONDS = 0.05
"""For so long is asked before anything is timed: who waited for someone else finds the caches cold and the core slow.
A time, not a number of askings: the slower one would be given longer to wake up."""
IN_A_ROW = 5  # askings that are timed then


def microseconds(ask: Callable[[], object], count: int, clock: Callable[[], float] = time.perf_counter) -> float:
    """Microseconds that each of ``count`` answers takes when all are asked for, the median of a few askings."""

    def once() -> float:
        start = clock()
        ask()
        return clock() - start

    left = UNTIMED_SECONDS
    while left > 0:
        left -= once()
    return 1e6 * median(once() for _ in range(IN_A_ROW)) / count
