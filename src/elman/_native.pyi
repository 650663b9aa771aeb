"""What `native/runtime/binding.cpp` offers."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from elman.architecture import Architecture
from elman.presets import Preset
from elman.text.alphabet import Traits

class Buffer(Protocol):
    """What has the numbers of an array: NumPy's, or a memoryview."""

    def __buffer__(self, flags: int, /) -> memoryview: ...

def isa() -> str: ...

class Model:
    def __init__(
        self,
        preset: Preset,
        architecture: Architecture,
        tokens: Iterable[str],
        words: Iterable[str],
        weights: Mapping[str, Buffer],
        spell: Callable[[str], str | None],
        describe: Callable[[str], Traits | None],
        encode: Callable[[str], Sequence[Sequence[int]]],
    ) -> None: ...
    def array(self, texts: object) -> NDArray[np.float64] | None: ...
    def rows(self, texts: Sequence[str]) -> list[tuple[float, ...]]: ...
    def one(self, text: str) -> tuple[float, ...]: ...
    def token_ids(self, text: str) -> list[list[int]] | None: ...
