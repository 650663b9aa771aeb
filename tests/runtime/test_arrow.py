"""Texts in columns of Arrow's, however they are laid out: the answers are those of a list of the same strings."""

import numpy as np
import pyarrow as pa
import pytest

from elman.classifier import TextClassifier
from elman.errors import DataError
from tests.bundle.samples import make_bundle
from tests.runtime.cores import needs_native

TEXTS = [
    "free prize",
    "",
    "home at 8pm, a sentence that is longer than twelve characters",
    "caf\u00e9 \u00a35",
    "\u201cfree\u201d \u2026 \u4e2d\u6587 \U0001f600",
    "call",
]
LAYOUTS = {"string": pa.string(), "large string": pa.large_string(), "string view": pa.string_view()}


@pytest.fixture(params=[pytest.param("native", marks=needs_native), "numpy"])
def classifier(request, monkeypatch):
    monkeypatch.setenv("ELMAN_RUNTIME", request.param)
    bundle = make_bundle()
    return TextClassifier(bundle.preset)._adopt(bundle)


def columns(layout):
    whole = pa.array(TEXTS, LAYOUTS[layout])
    yield "whole", whole, TEXTS
    yield "sliced", whole[2:5], TEXTS[2:5]
    yield "empty", whole[:0], []
    yield "chunked", pa.chunked_array([whole[:1], whole[1:1], whole[3:]]), TEXTS[:1] + TEXTS[3:]
    yield "no chunk", pa.chunked_array([], LAYOUTS[layout]), []


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_column_is_answered_as_a_list_is(classifier, layout):
    for name, column, texts in columns(layout):
        answered = classifier.predict_proba(column)
        assert answered.tobytes() == classifier.predict_proba(texts).tobytes(), name
        assert answered.shape == (len(texts), 2), name


def test_a_column_of_encoded_strings_is_answered_too(classifier):
    column = pa.array(TEXTS).dictionary_encode()
    assert np.array_equal(classifier.predict_proba(column), classifier.predict_proba(TEXTS))


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_null_is_refused(classifier, layout):
    column = pa.array(["free", None], LAYOUTS[layout])
    for each in (column, pa.chunked_array([column])):
        with pytest.raises(DataError) as refused:
            classifier.predict(each)
        assert refused.value.message == "`X[1]`: expected a string; got a missing value"
        assert refused.value.hint == "leave out the rows without a text, or fill them"
    assert len(classifier.predict(column[:1])) == 1  # a null outside the slice is none of ours


@pytest.mark.parametrize(
    ("column", "got"),
    [(pa.array([1, 2]), "int: 1"), (pa.array([b"free"]), "bytes: b'free'"), (pa.array([[]]), "list: []")],
)
def test_a_column_of_other_things_is_refused(classifier, column, got):
    with pytest.raises(DataError) as refused:
        classifier.predict(column)
    assert refused.value.message == f"`X[0]`: expected a string; got {got}"


def test_bytes_that_are_not_utf_8_are_refused(classifier):
    column = pa.array([b"\xff\xfe"]).view(pa.string())
    with pytest.raises(DataError, match=r"^`X`: expected strings in UTF-8; got bytes that are none: "):
        classifier.predict(column)


@needs_native
@pytest.mark.parametrize("way", ["__arrow_c_array__", "__arrow_c_stream__"])
def test_a_column_that_was_handed_over_before_is_refused(monkeypatch, way):
    monkeypatch.setenv("ELMAN_RUNTIME", "native")
    bundle = make_bundle()
    column = pa.array(TEXTS) if way == "__arrow_c_array__" else pa.chunked_array([TEXTS])
    handed = getattr(column, way)()
    again = type("Again", (), {way: lambda self: handed})()
    from elman.runtime.native import NativeCore

    model = NativeCore(bundle)
    assert model.quick(again).shape == (len(TEXTS), 2)
    with pytest.raises(ValueError, match="handed over before"):
        model.quick(again)
