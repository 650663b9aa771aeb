"""What the data room's tests share: the real collection, and a machine without one."""

import pytest

import elman.data
from elman.data import Corpus


@pytest.fixture(scope="session")
def sms_spam() -> Corpus:
    """The real collection, from wherever this machine can get it; not being able to is a failure, not a skip."""
    return elman.data.read("sms-spam")


@pytest.fixture
def bare_machine(monkeypatch, tmp_path):
    """A machine with an empty cache and no folder of the user's own; gives the cache's folder."""
    monkeypatch.delenv("ELMAN_DATA_DIR", raising=False)
    cache = tmp_path / "cache"
    monkeypatch.setattr("platformdirs.user_cache_path", lambda name: cache / name)
    return cache / "elman"
