"""Answering: a model folder in memory, texts in, probabilities out; NumPy and nothing of JAX."""

from elman.runtime.runtime import Runtime
from elman.runtime.stream import Stream

__all__ = ["Runtime", "Stream"]
