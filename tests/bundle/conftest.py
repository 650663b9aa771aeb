"""One model folder to copy from: writing is slower than copying."""

import shutil
from pathlib import Path

import pytest

from elman.bundle import Bundle, write_bundle
from tests.bundle.samples import make_bundle


@pytest.fixture(scope="session")
def bundle() -> Bundle:
    """A small model."""
    return make_bundle()


@pytest.fixture(scope="session")
def written(bundle: Bundle, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Its folder, not to be changed."""
    folder = tmp_path_factory.mktemp("models") / "written"
    write_bundle(bundle, folder)
    return folder


@pytest.fixture
def folder(written: Path, tmp_path: Path) -> Path:
    """A copy of it, to be changed."""
    return Path(shutil.copytree(written, tmp_path / "model"))
