"""Splits, by their properties; folds against scikit-learn's own."""

from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.model_selection import StratifiedKFold

from elman.data import Corpus, deduplicate, duplicate_key, stratified_folds, train_test_split
from elman.errors import DataError, UsageError

fractions = st.floats(0.01, 0.99)
seeds = st.integers(0, 2**32)


@st.composite
def labelled_texts(draw):
    """Two to four classes of two to forty different texts each, mixed, with some duplicates among them."""
    counts = draw(st.lists(st.integers(2, 40), min_size=2, max_size=4))
    pairs = [
        (f"text {label} {number}", f"label {label}") for label, count in enumerate(counts) for number in range(count)
    ]
    pairs += [
        (" " + text.replace(" ", "  "), label) for text, label in draw(st.lists(st.sampled_from(pairs), max_size=10))
    ]
    pairs = draw(st.permutations(pairs))
    return [text for text, _ in pairs], [label for _, label in pairs]


def test_duplicates_differ_in_case_and_white_space_only():
    assert duplicate_key(" Call\u00a0NOW \t or\nlater ") == "call now or later"
    assert deduplicate(["a b", "c", "A  b ", "", " ", "d"]) == [0, 1, 3, 5]


def test_the_real_collection_without_duplicates(sms_spam):
    kept = deduplicate(sms_spam.texts)
    assert len(kept) == 5159
    assert sms_spam.select(kept).labels.count("spam") == 642


@given(labelled_texts(), fractions, seeds)
def test_stratified_parts(corpus, fraction, seed):
    texts, labels = corpus
    kept = deduplicate(texts)
    split = train_test_split(texts, labels, test_fraction=fraction, seed=seed)
    assert split.train.dtype == split.test.dtype == np.int64
    assert sorted([*split.train, *split.test]) == kept
    assert split.train.tolist() == sorted(split.train)
    assert split.test.tolist() == sorted(split.test)
    held_out = Counter(labels[index] for index in split.test)
    for label, count in Counter(labels[index] for index in kept).items():
        assert 1 <= held_out[label] < count
        assert abs(held_out[label] - count * fraction) < 1 or held_out[label] in (1, count - 1)


def test_largest_remainders_round_up():
    texts = [str(number) for number in range(30)]
    labels = ["a"] * 13 + ["b"] * 9 + ["c"] * 8  # a fifth of each: 2.6, 1.8 and 1.6, together 6
    split = train_test_split(texts, labels, test_fraction=0.2, seed=0)
    assert Counter(labels[index] for index in split.test) == {"a": 3, "b": 2, "c": 1}


def test_what_is_held_out_is_the_whole_number_nearest_to_the_share():
    labels = ["a"] * 13 + ["b"] * 9 + ["c"] * 9  # a fifth of each: 2.6, 1.8 and 1.8, together 6.2
    split = train_test_split([str(number) for number in range(31)], labels, test_fraction=0.2, seed=0)
    assert Counter(labels[index] for index in split.test) == {"a": 2, "b": 2, "c": 2}


@given(labelled_texts(), seeds)
def test_the_same_seed_gives_the_same_split_whatever_the_texts_say(corpus, seed):
    texts, labels = corpus
    first = train_test_split(texts, labels, test_fraction=0.3, seed=seed, deduplicate=False)
    second = train_test_split([""] * len(texts), labels, test_fraction=0.3, seed=seed, deduplicate=False)
    assert all(map(np.array_equal, first, second))


def test_another_seed_gives_another_split(sms_spam):
    splits = [train_test_split(sms_spam.texts, sms_spam.labels, test_fraction=0.2, seed=seed) for seed in (0, 1)]
    assert not np.array_equal(splits[0].test, splits[1].test)
    assert [len(split.test) for split in splits] == [1032, 1032]


@pytest.mark.parametrize("tenths", range(1, 10))
@pytest.mark.parametrize("count", [10, 70, 5570])
def test_the_textbooks_cut(count, tenths):
    split = train_test_split([""] * count, None, test_fraction=tenths / 10, seed=0, stratify=False, deduplicate=False)
    assert len(split.train) == count * (10 - tenths) // 10
    assert sorted([*split.train, *split.test]) == list(range(count))


def test_the_textbooks_own_numbers():
    split = train_test_split([""] * 5574, None, test_fraction=0.2, seed=0, stratify=False, deduplicate=False)
    assert (len(split.train), len(split.test)) == (4459, 1115)


def test_no_text_stands_on_both_sides(sms_spam):
    split = train_test_split(sms_spam.texts, None, test_fraction=0.5, seed=3, stratify=False)
    sides = [{duplicate_key(sms_spam.texts[index]) for index in side} for side in split]
    assert sides[0].isdisjoint(sides[1])


