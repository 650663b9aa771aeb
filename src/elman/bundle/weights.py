"""The arrays of a model as the bytes they were read from, until somebody computes with them in NumPy.

The compiled core takes the bytes, so one answer from the command line need not wait for NumPy to be imported.
"""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from elman.bundle.finite import bytes_are_finite

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

FLOAT32 = "float32"


class Stored(NamedTuple):
    """One array in a file.

    Args:
        dtype: NumPy's name of the type of its numbers, which are little-endian.
        shape: Its shape.
        data: Its numbers, in row-major order.
    """

    dtype: str
    shape: tuple[int, ...]
    data: bytes


class Weights(Mapping[str, "NDArray[np.float32]"]):
    """Arrays by name; each is made, read-only, when it is asked for.

    Args:
        stored: The arrays by name.
    """

    def __init__(self, stored: Mapping[str, Stored]) -> None:
        self._stored = dict(stored)
        self._arrays: dict[str, NDArray[np.float32]] = {}

    def __getitem__(self, name: str) -> "NDArray[np.float32]":
        if name not in self._arrays:
            import numpy as np

            dtype, shape, data = self._stored[name]
            self._arrays[name] = np.frombuffer(data, dtype).reshape(shape)
        return self._arrays[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._stored)

    def __len__(self) -> int:
        return len(self._stored)

    def stored(self, name: str) -> Stored:
        """An array as it was read."""
        return self._stored[name]

    def buffer(self, name: str) -> "memoryview[float]":
        """The numbers of a float32 array, in its shape, no axis of which is 0."""
        dtype, shape, data = self._stored[name]
        assert dtype == FLOAT32  # noqa: S101 (a bundle has no others)
        return memoryview(data).cast("B").cast("f", shape)


def describe(weights: Mapping[str, "NDArray[np.float32]"], name: str) -> tuple[str, tuple[int, ...]]:
    """The type of an array's numbers and its shape."""
    if isinstance(weights, Weights):
        return weights.stored(name)[:2]
    array = weights[name]
    return str(array.dtype), array.shape


def all_finite(weights: Mapping[str, "NDArray[np.float32]"], name: str) -> bool:
    """Whether every number of a float32 array is finite."""
    if isinstance(weights, Weights):
        return bytes_are_finite(weights.stored(name).data)
    import numpy as np

    return bool(np.isfinite(weights[name]).all())
