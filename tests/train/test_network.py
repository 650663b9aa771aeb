"""The key of a run's dropout: one for each seed, whatever whole number that is."""

import jax

from elman.train.network import dropout_key


def test_every_seed_has_a_key_of_its_own() -> None:
    keys = [int(jax.random.key_data(dropout_key(seed))[0]) for seed in (*range(50), 2**31, 2**32, 2**70 + 3)]
    assert len(set(keys)) == len(keys)
    assert keys[7] == int(jax.random.key_data(dropout_key(7))[0])
