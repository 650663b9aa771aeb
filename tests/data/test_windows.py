"""Streams and windows: every token is a target once, its input is the token before it, and nothing else is read."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from elman.data import cut_streams, window, window_ends
from elman.errors import DataError


@given(st.integers(1, 200), st.integers(1, 9))
def test_streams_are_contiguous_stretches(tokens, streams):
    if tokens < streams:
        return
    inputs, targets = cut_streams(np.arange(1, tokens + 1, dtype=np.int32), streams, 0)
    length = tokens // streams
    assert targets.T.ravel().tolist() == list(range(1, length * streams + 1))
    assert (inputs[0] == 0).all()
    np.testing.assert_array_equal(inputs[1:], targets[:-1])


def test_more_streams_than_tokens_are_refused():
    with pytest.raises(DataError) as caught:
        cut_streams(np.arange(3, dtype=np.int32), 4, 0)
    assert caught.value.message == "a text of 3 tokens: expected at least one for each of 4 streams"


@given(st.integers(1, 300), st.integers(1, 40), st.sampled_from([0.0, 0.3, 0.9]), st.integers(0, 5))
def test_windows_follow_each_other_to_the_end(length, bptt_length, jitter, epoch):
    ends = window_ends(length, bptt_length=bptt_length, jitter=jitter, seed=0, epoch=epoch)
    sizes = np.diff([0, *ends])
    assert ends[-1] == length
    assert (sizes > 0).all()
    spread = round(bptt_length * jitter)
    assert (sizes <= bptt_length + spread).all()
    assert (sizes[:-1] >= max(1, bptt_length - spread)).all()
    assert ends == window_ends(length, bptt_length=bptt_length, jitter=jitter, seed=0, epoch=epoch)


def test_jittered_windows_differ_from_epoch_to_epoch_and_are_of_every_length():
    epochs = [window_ends(4000, bptt_length=20, jitter=0.2, seed=0, epoch=epoch) for epoch in range(3)]
    assert len({tuple(ends) for ends in epochs}) == 3
    assert {int(size) for ends in epochs for size in np.diff([0, *ends])[:-1]} == set(range(16, 25))


def test_a_window_is_filled_up_behind_its_end():
    inputs, targets = cut_streams(np.arange(1, 11, dtype=np.int32), 2, 0)
    now = window(inputs, targets, 3, 5, time=4)
    assert now.inputs.tolist() == [[3, 8], [4, 9], [0, 0], [0, 0]]
    assert now.targets.tolist() == [[4, 9], [5, 10], [0, 0], [0, 0]]
    assert now.lengths.tolist() == [2, 2]
