"""Double precision for the tests that ask for it."""

from collections.abc import Iterator

import jax
import pytest


@pytest.fixture
def float64() -> Iterator[None]:
    """JAX computes in float64 during the test."""
    with jax.enable_x64(True):
        yield
