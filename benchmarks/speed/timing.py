"""How long something takes, for the benchmarks of this folder."""

import time
from collections.abc import Callable
from statistics import median

IN_A_ROW = 5  # askings that are timed, after one that is not: who waited for someone else finds the caches cold


def microseconds(ask: Callable[[], object], count: int, clock: Callable[[], float] = time.perf_counter) -> float:
    """Microseconds that each of ``count`` answers takes when all are asked for, the median of a few askings."""

    def once() -> float:
        start = clock()
        ask()
        return 1e6 * (clock() - start) / count

    ask()
    return median(once() for _ in range(IN_A_ROW))
