"""One seed, many independent generators of random numbers: each purpose draws from its own."""

import zlib
from typing import TYPE_CHECKING

from elman.settings import whole_number

if TYPE_CHECKING:
    import numpy as np


def generator(seed: int, purpose: str, number: int = 0) -> "np.random.Generator":
    """The random numbers of one purpose; those of another do not depend on how many were drawn here.

    Args:
        seed: The run's seed, at least 0.
        purpose: What is drawn, such as ``split``.
        number: Which of several draws for the same purpose, such as the epoch.

    Raises:
        UsageError: If the seed is no whole number, or negative.
    """
    import numpy as np

    return np.random.default_rng([whole_number(seed), zlib.crc32(purpose.encode()), number])
