"""A folder is replaced in one step: whatever goes wrong, the old one or the new one is there, whole."""

import errno
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from elman.bundle import replace, write_bundle
from elman.bundle.replace import replace_folder
from elman.errors import BundleError
from tests.bundle.samples import contents, make_bundle

NEW = {"config.json": b"new", "vocabulary.json": b"new too", "README.md": b"new as well"}


@pytest.fixture(params=["exchange", "two renames"])
def way(request, monkeypatch):
    """Both ways to put a folder in the place of another."""
    if request.param == "two renames":
        monkeypatch.setattr(replace, "_exchange", lambda one, other: False)
    elif sys.platform != "linux":
        pytest.skip("only Linux exchanges two folders in one call")
    return request.param


@pytest.fixture
def old(tmp_path):
    """A folder that stands where the new one shall go."""
    folder = tmp_path / "model"
    folder.mkdir()
    (folder / "config.json").write_bytes(b"old")
    (folder / "weights.safetensors").write_bytes(b"old too")
    return folder


def assert_as_before(old):
    assert contents(old) == {"config.json": b"old", "weights.safetensors": b"old too"}
    assert list(old.parent.iterdir()) == [old], "nothing is left over"


def fail_at_write(monkeypatch, number, error):
    """The disk takes half of one file's bytes and then refuses."""
    calls = []
    written = replace.write_synced

    def write(path, content):
        calls.append(path)
        if len(calls) == number:
            path.write_bytes(content[: len(content) // 2])
            raise error
        written(path, content)

    monkeypatch.setattr(replace, "write_synced", write)


def test_the_new_folder_stands_alone_in_the_place_of_the_old(way, old):
    replace_folder(old, NEW)
    assert contents(old) == NEW
    assert list(old.parent.iterdir()) == [old]


def test_a_place_where_nothing_stood_and_its_parents_are_made(way, tmp_path):
    folder = tmp_path / "a" / "b" / "model"
    replace_folder(folder, NEW)
    assert contents(folder) == NEW
    assert list(folder.parent.iterdir()) == [folder]


@pytest.mark.parametrize("number", [1, 2, 3])
def test_a_full_disk_leaves_the_old_folder(way, old, monkeypatch, number):
    fail_at_write(monkeypatch, number, OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)))
    with pytest.raises(BundleError) as caught:
        replace_folder(old, NEW)
    assert caught.value.message == (
        f"`{old}`: cannot be written: No space left on device; what was there before is unchanged"
    )
    assert caught.value.hint == "free some space, or choose another place"
    assert_as_before(old)


@pytest.mark.parametrize("number", [1, 3])
def test_a_full_disk_leaves_nothing_where_nothing_was(tmp_path, monkeypatch, number):
    fail_at_write(monkeypatch, number, OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)))
    with pytest.raises(BundleError):
        replace_folder(tmp_path / "model", NEW)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("number", [1, 2, 3])
@pytest.mark.parametrize("error", [KeyboardInterrupt(), MemoryError()], ids=["interrupted", "out of memory"])
def test_a_crash_while_writing_leaves_the_old_folder(way, old, monkeypatch, number, error):
    fail_at_write(monkeypatch, number, error)
    with pytest.raises(type(error)):
        replace_folder(old, NEW)
    assert_as_before(old)


def test_every_file_of_a_model_may_meet_a_full_disk(tmp_path, monkeypatch):
    folder = tmp_path / "model"
    write_bundle(make_bundle(), folder)
    before = contents(folder)
    for number in range(1, len(before) + 1):
        with monkeypatch.context() as patch:
            fail_at_write(patch, number, OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)))
            with pytest.raises(BundleError, match="No space left on device"):
                write_bundle(make_bundle(seed=1), folder)
        assert contents(folder) == before
        assert list(tmp_path.iterdir()) == [folder]


@pytest.mark.parametrize(
    ("error", "raised"),
    [(OSError(errno.EIO, os.strerror(errno.EIO)), BundleError), (KeyboardInterrupt(), KeyboardInterrupt)],
)
@pytest.mark.parametrize("which", [1, 2])
def test_a_rename_that_fails_puts_the_old_folder_back(old, monkeypatch, which, error, raised):
    monkeypatch.setattr(replace, "_exchange", lambda one, other: False)
    rename, calls = Path.rename, []

    def fail(path, target):
        calls.append(path)
        if len(calls) == which:
            raise error
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", fail)
    with pytest.raises(raised):
        replace_folder(old, NEW)
    assert_as_before(old)


def test_a_death_between_the_two_renames_leaves_the_old_folder_whole_beside_its_place(old, monkeypatch):
    """``os._exit`` runs no clean-up, as a power cut would not."""
    program = f"""
import os
from pathlib import Path
from elman.bundle import replace
replace._exchange = lambda one, other: False
rename = Path.rename
def die_at_the_second(path, target):
    if path.name != "model":
        os._exit(9)
    rename(path, target)
Path.rename = die_at_the_second
replace.replace_folder(Path({str(old)!r}), {NEW!r})
"""
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 9
    assert not old.exists()
    (aside,) = old.parent.glob(".model.*.old")
    assert contents(aside) == {"config.json": b"old", "weights.safetensors": b"old too"}
    (fresh,) = old.parent.glob(".model.*.partial")
    assert contents(fresh) == NEW


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux exchanges two folders in one call")
def test_the_exchange_is_one_system_call(old, tmp_path):
    fresh = tmp_path / "fresh"
    fresh.mkdir()
    (fresh / "config.json").write_bytes(b"new")
    assert replace._exchange(fresh, old)
    assert contents(old) == {"config.json": b"new"}
    assert contents(fresh) == {"config.json": b"old", "weights.safetensors": b"old too"}


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux exchanges two folders in one call")
def test_an_exchange_that_the_file_system_refuses_is_reported(tmp_path):
    assert not replace._exchange(tmp_path / "none", tmp_path / "none either")


@pytest.mark.skipif(os.name == "nt", reason="Windows has no permission bits")
@pytest.mark.parametrize("umask", [0o022, 0o077, 0o002])
def test_permissions_follow_the_umask(way, old, umask):
    before = os.umask(umask)
    try:
        replace_folder(old, NEW)
    finally:
        assert os.umask(before) == umask, "the umask itself is left as it was"
    assert stat.S_IMODE(old.stat().st_mode) == 0o777 & ~umask
    assert {stat.S_IMODE(path.stat().st_mode) for path in old.iterdir()} == {0o666 & ~umask}
