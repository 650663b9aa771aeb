"""Batches, by their properties."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from elman.data import length_batches
from elman.errors import UsageError

BUCKETS = (4, 16, 50)
lengths_of = st.lists(st.integers(0, 50), max_size=60)
sizes = st.integers(1, 10)


@given(lengths_of, sizes, st.integers(0, 99), st.integers(0, 9))
def test_length_batches_hold_every_text_once(lengths, size, seed, epoch):
    batches = length_batches(lengths, batch_size=size, buckets=BUCKETS, seed=seed, epoch=epoch)
    assert sorted(index for batch in batches for index in batch.indices) == list(range(len(lengths)))
    assert sorted(len(batch.indices) for batch in batches)[1:] == [size] * (len(batches) - 1)
    for batch in batches:
        longest = max(lengths[index] for index in batch.indices)
        assert batch.indices.dtype == np.int64
        assert batch.time == min(bucket for bucket in BUCKETS if bucket >= longest)


@given(lengths_of, sizes)
def test_without_jitter_no_batch_overlaps_another_in_length(lengths, size):
    batches = length_batches(lengths, batch_size=size, buckets=BUCKETS, seed=0, epoch=0, jitter=0.0)
    ranges = sorted(sorted(lengths[i] for i in batch.indices) for batch in batches)
    assert [length for part in ranges for length in part] == sorted(lengths)


def test_jitter_keeps_lengths_close():
    lengths = np.arange(1, 1001)
    for batch in length_batches(lengths, batch_size=10, buckets=(1000,), seed=0, epoch=0):
        inside = lengths[batch.indices]
        assert inside.max() * 0.9 <= inside.min() * 1.1 * (1 + 10 / inside.min())


def of_epoch(seed, epoch, **options):
    batches = length_batches(range(50), batch_size=8, buckets=(50,), seed=seed, epoch=epoch, **options)
    return [batch.indices.tolist() for batch in batches]


def test_seed_and_epoch_decide():
    assert of_epoch(1, 2) == of_epoch(1, 2)
    assert of_epoch(1, 2) != of_epoch(1, 3)
    assert of_epoch(1, 2) != of_epoch(2, 2)


def test_the_same_batches_come_in_another_order_in_every_epoch():
    first, second = (of_epoch(0, epoch, jitter=0.0) for epoch in (0, 1))
    assert first != second
    assert sorted(first) == sorted(second) != first


def test_what_makes_no_sense():
    with pytest.raises(UsageError, match=r"^`batch_size`: expected at least 1; got 0$"):
        length_batches([1], batch_size=0, buckets=[1], seed=0, epoch=0)
    for buckets in ([], [4, 4, 9], [9, 4], [4, 8]):
        with pytest.raises(UsageError, match="`buckets`: expected rising lengths up to at least 9; got "):
            length_batches([1, 9], batch_size=1, buckets=buckets, seed=0, epoch=0)
    with pytest.raises(UsageError, match=r"`jitter`: expected at least 0 and less than 1; got 1\.0"):
        length_batches([1], batch_size=1, buckets=[1], seed=0, epoch=0, jitter=1.0)
