"""Hashed bits: as even and as independent as random ones, the same wherever a row ends, and JAX's own interface."""

import jax
import numpy as np
import pytest

from elman.nn import HASHED
from elman.nn.dropout import keep

KEYS = [jax.random.key(seed, impl=HASHED) for seed in range(3)]
PLACES = 1 << 16


def signs(key: jax.Array) -> np.ndarray:
    """Every bit of every place as plus or minus one, ``[places, 32]``."""
    bits = np.asarray(jax.random.bits(key, (PLACES,), "uint32"))
    return 1 - 2.0 * ((bits[:, None] >> np.arange(32, dtype=np.uint32)) & 1)


# What follows are means of n = 65,536 fair signs: their standard error is 1 / 256 = 0.0039, of which five are 0.02.


@pytest.mark.parametrize("key", KEYS)
def test_every_bit_is_even(key: jax.Array) -> None:
    np.testing.assert_allclose(signs(key).mean(axis=0), 0, atol=0.02)


@pytest.mark.parametrize("apart", [1, 2, 16, 256])
def test_places_are_independent(apart: int) -> None:
    drawn = signs(KEYS[0])
    np.testing.assert_allclose((drawn * np.roll(drawn, apart, axis=0)).mean(axis=0), 0, atol=0.02)


def test_keys_are_independent_and_so_are_their_branches() -> None:
    root = KEYS[0]
    others = [*KEYS[1:], *jax.random.split(root, 3), *(jax.random.fold_in(root, step) for step in (700, 701))]
    for number, key in enumerate(others):
        for other in [root, *others[:number]]:
            np.testing.assert_allclose((signs(key) * signs(other)).mean(axis=0), 0, atol=0.02)


def test_a_thousand_steps_have_a_thousand_keys() -> None:
    found = {
        int(jax.random.key_data(key)[0])
        for key in jax.vmap(lambda step: jax.random.fold_in(KEYS[0], step))(np.arange(1000))
    }
    assert len(found) == 1000


def test_how_long_rows_are_does_not_change_how_they_start() -> None:
    short, long = (np.asarray(jax.random.bits(KEYS[0], (8, time), "uint32")) for time in (5, 192))
    np.testing.assert_array_equal(short, long[:, :5])
    assert len(np.unique(long)) == long.size


def test_a_third_axis_is_drawn_anew_for_every_row_of_the_first() -> None:
    bits = np.asarray(jax.random.bits(KEYS[0], (64, 40, 16), "uint32"))
    assert len(np.unique(bits)) == bits.size


@pytest.mark.parametrize("impl", ["rbg", "threefry2x32"])
@pytest.mark.parametrize("share", [1e-4, 0.1, 0.3, 0.5, 0.9, 0.999])
def test_what_stays_is_what_bernoulli_would_keep(impl: str, share: float) -> None:
    key = jax.random.key(3, impl=impl)
    np.testing.assert_array_equal(keep(key, share, (5_000,)), jax.random.bernoulli(key, 1 - share, (5_000,)))


@pytest.mark.parametrize("width", [8, 16, 32])
def test_fewer_bits_are_the_upper_ones(width: int) -> None:
    whole = np.asarray(jax.random.bits(KEYS[0], (50,), "uint32"))
    np.testing.assert_array_equal(jax.random.bits(KEYS[0], (50,), f"uint{width}"), whole >> (32 - width))
