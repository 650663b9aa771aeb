"""Batches, against loops over the texts; buckets, against every other choice."""

from itertools import combinations

import jax
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from elman.data import TextBatch
from elman.nn.kernels import KERNELS
from elman.train.buckets import COMPILATION, capacities, padded_length, time_buckets
from elman.train.examples import Batch, Capacity, Examples, renumber

VOCABULARY, TIME, SIZE = 31, 9, 7
TOKENS = st.lists(st.integers(0, VOCABULARY - 1), min_size=1, max_size=5).map(tuple)
TEXTS = st.lists(st.lists(TOKENS | st.sampled_from([(1,), (2, 3), (3, 2)]), max_size=TIME), min_size=1, max_size=12)
CLASS_WEIGHTS = np.array([1.0, 1.5], np.float32)


def draw_rows(data, encoded, most=SIZE):
    """Some of the texts, in any order, any of them more than once."""
    return np.array(data.draw(st.lists(st.integers(0, len(encoded) - 1), max_size=most)), dtype=np.int64)


def all_of(encoded) -> Examples:
    return Examples(encoded, [len(text) % 2 for text in encoded], CLASS_WEIGHTS, vocab_size=VOCABULARY)


def tokens_of(batch: Batch):
    """The features of each token of a batch, read back one feature at a time."""
    tokens = [[] for _ in batch.tokens.counts]
    for feature, owner in zip(batch.tokens.ids.tolist(), batch.tokens.owners.tolist(), strict=True):
        if owner < len(tokens):
            tokens[owner].append(feature)
    assert [len(token) for token in tokens] == batch.tokens.counts.tolist()
    return [tuple(token) for token in tokens]


def texts_of(batch: Batch):
    """The texts of a batch, read back one token at a time."""
    tokens = tokens_of(batch)
    rows = zip(batch.token_ids.tolist(), batch.lengths.tolist(), strict=True)
    return [[tokens[each] for each in row[:length]] for row, length in rows]


@given(TEXTS, st.data())
def test_a_batch_holds_its_rows_then_padding(encoded, data):
    examples, rows = all_of(encoded), draw_rows(data, encoded)
    batch = examples.batch(rows, size=SIZE, time=TIME, capacity=examples.capacity(rows))
    fillers = SIZE - len(rows)
    assert texts_of(batch) == [encoded[row] for row in rows] + [[]] * fillers
    assert batch.token_ids.shape == (SIZE, TIME)
    assert not batch.token_ids[np.arange(TIME) >= batch.lengths[:, None]].any()
    assert batch.labels[: len(rows)].tolist() == [len(encoded[row]) % 2 for row in rows]
    assert batch.weights.tolist() == [[1.0, 1.5][len(encoded[row]) % 2] for row in rows] + [0.0] * fillers


@given(TEXTS, st.data(), st.integers(0, 3), st.integers(0, 3))
def test_a_batch_has_each_token_once_and_exactly_its_capacity(encoded, data, spare_tokens, spare_features):
    examples, rows = all_of(encoded), draw_rows(data, encoded)
    different = {token for row in rows for token in encoded[row]}
    features = sum(map(len, different))
    capacity = Capacity(len(different) + spare_tokens, features + spare_features)
    batch = examples.batch(rows, size=SIZE, time=TIME, capacity=capacity)
    tokens = tokens_of(batch)
    assert set(tokens[: len(different)]) == different
    assert tokens[len(different) :] == [()] * spare_tokens
    assert batch.tokens.ids[features:].tolist() == [0] * spare_features
    assert batch.tokens.owners[features:].tolist() == [capacity.tokens] * spare_features
    assert (np.diff(batch.tokens.owners) >= 0).all(), "an embedding sums what stands side by side"
    assert {array.dtype for array in (*batch.tokens, batch.token_ids, batch.lengths)} == {np.dtype(np.int32)}


@given(TEXTS, st.data())
def test_a_capacity_holds_every_batch(encoded, data):
    examples = all_of(encoded)
    parts = [draw_rows(data, encoded, most=3) for _ in range(3)]
    (capacity,) = capacities((examples, TextBatch(rows, TIME)) for rows in parts).values()
    for rows in parts:
        assert texts_of(examples.batch(rows, size=3, time=TIME, capacity=capacity))[: len(rows)] == [
            encoded[row] for row in rows
        ]
    assert capacity == Capacity(*np.max([examples.capacity(rows) for rows in parts], axis=0))


