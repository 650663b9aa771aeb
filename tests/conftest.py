"""The whole suite: JAX on the CPU, and property tests that draw the same examples in every run."""

import os
from collections.abc import Iterator

import pytest
from hypothesis import settings

# Read when JAX and XLA are first imported, which is after this file.
os.environ.setdefault("JAX_PLATFORMS", "cpu")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")

settings.register_profile("elman", derandomize=True, deadline=None, print_blob=True)
settings.load_profile("elman")


@pytest.fixture
def float64() -> Iterator[None]:
    """JAX computes in float64 during the test."""
    import jax  # after what is set above

    with jax.enable_x64(True):
        yield
