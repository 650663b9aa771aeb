"""The key of a run's dropout is JAX's own for the seed."""

import jax
import numpy as np
import pytest

from elman.train.run import dropout_key


@pytest.mark.parametrize("seed", [0, 1, 2**31, 2**32 - 1])
def test_the_key_is_the_one_that_jax_makes(seed: int) -> None:
    ours, made = dropout_key(seed), jax.random.key(seed, impl="rbg")
    assert ours.dtype == made.dtype
    np.testing.assert_array_equal(jax.random.key_data(ours), jax.random.key_data(made))


def test_any_whole_number_is_a_seed() -> None:
    np.testing.assert_array_equal(jax.random.key_data(dropout_key(2**70 + 3)), [0, 3, 0, 3])
