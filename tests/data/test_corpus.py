"""A corpus keeps one label per text, and selecting keeps the pairs together."""

import pytest

from elman.data import Corpus
from elman.errors import DataError


def test_select_keeps_each_text_with_its_label():
    corpus = Corpus(("a", "b", "c"), ("x", "y", "z"), "letters", "00")
    assert corpus.select([2, 0]) == Corpus(("c", "a"), ("z", "x"), "letters", "00")


def test_select_without_labels():
    assert Corpus(("a", "b"), None, "letters", "00").select([1]).labels is None


def test_every_text_needs_a_label():
    with pytest.raises(DataError, match=r"^`letters`: expected one label per text; got 1 for 2$"):
        Corpus(("a", "b"), ("x",), "letters", "00")
