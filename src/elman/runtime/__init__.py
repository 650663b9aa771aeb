"""Answering: a model folder in memory, texts in, probabilities out; in C++ or in NumPy, and nothing of JAX.

``Stream`` is loaded when it is first used: it computes in NumPy, which one answer by the compiled core does not need.
"""

from typing import TYPE_CHECKING

from elman.runtime.cores import core_name, core_title, native_is_built
from elman.runtime.runtime import Runtime

if TYPE_CHECKING:
    from elman.runtime.stream import Stream

__all__ = ["Runtime", "Stream", "core_name", "core_title", "native_is_built"]


def __getattr__(name: str) -> object:
    if name == "Stream":
        from elman.runtime.stream import Stream

        return Stream
    raise AttributeError(f"module `elman.runtime` has no attribute `{name}`")
