"""Answering: a model folder in memory, texts in, probabilities out; in C++ or in NumPy, and nothing of JAX."""

from elman.runtime.cores import core_name, core_title, native_is_built
from elman.runtime.language import LanguageRuntime, LanguageStream
from elman.runtime.runtime import Runtime
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
