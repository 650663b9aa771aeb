"""A file cut short at any byte is noticed, and named."""

import os
from pathlib import Path

import pytest

from elman.bundle import kind_of, read_bundle, write_bundle
from elman.bundle.files import dump_history, load_history
from elman.errors import BundleError
from tests.bundle.samples import HISTORY, make_bundle, outcome, refusal

DAMAGED = "the folder is damaged; copy it again or train the model again"


@pytest.fixture
def smallest(tmp_path):
    """A model of as few bytes as there can be, so that every byte can be tried."""
    folder = tmp_path / "model"
    write_bundle(make_bundle(tokens=("a",), settings={"embedding_size": 1, "hidden_size": 1}), folder)
    return folder


@pytest.mark.parametrize("name", ["config.json", "vocabulary.json", "weights.safetensors", "metrics.json"])
def test_a_file_cut_short_at_any_byte_is_refused_by_name(smallest, name):
    path = smallest / name
    whole = path.read_bytes()
    for size in range(len(whole)):
        path.write_bytes(whole[:size])
        error = refusal(smallest)
        assert error.message.startswith(f"`{path}`: not valid "), size
        assert error.hint == DAMAGED


def test_a_history_cut_short_is_refused_or_holds_the_first_rows_unchanged(folder):
    path = folder / "history.csv"
    whole = path.read_bytes()
    for size in range(len(whole)):
        path.write_bytes(whole[:size])
        found = outcome(lambda: read_bundle(folder))
        if isinstance(found, BundleError):
            assert found.message == f"`{path}`: not a whole table: its last line does not end"
        else:
            assert list(found.history) == list(HISTORY[: len(found.history)])
            assert not found.history or size == len(dump_history(found.history))


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"epoch,train_loss\n1\n", "not a table of numbers: zip() argument 2 is shorter than argument 1"),
        (b"epoch\n1,2\n", "not a table of numbers: zip() argument 2 is longer than argument 1"),
        (b"epoch\none\n", "not a table of numbers: invalid literal for int() with base 10: 'one'"),
        (b"x\n1\n", "not a table of numbers: it has no column `epoch`"),
        (b"epoch,x\n1,1e301\n", "not a table of numbers: `x`: 1e301 is beyond all measures"),
        (b"epoch,x\n1,\n", "not a table of numbers: could not convert string to float: ''"),
        (b'epoch\n"1\n', "not a table of numbers: unexpected end of data"),
    ],
)
def test_a_history_that_is_no_table_of_numbers_is_refused(content, message):
    with pytest.raises(BundleError) as caught:
        load_history(content)
    assert caught.value.message == message


def test_a_history_outside_ascii_is_refused():
    with pytest.raises(BundleError, match=r"^not a table of numbers: 'ascii' codec can't decode byte 0xff"):
        load_history(b"epoch\n\xff\n")


@pytest.mark.parametrize("name", ["vocabulary.json", "weights.safetensors", "metrics.json", "history.csv"])
def test_a_missing_file_is_named(folder, name):
    (folder / name).unlink()
    error = refusal(folder)
    assert error.message == f"`{folder / name}`: missing"
    assert error.hint == DAMAGED


def test_a_folder_in_place_of_a_file_is_named(folder):
    (folder / "metrics.json").unlink()
    (folder / "metrics.json").mkdir()
    assert refusal(folder).message == f"`{folder / 'metrics.json'}`: expected a file; got a folder, a pipe or a device"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with a name here")
@pytest.mark.parametrize(
    "name", ["config.json", "vocabulary.json", "weights.safetensors", "metrics.json", "history.csv"]
)
def test_a_pipe_in_place_of_a_file_is_not_waited_for(folder, name):
    (folder / name).unlink()
    os.mkfifo(folder / name)
    assert refusal(folder).message == f"`{folder / name}`: expected a file; got a folder, a pipe or a device"
    assert (kind_of(folder) is None) == (name == "config.json")


def test_a_file_that_memory_cannot_hold_is_named(folder, monkeypatch):
    size = (folder / "weights.safetensors").stat().st_size
    read = Path.read_bytes

    def read_little(path):
        if path.name == "weights.safetensors":
            raise MemoryError
        return read(path)

    monkeypatch.setattr(Path, "read_bytes", read_little)
    assert refusal(folder).message == (
        f"`{folder / 'weights.safetensors'}`: cannot be read: {size:,} bytes are more than there is memory"
    )


def test_what_a_linked_config_says_is_not_asked(folder):
    (folder / "config.json").rename(folder.parent / "other.json")
    (folder / "config.json").symlink_to(folder.parent / "other.json")
    assert kind_of(folder) is None


def test_a_folder_that_is_not_there_and_one_that_is_no_model(tmp_path):
    error = refusal(tmp_path / "none")
    assert error.message == f"`{tmp_path / 'none'}`: no such model folder"
    assert error.hint == "train one with `elman train DATA --out DIR`"
    error = refusal(tmp_path)
    assert error.message == f"`{tmp_path}`: not a model folder: it has no config.json"
    assert error.hint == "point at a folder written by `elman train`"


def test_a_file_in_place_of_the_folder_is_refused(tmp_path):
    path = tmp_path / "model"
    path.write_bytes(b"")
    assert refusal(path).message == f"`{path}`: expected a model folder; got a file"


@pytest.mark.parametrize("name", ["README.md", "loss.png"])
def test_what_only_people_look_at_may_be_missing(folder, name, bundle):
    (folder / name).unlink(missing_ok=True)
    assert read_bundle(folder).labels == bundle.labels
