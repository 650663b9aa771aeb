"""Which tokens may be drawn and how often: by enumeration, and by counting draws."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from elman.errors import UsageError
from elman.runtime import Sampling

SHARES = np.array([0.05, 0.4, 0.1, 0.4, 0.05])
LOG = np.log(SHARES)


def kept(sampling, log_probabilities=LOG):
    return set(np.flatnonzero(sampling.shares(log_probabilities)).tolist())


@given(st.integers(1, 7))
def test_top_k_keeps_exactly_the_k_likeliest_and_of_equals_the_lower_id(k):
    assert kept(Sampling(top_k=k)) == set([1, 3, 2, 0, 4][:k])


@pytest.mark.parametrize(
    ("p", "expected"),
    [
        (0.3, {1}),
        (0.4, {1}),
        (0.41, {1, 3}),
        (0.8, {1, 3}),
        (0.81, {1, 2, 3}),
        (0.95, {0, 1, 2, 3}),
        (1.0, {0, 1, 2, 3, 4}),
    ],
)
def test_top_p_keeps_the_fewest_that_reach_it(p, expected):
    assert kept(Sampling(top_p=p)) == expected


@given(st.lists(st.floats(-20, 0), min_size=1, max_size=12), st.floats(0.01, 1), st.floats(0.2, 3))
def test_top_p_is_the_smallest_prefix_of_the_sorted_shares(logits, p, temperature):
    shares = np.exp(np.array(logits) / temperature)
    shares /= shares.sum()
    order = sorted(range(len(shares)), key=lambda each: -shares[each])
    total, expected = 0.0, set()
    for each in order:
        if total >= p * (1 - 1e-9):
            break
        expected.add(each)
        total += shares[each]
    found = kept(Sampling(temperature=temperature, top_p=p), np.array(logits))
    assert len(found) == len(expected) or abs(total - p) < 1e-6
    assert all(shares[one] >= shares[other] - 1e-12 for one in found for other in set(order) - found)


def test_what_is_left_is_scaled_to_one_and_temperature_sharpens():
    np.testing.assert_allclose(Sampling().shares(LOG), SHARES)
    np.testing.assert_allclose(Sampling(top_k=3).shares(LOG), [0, 4 / 9, 1 / 9, 4 / 9, 0])
    np.testing.assert_allclose(Sampling(temperature=0.5).shares(LOG), SHARES**2 / (SHARES**2).sum())
    np.testing.assert_allclose(Sampling(temperature=1e-300).shares(np.log([0.3, 0.7])), [0, 1])


def test_temperature_zero_takes_the_likeliest():
    assert Sampling(temperature=0).shares(LOG).tolist() == [0, 1, 0, 0, 0]
    rng = np.random.default_rng(0)
    assert {Sampling(temperature=0, top_k=3, top_p=0.9).draw(LOG, rng) for _ in range(20)} == {1}


def test_draws_are_as_frequent_as_their_shares_and_never_what_was_cut_away():
    rng = np.random.default_rng(0)
    drawn = np.bincount([Sampling(top_p=0.9).draw(LOG, rng) for _ in range(4000)], minlength=5) / 4000
    np.testing.assert_allclose(drawn, Sampling(top_p=0.9).shares(LOG), atol=0.03)
    assert drawn[0] == drawn[4] == 0
    never = np.array([-np.inf, 0.0, -np.inf])
    assert {Sampling().draw(never, rng) for _ in range(50)} == {1}


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"temperature": -1.0}, "`temperature`: expected 0 or more; got -1.0"),
        ({"temperature": float("nan")}, "`temperature`: expected 0 or more; got nan"),
        ({"top_k": 0}, "`top_k`: expected at least 1; got 0"),
        ({"top_p": 0.0}, "`top_p`: expected above 0 and at most 1; got 0.0"),
        ({"top_p": 1.5}, "`top_p`: expected above 0 and at most 1; got 1.5"),
    ],
)
def test_what_makes_no_sense_is_refused(settings, message):
    with pytest.raises(UsageError) as caught:
        Sampling(**settings)
    assert caught.value.message == message
