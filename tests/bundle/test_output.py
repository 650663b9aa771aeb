"""Where a model may be written: nothing of anybody else's is ever replaced."""

import dataclasses
import json
import shutil
from pathlib import Path

import pytest

from elman.bundle import (
    CLASSIFIER,
    LANGUAGE_MODEL,
    TAGGER,
    TrainingData,
    check_output,
    read_bundle,
    replace,
    write_bundle,
    write_language_bundle,
)
from elman.errors import BundleError
from tests.bundle.samples import assert_same, contents, make_bundle
from tests.runtime.test_language import make_language_bundle

HINT = "choose another output folder, or move what is there"


def assert_refused(bundle, folder, message):
    """Both the early check and the writing itself say no, and leave all as it was."""
    for attempt in (lambda place: check_output(place, CLASSIFIER), lambda place: write_bundle(bundle, place)):
        with pytest.raises(BundleError) as caught:
            attempt(folder)
        assert caught.value.message == f"`{folder}`: {message}"
        assert caught.value.hint == HINT


def test_nothing_there_and_an_empty_folder_are_taken(bundle, tmp_path):
    (tmp_path / "empty").mkdir()
    for folder in (tmp_path / "none", tmp_path / "empty", tmp_path / "deep" / "down"):
        assert not check_output(folder, CLASSIFIER)
        write_bundle(bundle, folder)
        assert_same(read_bundle(folder), bundle)


def test_a_model_of_ours_is_replaced_as_a_whole(folder):
    (folder / "loss.png").write_bytes(b"the old picture")
    other = make_bundle(seed=1, labels=(1, 2, 3))
    assert check_output(folder, CLASSIFIER)
    write_bundle(other, folder)
    assert_same(read_bundle(folder), other)
    assert "loss.png" not in contents(folder)
    assert [path.name for path in folder.parent.iterdir()] == [folder.name]


@pytest.mark.parametrize("kind", [LANGUAGE_MODEL, TAGGER], ids=lambda kind: kind.name)
def test_a_model_of_another_kind_is_refused(folder, kind):
    before = contents(folder)
    with pytest.raises(BundleError) as caught:
        check_output(folder, kind)
    assert caught.value.message == f"`{folder}`: holds a classifier, which a {kind.name} would replace"
    assert caught.value.hint == HINT
    assert contents(folder) == before


def test_a_damaged_model_of_ours_may_be_replaced(bundle, folder):
    (folder / "weights.safetensors").unlink()
    write_bundle(bundle, folder)
    assert_same(read_bundle(folder), bundle)


def test_a_file_is_refused(bundle, tmp_path):
    path = tmp_path / "precious"
    path.write_bytes(b"precious")
    assert_refused(bundle, path, "expected a folder or nothing; got a file or a link")
    assert path.read_bytes() == b"precious"


@pytest.mark.parametrize("target", ["model", "nowhere"])
def test_a_link_is_refused(bundle, folder, target):
    link = folder.parent / "link"
    link.symlink_to(folder.parent / target)
    before = contents(folder)
    assert_refused(bundle, link, "expected a folder or nothing; got a file or a link")
    assert link.is_symlink()
    assert contents(folder) == before


def test_a_folder_with_anything_else_in_it_is_refused(bundle, folder):
    (folder / "notes.txt").write_bytes(b"precious")
    before = contents(folder)
    assert_refused(bundle, folder, "would be replaced, and holds `notes.txt`, which is not ours")
    assert contents(folder) == before


def test_what_a_file_manager_left_is_in_nobody_s_way(bundle, folder):
    (folder / ".DS_Store").write_bytes(b"\0")
    write_bundle(bundle, folder)
    assert not (folder / ".DS_Store").exists()
    (folder / "Thumbs.db").mkdir()
    assert_refused(bundle, folder, "would be replaced, and holds `Thumbs.db`, which is not ours")


@pytest.mark.parametrize("name", ["config.json", "loss.png", "README.md"])
def test_a_folder_that_bears_the_name_of_one_of_our_files_is_refused(bundle, folder, name):
    (folder / name).unlink(missing_ok=True)
    (folder / name).mkdir()
    (folder / name / "precious").write_bytes(b"precious")
    assert_refused(bundle, folder, f"would be replaced, and holds `{name}`, which is not ours")
    assert (folder / name / "precious").read_bytes() == b"precious"


@pytest.mark.parametrize("config", [None, b"{}", json.dumps({"format": "another"}).encode()])
def test_a_folder_whose_configuration_is_not_ours_is_refused(bundle, tmp_path, config):
    folder = tmp_path / "site"
    folder.mkdir()
    (folder / "README.md").write_bytes(b"precious")
    if config is not None:
        (folder / "config.json").write_bytes(config)
    before = contents(folder)
    assert_refused(bundle, folder, "not a model folder: it holds no config.json of ours")
    assert contents(folder) == before


@pytest.mark.parametrize("place", [".", "..", "sub/.."])
def test_a_place_without_a_name_is_refused(bundle, tmp_path, monkeypatch, place):
    (tmp_path / "sub").mkdir()
    monkeypatch.chdir(tmp_path / "sub")
    with pytest.raises(BundleError) as caught:
        write_bundle(bundle, Path(place))
    assert caught.value.message == f"`{Path(place)}`: expected a folder's name"
    assert caught.value.hint == "give one, such as --out model"
    assert not list((tmp_path / "sub").iterdir())


def test_a_place_below_a_file_is_refused(bundle, tmp_path):
    (tmp_path / "file").write_bytes(b"precious")
    folder = tmp_path / "file" / "model"
    with pytest.raises(BundleError) as caught:
        write_bundle(bundle, folder)
    assert caught.value.message.startswith(f"`{folder}`: cannot be written: ")
    assert (tmp_path / "file").read_bytes() == b"precious"


def test_the_root_of_all_folders_is_refused(bundle):
    with pytest.raises(BundleError) as caught:
        check_output(Path("/"), CLASSIFIER)
    assert caught.value.message == "`/`: expected a folder's name"


def test_a_protected_folder_is_replaced_and_leaves_nothing_beside(bundle, folder, monkeypatch):
    """Who is no superuser may not remove what is in it before its mode is changed."""
    opened, remove = [], shutil.rmtree

    def look(path, **options):
        if path.exists():  # where two folders are renamed and not exchanged, nothing has the name that the new one had
            opened.append(path.stat().st_mode & 0o700)
        remove(path, **options)

    monkeypatch.setattr(shutil, "rmtree", look)
    folder.chmod(0o555)
    write_bundle(bundle, folder)
    assert [path.name for path in folder.parent.iterdir()] == [folder.name]
    assert opened == [0o700]


def test_what_the_disk_says_once_all_is_in_place_is_no_failure(bundle, folder, monkeypatch):
    other, sync = make_bundle(seed=1, labels=(1, 2, 3)), replace.sync_directory

    def refuse(path):
        if path == folder.parent:
            raise OSError(5, "Input/output error")
        sync(path)

    monkeypatch.setattr(replace, "sync_directory", refuse)
    write_bundle(other, folder)
    assert_same(read_bundle(folder), other)


def test_a_name_inside_a_folder_does_not_say_what_it_holds(tmp_path):
    """A language model may have learned from a file that is called as a classifier's format is."""
    folder = tmp_path / "model"
    source = TrainingData("elman text classifier.txt", "", 3)
    write_language_bundle(dataclasses.replace(make_language_bundle(), training_data=source), folder)
    assert check_output(folder, LANGUAGE_MODEL)
    with pytest.raises(BundleError, match="holds a language model, which a classifier would replace"):
        check_output(folder, CLASSIFIER)
