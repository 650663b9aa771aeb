"""What the compiled modules show to others of their process: what Python calls when it imports them, no more."""

import shutil
import subprocess
import sys
from importlib import import_module

import pytest


@pytest.mark.skipif(sys.platform != "linux" or shutil.which("nm") is None, reason="needs Linux and nm")
@pytest.mark.parametrize("name", ["_kernels", "_native"])
def test_nothing_is_shown_but_what_python_calls(name):
    try:
        module = import_module(f"elman.{name}")
    except ModuleNotFoundError:
        pytest.skip("this installation was built without compiled code")
    asked = ["nm", "--dynamic", "--defined-only", "--format=posix", module.__file__]
    shown = subprocess.run(asked, capture_output=True, text=True, check=True).stdout
    assert [line.split()[0] for line in shown.splitlines()] == [f"PyInit_{name}"]
