"""Which texts are learned from and which are measured, against the package's folds and the published line numbers."""

import numpy as np
import pytest
from benchmarks.accuracy.protocol import doceng2011_divisions, fold_divisions

from elman.data import Corpus, stratified_folds


@pytest.fixture
def collection():
    """As many texts as the published collection has, each its own line's number."""
    return Corpus(tuple(map(str, range(1, 5_575))), ("ham", "spam") * 2_787, "made here", "")


def test_folds_are_those_of_the_package_for_every_split_seed(collection):
    divisions = fold_divisions(collection, 3, [4, 0])
    assert [each.split_seed for each in divisions] == [4, 0]
    for division in divisions:
        expected = stratified_folds(collection.texts, collection.labels, folds=3, split_seed=division.split_seed)
        for split, same in zip(division.splits, expected, strict=True):
            np.testing.assert_array_equal(split.train, same.train)
            np.testing.assert_array_equal(split.test, same.test)


def test_the_published_split_is_lines_1_to_1674_and_the_rest(collection):
    (division,) = doceng2011_divisions(collection)
    (split,) = division.splits
    assert division.split_seed is None
    assert [collection.texts[split.train[0]], collection.texts[split.train[-1]], len(split.train)] == [
        "1",
        "1674",
        1674,
    ]
    assert [collection.texts[split.test[0]], collection.texts[split.test[-1]], len(split.test)] == [
        "1675",
        "5574",
        3900,
    ]
