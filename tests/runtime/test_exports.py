"""What compiled code shows: a module to its process, and what is compiled for one instruction set to the rest."""

import shutil
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(sys.platform != "linux" or shutil.which("nm") is None, reason="needs Linux and nm")
BUILD = Path(__file__).parents[2] / "build"


@pytest.mark.parametrize("name", ["_kernels", "_native"])
def test_nothing_is_shown_but_what_python_calls(name):
    try:
        module = import_module(f"elman.{name}")
    except ModuleNotFoundError:
        pytest.skip("this installation was built without compiled code")
    asked = ["nm", "--dynamic", "--defined-only", "--format=posix", module.__file__]
    shown = subprocess.run(asked, capture_output=True, text=True, check=True).stdout
    assert [line.split()[0] for line in shown.splitlines()] == [f"PyInit_{name}"]


@pytest.mark.skipif(not BUILD.is_dir(), reason="this installation was not built here")
def test_code_for_one_instruction_set_is_called_by_nothing_else():
    """Of a function that several files have, one copy is kept for all; it must not be one that processors may lack."""
    built = BUILD.glob(f"cp{sys.version_info.major}{sys.version_info.minor}-*/native/*/CMakeFiles/*_avx*.dir/*.o")
    sources = {source.name for source in BUILD.parent.glob("native/*/*.cpp")}
    files = [file for file in built if file.stem in sources]  # none that is left over from a source that is gone
    if not files:
        pytest.skip("nothing was compiled for such instruction sets here")
    for file in files:
        asked = ["nm", "--demangle", "--defined-only", "--format=posix", file]
        symbols = subprocess.run(asked, capture_output=True, text=True, check=True).stdout.splitlines()
        shared = [symbol for symbol in symbols if " W " in symbol and "elman::avx" not in symbol]
        assert not shared, (file.name, shared)
