"""One seed, many independent streams of random numbers: each purpose draws from its own."""

import operator
import zlib
from typing import TYPE_CHECKING, SupportsIndex

from elman.errors import UsageError

if TYPE_CHECKING:
    import numpy as np


def whole(value: object, name: str = "seed") -> int:
    """A whole number from 0 on as Python's own, also one of NumPy's.

    Args:
        value: What was given.
        name: Of the argument.

    Raises:
        UsageError: If it is no whole number, or negative.
    """
    if not isinstance(value, SupportsIndex) or (number := operator.index(value)) < 0:
        raise UsageError(f"`{name}`: expected a whole number from 0 on; got {value!r}")
    return number


def stream(seed: int, purpose: str, number: int = 0) -> "np.random.Generator":
    """The random numbers of one purpose; those of another do not depend on how many were drawn here.

    Args:
        seed: The run's seed, at least 0.
        purpose: What is drawn, such as ``split``.
        number: Which of several draws for the same purpose, such as the epoch.

    Raises:
        UsageError: If the seed is no whole number, or negative.
    """
    import numpy as np

    return np.random.default_rng([whole(seed), zlib.crc32(purpose.encode()), number])
