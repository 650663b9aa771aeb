"""Random bits for dropout that cost next to no compilation: a hash of each place and the key."""

from collections.abc import Sequence

import jax.numpy as jnp
import numpy as np
from jax.extend.random import define_prng_impl
from jaxtyping import Array

_APART = np.uint32(0x9E3779B9)  # 2^32 over the golden ratio: keys of neighbouring numbers are far apart


def _mixed(bits: Array) -> Array:
    """A permutation of all 32-bit numbers in which each bit of the result depends on every bit given.

    References:
        Wellons, C. (2018). Prospecting for hash functions. nullprogram.com.
    """
    bits = (bits ^ (bits >> 16)) * np.uint32(0x7FEB352D)
    bits = (bits ^ (bits >> 15)) * np.uint32(0x846CA68B)
    return bits ^ (bits >> 16)


def _hashed(key: Array, shape: Sequence[int]) -> Array:
    """32 bits for each place of an array; those of a row's start do not depend on how long the rows are.

    Neighbouring rows begin far apart, so of 65,536 rows of fewer than 52,777 places none meet.
    """
    place = jnp.zeros((), jnp.uint32)
    for length in shape:
        place = jnp.arange(length, dtype=jnp.uint32) + (place * _APART)[..., None] if length > 1 else place[..., None]
    return jnp.broadcast_to(_mixed(place ^ key), shape)


def _branch(key: Array, number: Array | int) -> Array:
    return _mixed(key + _mixed(jnp.asarray(number).astype(jnp.uint32) ^ _APART))


def _bits(key: Array, width: int, shape: Sequence[int]) -> Array:
    return (_hashed(key[0], shape) >> (32 - width)).astype(f"uint{width}")


HASHED = define_prng_impl(
    key_shape=(1,),
    seed=lambda seed: _branch(jnp.zeros(1, jnp.uint32), seed),
    split=lambda key, shape: _branch(key, jnp.arange(np.prod(shape)).reshape(*shape, 1)),
    random_bits=_bits,
    fold_in=_branch,
    name="hashed",
    tag="hash",
)
"""Give it to ``jax.random.key`` as ``impl``."""
