"""The draws of a run come from its seed: the key of its dropout, whatever whole number that is, and its orders."""

import jax
import pytest

from elman.train import fit_classifier
from elman.train.network import dropout_key


def test_every_seed_has_a_key_of_its_own() -> None:
    keys = [int(jax.random.key_data(dropout_key(seed))[0]) for seed in (*range(50), 2**31, 2**32, 2**70 + 3)]
    assert len(set(keys)) == len(keys)
    assert keys[7] == int(jax.random.key_data(dropout_key(7))[0])


class Begun(Exception):
    """A run that got as far as its loop."""


@pytest.mark.parametrize("seed", [0, 5])
def test_the_loop_drops_and_orders_by_the_run_s_seed(tiny, messages, monkeypatch, seed) -> None:
    def begin(**given: object) -> None:
        raise Begun(given["seed"], jax.random.key_data(given["key"]).tolist())

    monkeypatch.setattr("elman.train.network.Loop", begin)
    with pytest.raises(Begun) as caught:
        fit_classifier(messages, tiny, seed=seed)
    assert caught.value.args == (seed, jax.random.key_data(dropout_key(seed)).tolist())