@pytest.mark.parametrize(
    ("labels", "options", "kind", "message"),
    [
        ("aab", {}, DataError, "class `b`: expected at least 2 different texts; got 1"),
        ("aaa", {}, DataError, "expected at least two classes; got 1: `a`"),
        ("aabccc", {}, DataError, "class `b`: expected at least 2 different texts; got 1"),
        ("aabb", {"test_fraction": 1.0}, UsageError, "`test_fraction`: expected more than 0 and less than 1; got 1.0"),
        (
            "aabb",
            {"test_fraction": 0.99, "stratify": False},
            DataError,
            "cannot hold out 0.99 of 4 texts: one side would be empty",
        ),
    ],
)
def test_what_cannot_be_split(labels, options, kind, message):
    with pytest.raises(kind) as raised:
        train_test_split(
            [str(place) for place in range(len(labels))], labels, **{"test_fraction": 0.2, "seed": 0, **options}
        )
    assert raised.value.message == message


def test_no_labels_to_stratify_by():
    with pytest.raises(UsageError, match="labels: expected one per text to stratify by; got none"):
        train_test_split(["a", "b"], None, test_fraction=0.5, seed=0)


@pytest.mark.parametrize("seed", [0, 1])
def test_folds_are_scikit_learns(sms_spam: Corpus, seed):
    kept = np.array(deduplicate(sms_spam.texts))
    labels = np.array(sms_spam.labels)[kept]
    expected = StratifiedKFold(5, shuffle=True, random_state=seed).split(kept, labels)
    folds = stratified_folds(sms_spam.texts, sms_spam.labels, folds=5, split_seed=seed)
    assert len(folds) == 5
    for fold, (train, test) in zip(folds, expected, strict=True):
        assert np.array_equal(fold.train, kept[train])
        assert np.array_equal(fold.test, kept[test])


@given(labelled_texts())
def test_every_text_is_held_out_once(corpus):
    texts, labels = corpus
    folds = stratified_folds(texts, labels, folds=2, split_seed=0)
    assert sorted(index for fold in folds for index in fold.test) == deduplicate(texts)


_MORE_TEXTS = "give it more texts, merge it with another class, or remove it"


@pytest.mark.parametrize(
    ("labels", "kind", "message", "hint"),
    [
        (
            "aaabb",
            DataError,
            "class `b`: expected at least 3 different texts; got 2",
            f"lower `folds` to 2, or {_MORE_TEXTS}",
        ),
        (
            "aaabbc",
            DataError,
            "class `c`: expected at least 3 different texts; got 1",
            f"{_MORE_TEXTS}; if that is no label, choose the file's columns with `--text-column` and `--label-column`",
        ),
        (
            "aaa",
            DataError,
            "expected at least two classes; got 1: `a`",
            "use a corpus whose texts have different labels",
        ),
    ],
)
def test_what_cannot_be_folded(labels, kind, message, hint):
    with pytest.raises(kind) as raised:
        stratified_folds([str(place) for place in range(len(labels))], labels, folds=3, split_seed=0)
    assert (raised.value.message, raised.value.hint) == (message, hint)


def test_a_number_of_folds_or_a_seed_that_makes_no_sense():
    with pytest.raises(UsageError, match="`folds`: expected at least 2; got 1"):
        stratified_folds(list("1234"), list("aabb"), folds=1, split_seed=0)
    for seed in (-1, 2**32):
        with pytest.raises(UsageError) as raised:
            stratified_folds(list("1234"), list("aabb"), folds=2, split_seed=seed)
        assert raised.value.message == f"`split_seed`: expected a whole number from 0 to 4,294,967,295; got {seed}"
        assert raised.value.hint == "choose another seed"
    assert len(stratified_folds(list("1234"), list("aabb"), folds=2, split_seed=2**32 - 1)) == 2


def test_a_class_that_is_all_duplicates_of_another():
    texts, labels = ["a", "A", " a", "b"], ["ham", "spam", "eggs", "ham"]
    expected = (
        "expected at least two classes; got 1: `ham`; every text of another class is a duplicate of one of these",
        "give each class texts of its own; `elman data audit` shows the texts that have more than one label",
    )
    with pytest.raises(DataError) as raised:
        train_test_split(texts, labels, test_fraction=0.5, seed=0)
    assert (raised.value.message, raised.value.hint) == expected
    with pytest.raises(DataError) as raised:
        stratified_folds(texts, labels, folds=2, split_seed=0)
    assert (raised.value.message, raised.value.hint) == expected


def test_splits_for_different_purposes_do_not_depend_on_each_other():
    texts = [str(number) for number in range(200)]
    labels = ["a", "b"] * 100
    held_out = np.zeros(len(texts))
    for seed in range(400):
        outer = train_test_split(texts, labels, test_fraction=0.2, seed=seed)
        rest = [texts[row] for row in outer.train]
        inner = train_test_split(
            rest, [labels[row] for row in outer.train], test_fraction=0.1, seed=seed, purpose="validation"
        )
        held_out[outer.train[inner.test]] += 1
    expected = 400 * 0.8 * 0.1
    assert ((held_out - expected) ** 2 / expected).sum() < 260  # of chi squared with 199 degrees, 1 in 400 is more
