"""Random bytes in any file: the folder is refused with the file's name, or it is a whole model."""

import json
import struct
from collections.abc import Mapping

import numpy as np
import pytest
import safetensors.numpy
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from elman.bundle.files import load_history, load_json_object, load_vocabulary, load_weights
from elman.errors import BundleError
from tests.bundle.samples import json_values, outcome, refuses_or_reads_whole, resign

FILES = ["config.json", "vocabulary.json", "weights.safetensors", "metrics.json", "history.csv"]
LOADERS = {
    "vocabulary.json": load_vocabulary,
    "weights.safetensors": load_weights,
    "metrics.json": load_json_object,
    "history.csv": load_history,
}
fuzz = settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
changes = st.lists(
    st.tuples(st.integers(0), st.sampled_from(b'019-.eENI[]{},:" \\u\n\x00\xff')), min_size=1, max_size=4
)


def safetensors_of(header: object, data: bytes = bytes(24)) -> bytes:
    """A file with a header of one's own."""
    text = header if isinstance(header, bytes) else json.dumps(header).encode()
    return struct.pack("<Q", len(text)) + text + data


@pytest.mark.parametrize("name", LOADERS)
@settings(max_examples=300)
@given(content=st.binary() | st.text().map(str.encode) | json_values.map(lambda value: json.dumps(value).encode()))
def test_a_loader_refuses_with_bundle_error_only(name, content):
    found = outcome(lambda: LOADERS[name](content))
    assert not isinstance(found, BundleError) or found.message


@given(tokens=st.lists(st.text(st.characters(exclude_categories=())), unique=True))
def test_a_vocabulary_of_any_strings_is_read_as_json_reads_it(tokens):
    """Half a surrogate pair too, which the quicker reader refuses."""
    content = json.dumps(tokens).encode()
    assert list(load_vocabulary(content).tokens) == json.loads(content)


@pytest.mark.parametrize("name", FILES)
@fuzz
@given(changes=changes)
def test_changed_bytes_are_refused_or_make_a_model(written, folder, name, changes):
    content = bytearray((written / name).read_bytes())
    for place, value in changes:
        content[place % len(content)] = value
    (folder / name).write_bytes(content)
    refuses_or_reads_whole(folder, folder.with_name("again"))


@pytest.mark.parametrize("name", ["vocabulary.json", "weights.safetensors"])
@fuzz
@given(changes=changes)
def test_changed_bytes_that_were_signed_are_refused_or_make_a_model(written, folder, name, changes):
    content = bytearray((written / name).read_bytes())
    for place, value in changes:
        content[place % len(content)] = value
    (folder / name).write_bytes(content)
    resign(folder)
    refuses_or_reads_whole(folder, folder.with_name("again"))


@settings(max_examples=300)
@given(
    kind=st.sampled_from(["F32", "F16", "BF16", "F64", "I8", "BOOL", "C64", "F8_E4M3", "F4", "X"]) | json_values,
    shape=st.lists(st.integers(-1, 30) | st.sampled_from([2**31, 2**40, 2**62, 2**64])) | json_values,
    offsets=st.tuples(st.integers(-1, 30), st.integers(-1, 30)) | json_values,
)
def test_any_header_of_the_weights_is_refused_with_bundle_error_only(kind, shape, offsets):
    header = {"a": {"dtype": kind, "shape": shape, "data_offsets": offsets}}
    found = outcome(lambda: load_weights(safetensors_of(header)))
    assert isinstance(found, Mapping) or found.message.startswith("not valid safetensors: ")


@pytest.mark.parametrize(
    "entry",
    [
        {"dtype": "BF16", "shape": [12], "data_offsets": [0, 24]},
        {"dtype": "F32", "shape": [1] * 100 + [6], "data_offsets": [0, 24]},
    ],
    ids=["a number type that NumPy does not have", "more axes than NumPy has"],
)
def test_arrays_that_numpy_cannot_hold_are_refused(entry):
    with pytest.raises(BundleError, match=r"^not valid safetensors: "):
        load_weights(safetensors_of({"a": entry}))


def test_an_empty_array_of_sizes_past_all_reason_is_refused():
    entry = {"dtype": "F32", "shape": [0, 2**40, 2**62], "data_offsets": [0, 0]}
    with pytest.raises(BundleError, match=r"^not valid safetensors: "):
        load_weights(safetensors_of({"a": entry}, b""))


def test_a_pickle_is_not_opened(folder):
    import pickle

    class Bomb:
        def __reduce__(self):
            return (pytest.fail, ("the pickle was opened",))

    (folder / "weights.safetensors").write_bytes(pickle.dumps(Bomb()))
    resign(folder)
    refuses_or_reads_whole(folder, folder.with_name("again"))


def test_the_arrays_are_what_an_independent_reader_finds(written, bundle):
    found = safetensors.numpy.load_file(written / "weights.safetensors")
    assert found.keys() == bundle.weights.keys()
    assert all(np.array_equal(found[name], array) for name, array in bundle.weights.items())
