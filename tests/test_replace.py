"""A file is replaced in one step: whatever goes wrong, the old one or the new one is there, whole."""

import errno
import os
import stat

import pytest

from elman import replace
from elman.replace import replace_file


@pytest.fixture
def old(tmp_path):
    """A file that stands where the new one shall go."""
    path = tmp_path / "checkpoint"
    path.write_bytes(b"old")
    return path


def assert_as_before(old):
    assert old.read_bytes() == b"old"
    assert list(old.parent.iterdir()) == [old], "nothing is left over"


def test_the_new_file_stands_alone_in_the_place_of_the_old(old):
    replace_file(old, b"new")
    assert old.read_bytes() == b"new"
    assert list(old.parent.iterdir()) == [old]


def test_a_place_where_nothing_stood_and_its_parents_are_made(tmp_path):
    replace_file(tmp_path / "a" / "b" / "checkpoint", b"new")
    assert (tmp_path / "a" / "b" / "checkpoint").read_bytes() == b"new"


@pytest.mark.parametrize("error", [OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)), KeyboardInterrupt()])
def test_a_full_disk_or_a_crash_while_writing_leaves_the_old_file(old, monkeypatch, error):
    def write(path, content):
        path.write_bytes(content[:1])
        raise error

    monkeypatch.setattr(replace, "write_synced", write)
    with pytest.raises(type(error)) as caught:
        replace_file(old, b"new")
    assert str(caught.value) == (f"[Errno 28] No space left on device: '{old}'" if isinstance(error, OSError) else "")
    assert_as_before(old)


def test_a_rename_that_fails_leaves_the_old_file(old, tmp_path):
    (tmp_path / "folder" / "full").mkdir(parents=True)
    with pytest.raises(OSError, match="folder"):
        replace_file(tmp_path / "folder", b"new")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["checkpoint", "folder"]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no permission bits")
@pytest.mark.parametrize("umask", [0o022, 0o077])
def test_permissions_follow_the_umask(old, umask):
    before = os.umask(umask)
    try:
        replace_file(old, b"new")
    finally:
        os.umask(before)
    assert stat.S_IMODE(old.stat().st_mode) == 0o666 & ~umask


def test_a_failure_names_the_file_that_was_asked_for(tmp_path, monkeypatch):
    def refuse(path, content):
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(replace, "write_synced", refuse)
    with pytest.raises(PermissionError) as caught:
        replace_file(tmp_path / "picture.svg", b"")
    assert str(caught.value) == f"[Errno 13] Permission denied: '{tmp_path / 'picture.svg'}'"
