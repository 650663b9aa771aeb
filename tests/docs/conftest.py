"""The pages, built once for all tests that look at them."""

import os
import subprocess
import sys

import pytest
from filelock import FileLock

from tests.docs.shown import ROOT


@pytest.fixture(scope="session")
def site(tmp_path_factory, worker_id):
    """The pages, built once with small settings; a warning or an error in a cell ends the build."""
    base = tmp_path_factory.getbasetemp()
    out = (base if worker_id == "master" else base.parent) / "site"
    with FileLock(f"{out}.lock"):  # several processes test, one of them builds
        if not (out / "done").exists():
            build(out)
            (out / "done").touch()
    return out / "html"


def build(out):
    command = [sys.executable, "-m", "sphinx", "-W", "--keep-going", "-q", "-b", "html", "docs", str(out / "html")]
    done = subprocess.run(
        [*command, "-d", str(out / "trees")],
        cwd=ROOT,
        env={**os.environ, "ELMAN_DOCS_SMALL": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-8000:]
