"""Batches, against loops over the texts; buckets, against every other choice."""

from itertools import combinations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from elman.train.examples import _COMPILATION, Examples, renumber, time_buckets

TEXTS = st.lists(st.lists(st.integers(0, 30), max_size=9), min_size=1, max_size=12)


@given(TEXTS, st.data())
def test_a_batch_holds_its_rows_then_padding(encoded, data):
    labels = [len(ids) % 2 for ids in encoded]
    examples = Examples(encoded, labels, np.array([1.0, 1.5], np.float32))
    rows = np.array(data.draw(st.lists(st.integers(0, len(encoded) - 1), max_size=6)), dtype=np.int64)
    batch = examples.batch(rows, size=7, time=9)
    for place in range(7):
        ids = encoded[rows[place]] if place < len(rows) else []
        assert batch.token_ids[place].tolist() == ids + [0] * (9 - len(ids))
        assert batch.lengths[place] == len(ids)
        if place < len(rows):
            assert batch.labels[place] == labels[rows[place]]
            assert batch.weights[place] == [1.0, 1.5][labels[rows[place]]]
        else:
            assert batch.weights[place] == 0


@given(TEXTS)
def test_renumbered_tokens_name_the_same_ids(encoded):
    examples = Examples(encoded, [0] * len(encoded), np.ones(1, np.float32))
    batch = examples.batch(np.arange(len(encoded)), size=len(encoded), time=9)
    local = renumber(batch, vocab_size=31)
    np.testing.assert_array_equal(local.touched[local.token_ids], batch.token_ids)
    used = np.unique(batch.token_ids)
    assert local.touched.tolist() == used.tolist() + [31] * (len(local.touched) - len(used))


@given(
    st.lists(st.integers(0, 150), min_size=1, max_size=60),
    st.integers(1, 8),
    st.integers(1, 4000),
    st.integers(150, 200),
)
def test_no_other_buckets_are_cheaper(lengths, batch_size, epochs, longest):
    ordered = sorted(lengths)
    batches = [max(ordered[start : start + batch_size]) for start in range(0, len(ordered), batch_size)]

    def cost(buckets):
        padded = sum(min(bucket for bucket in buckets if bucket >= longest_text) for longest_text in batches)
        return epochs * padded + _COMPILATION * len(buckets)

    chosen = time_buckets(np.array(lengths, np.int32), batch_size=batch_size, epochs=epochs, longest=longest)
    assert chosen == sorted(set(chosen))
    assert chosen[-1] == longest
    candidates = [16, 32, 64, 128]
    others = [[*some, longest] for count in range(5) for some in combinations(candidates, count)]
    assert cost(chosen) == min(map(cost, others))
