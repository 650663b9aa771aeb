"""A stream's probabilities are those of the whole text, however it is parted."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from elman.architecture import CELL_LAYOUTS
from elman.errors import DataError, UsageError
from elman.runtime import Runtime
from tests.bundle.samples import make_bundle

PARTS = st.lists(st.sampled_from(["free", " ", "prize ", "ho", "me", " é\n", "中 ", "unknown words", ""]), max_size=12)
POOLINGS = ["last", "mean+max+inputs"]


@pytest.mark.parametrize("pooling", POOLINGS)
@pytest.mark.parametrize("cell", CELL_LAYOUTS)
@given(parts=PARTS)
def test_probabilities_are_those_of_the_whole(cell, pooling, parts):
    settings = {"cell": cell, "pooling": pooling, "num_layers": 2, "linear_weight": 0.7, "network_weight": 0.5}
    runtime = Runtime(make_bundle(settings=settings))
    stream = runtime.stream()
    for part in parts:
        stream.feed(part)
    stream.end()
    (expected,) = runtime.probabilities(["".join(parts)])
    np.testing.assert_allclose(stream.probabilities(), expected, rtol=1e-5)


def test_a_prefix_is_answered_as_a_text_of_its_own():
    runtime = Runtime(make_bundle(settings={"linear_weight": 1.0}))
    stream = runtime.stream()
    np.testing.assert_allclose(stream.probabilities(), runtime.probabilities([""])[0], rtol=1e-6)
    stream.feed("free prize hom")
    np.testing.assert_allclose(stream.probabilities(), runtime.probabilities(["free prize"])[0], rtol=1e-5)


def test_a_long_text_is_not_cut():
    runtime = Runtime(make_bundle(settings={"max_length": 4, "pooling": "mean"}))
    stream = runtime.stream()
    stream.feed("free " * 4)
    before = stream.probabilities()
    stream.feed("home " * 40)
    assert not np.allclose(stream.probabilities(), before)


def test_a_model_that_reads_from_the_end_is_refused():
    """All settings that stand in the way are named at once."""
    with pytest.raises(UsageError) as caught:
        Runtime(make_bundle(settings={"bidirectional": True, "surface_tokens": True})).stream()
    assert caught.value.message == (
        "a stream: this model needs the whole text before it answers, for its bidirectional, surface_tokens"
    )
    assert caught.value.hint == "train one with the settings bidirectional=false, surface_tokens=false"


@pytest.mark.parametrize("part", [None, b"free", 3])
def test_a_part_that_is_no_text_is_refused(part):
    stream = Runtime(make_bundle()).stream()
    with pytest.raises(DataError, match="a part of a text: expected a string; got "):
        stream.feed(part)
