"""Answering: a model folder in memory, texts in, probabilities out; in C++ or in NumPy, and nothing of JAX.

What computes in NumPy is loaded when it is first used: one answer by the compiled core does not need it.
"""

from typing import TYPE_CHECKING

from elman.lazy import load_lazily
from elman.runtime.cores import core_name, core_title, native_is_built
from elman.runtime.runtime import Runtime

if TYPE_CHECKING:
    from elman.runtime.language import LanguageRuntime, LanguageStream
    from elman.runtime.sampling import Sampling
    from elman.runtime.stream import Stream
    from elman.runtime.tagger import TaggerRuntime

__all__ = [
    "LanguageRuntime",
    "LanguageStream",
    "Runtime",
    "Sampling",
    "Stream",
    "TaggerRuntime",
    "core_name",
    "core_title",
    "native_is_built",
]

if not TYPE_CHECKING:
    __getattr__, __dir__ = load_lazily(
        __name__,
        {
            "LanguageRuntime": "elman.runtime.language",
            "LanguageStream": "elman.runtime.language",
            "Sampling": "elman.runtime.sampling",
            "Stream": "elman.runtime.stream",
            "TaggerRuntime": "elman.runtime.tagger",
        },
    )
