"""How long something takes, for the benchmarks of this folder."""

import time
from collections.abc import Callable


def microseconds(ask: Callable[[], object], count: int) -> float:
    """Microseconds that each of ``count`` answers takes, when all of them are asked for once."""
    start = time.perf_counter()
    ask()
    return 1e6 * (time.perf_counter() - start) / count
