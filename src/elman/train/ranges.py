"""Several ranges of whole numbers in one array."""

import numpy as np
from numpy.typing import NDArray


def starts_of(lengths: NDArray[np.integer]) -> NDArray[np.int64]:
    """Where each of several ranges begins that stand one behind the other."""
    return np.concatenate([[0], np.cumsum(lengths, dtype=np.int64)[:-1]]).astype(np.int64)


def ranges(starts: NDArray[np.int64], lengths: NDArray[np.integer]) -> NDArray[np.int64]:
    """The numbers from each start on, so many of them, one range's after the other's."""
    first = np.repeat(starts - starts_of(lengths), lengths)
    return first + np.arange(len(first))
