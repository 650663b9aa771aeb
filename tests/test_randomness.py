"""Generators of random numbers: the same for the same purpose, different for any other."""

from itertools import combinations

import pytest

from elman.errors import UsageError
from elman.randomness import generator


def test_a_generator_repeats_itself():
    assert generator(3, "split").integers(0, 2**40, 8).tolist() == generator(3, "split").integers(0, 2**40, 8).tolist()


def test_no_two_seeds_purposes_or_numbers_share_draws():
    generators = [
        generator(seed, purpose, number) for seed in range(3) for purpose in ("split", "batches") for number in range(3)
    ]
    drawn = [set(each.integers(0, 2**60, 50).tolist()) for each in generators]
    assert not any(one & other for one, other in combinations(drawn, 2))


def test_a_negative_seed_is_refused():
    with pytest.raises(UsageError, match=r"^`seed`: expected a whole number from 0 on; got -1$"):
        generator(-1, "split")


@pytest.mark.parametrize("seed", [None, 1.5, "3"])
def test_a_seed_that_is_no_whole_number_is_refused(seed):
    with pytest.raises(UsageError, match=r"^`seed`: expected a whole number from 0 on; got "):
        generator(seed, "split")
