"""What `native/runtime/binding.cpp` offers."""

from collections.abc import Callable, Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from elman.architecture import Architecture
from elman.presets import Preset

def isa() -> str: ...

class Model:
    def __init__(
        self,
        preset: Preset,
        architecture: Architecture,
        tokens: Iterable[str],
        words: Iterable[str],
        weights: dict[str, NDArray[np.float32]],
        encode: Callable[[str], Sequence[Sequence[int]]],
    ) -> None: ...
    def fill(self, texts: list[str], rows: NDArray[np.float64]) -> None: ...
    def one(self, text: str) -> tuple[float, ...]: ...
    def token_ids(self, text: str) -> list[list[int]] | None: ...
