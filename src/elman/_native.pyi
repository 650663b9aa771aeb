"""What `native/runtime/binding.cpp` offers."""

from collections.abc import Callable, Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from elman.architecture import Architecture
from elman.presets import Preset
from elman.text.alphabet import Traits

def isa() -> str: ...
def all_finite(data: bytes) -> bool: ...
def read_strings(json: bytes) -> Strings | None: ...
def census(
    preset: Preset,
    texts: list[str],
    spell: Callable[[str], str | None],
    describe: Callable[[str], Traits | None],
    cut: Callable[[str], Sequence[Sequence[bytes]]],
) -> tuple[list[str], bytes, bytes, bytes, bytes, bytes]: ...

class Strings:
    def __len__(self) -> int: ...
    def list(self) -> list[str]: ...
    def after(self, first: str) -> Strings: ...

class Model:
    def __init__(
        self,
        preset: Preset,
        architecture: Architecture,
        tokens: Strings | Iterable[str],
        words: Strings | Iterable[str],
        weights: Mapping[str, memoryview[float] | NDArray[np.float32]],
        spell: Callable[[str], str | None],
        describe: Callable[[str], Traits | None],
        encode: Callable[[str], Sequence[Sequence[int]]],
    ) -> None: ...
    def array(self, texts: object) -> NDArray[np.float64] | None: ...
    def rows(self, texts: Sequence[str]) -> list[tuple[float, ...]]: ...
    def one(self, text: str) -> tuple[float, ...]: ...
    def token_ids(self, text: str) -> list[list[int]] | None: ...