@pytest.mark.parametrize(
    ("different", "capacity"),
    [
        (0, (64, 64)),
        (1, (64, 64)),
        (21, (64, 64)),
        (22, (64, 96)),
        (32, (64, 96)),
        (33, (64, 128)),
        (64, (64, 192)),
        (65, (96, 256)),
        (96, (96, 384)),
        (97, (128, 384)),
        (128, (128, 384)),
        (129, (192, 512)),
        (193, (256, 768)),
        (1025, (1536, 4096)),
    ],
)
def test_a_capacity_is_rounded_up_to_a_power_of_two_or_the_middle_between_two(different, capacity):
    text = [(token, token, 0) for token in range(different)]  # three features each
    examples = Examples([text, text + text[:1], []], [0, 0, 0], np.ones(1, np.float32), vocab_size=different + 1)
    assert examples.capacity(np.array([0, 1, 2])) == capacity


@given(encoded=TEXTS, vocab_size=st.integers(2, VOCABULARY))
def test_what_the_network_has_no_vectors_for_is_left_out(encoded, vocab_size):
    heard = [[tuple(each for each in token if each < vocab_size) or (1,) for token in text] for text in encoded]
    labels, rows = [0] * len(encoded), np.arange(len(encoded))
    batches = []
    for texts, size in ((encoded, vocab_size), (heard, VOCABULARY)):
        examples = Examples(texts, labels, CLASS_WEIGHTS, vocab_size=size)
        capacity = examples.capacity(rows)
        batches.append(examples.batch(rows, size=len(rows), time=TIME, capacity=capacity))
    assert jax.tree.all(jax.tree.map(np.array_equal, *batches))


def test_what_a_compilation_costs_is_known_of_every_kernel():
    assert COMPILATION.keys() == KERNELS.keys()


def test_no_texts_need_no_more_than_the_least():
    assert all_of([[(1,)] * 3]).capacity(np.array([], int)) == (64, 64)


@given(TEXTS, st.data(), st.integers(0, 40))
def test_renumbered_features_name_the_same_ids(encoded, data, spare):
    examples, rows = all_of(encoded), draw_rows(data, encoded)
    features = sum(map(len, {token for row in rows for token in encoded[row]}))
    batch = examples.batch(rows, size=SIZE, time=TIME, capacity=Capacity(64, features + spare))
    local = renumber(batch, VOCABULARY)
    named = [[tuple(local.touched[list(token)].tolist()) for token in text] for text in texts_of(local)]
    assert named == texts_of(batch)
    np.testing.assert_array_equal(local.touched[local.tokens.ids], batch.tokens.ids)
    touched = sorted(set(batch.tokens.ids.tolist()))
    size = min(VOCABULARY, features + spare)
    assert local.touched.tolist() == touched + [VOCABULARY] * (size - len(touched))
    assert {local.touched.dtype, local.tokens.ids.dtype} == {np.dtype(np.int32)}
    for name in ("token_ids", "lengths", "labels", "weights"):
        np.testing.assert_array_equal(getattr(local, name), getattr(batch, name), err_msg=name)


@given(
    st.lists(st.integers(0, 150), min_size=1, max_size=60),
    st.integers(1, 8),
    st.integers(1, 4000),
    st.integers(150, 200),
    st.sampled_from(sorted(COMPILATION.values())),
)
def test_no_other_buckets_are_cheaper(lengths, batch_size, epochs, longest, compilation):
    ordered = sorted(lengths)
    batches = [max(ordered[start : start + batch_size]) for start in range(0, len(ordered), batch_size)]

    def cost(buckets):
        padded = sum(min(bucket for bucket in buckets if bucket >= longest_text) for longest_text in batches)
        return epochs * padded + compilation * len(buckets)

    chosen = time_buckets(
        np.array(lengths, np.int32), batch_size=batch_size, epochs=epochs, longest=longest, compilation=compilation
    )
    last = padded_length(np.array(lengths, np.int32), longest)
    assert chosen == sorted(set(chosen))
    assert chosen[-1] == last
    candidates = [bucket for bucket in (16, 32, 64, 128) if bucket < last]
    others = [[*some, last] for count in range(5) for some in combinations(candidates, count)]
    assert cost(chosen) == min(map(cost, others))


@given(st.lists(st.integers(0, 2000), max_size=8), st.integers(1, 2000))
def test_a_padded_length_wastes_less_than_half_and_is_never_longer_than_texts_may_be(lengths, longest):
    lengths = [min(length, longest) for length in lengths]
    most, padded = max(lengths, default=0), padded_length(np.array(lengths, np.int32), longest)
    assert most <= padded <= longest
    assert padded <= max(16, 1.5 * most)
