"""Which core answers: the choice, and what is said where there is none of the kind that is asked for."""

import importlib.util
import sys

import pytest

from elman.errors import UsageError
from elman.runtime import Runtime, core_name, core_title, cores
from elman.runtime.numpy_core import NumpyCore
from tests.bundle.samples import make_bundle
from tests.runtime.cores import needs_native


@pytest.mark.parametrize("built", [False, True])
def test_the_fastest_there_is_answers(monkeypatch, built):
    monkeypatch.delenv("ELMAN_RUNTIME", raising=False)
    monkeypatch.setattr(cores, "_trouble", lambda: None if built else "this installation has none")
    monkeypatch.setattr(cores, "_file", lambda: "elman._native" if built else None)
    assert core_name() == ("native" if built else "numpy")


def test_numpy_can_be_asked_for(monkeypatch):
    monkeypatch.setenv("ELMAN_RUNTIME", "numpy")
    assert isinstance(Runtime(make_bundle())._core, NumpyCore)


@needs_native
def test_the_compiled_core_can_be_asked_for(monkeypatch):
    from elman.runtime.native import NativeCore

    monkeypatch.setenv("ELMAN_RUNTIME", "native")
    assert isinstance(Runtime(make_bundle())._core, NativeCore)


def test_a_compiled_core_that_was_not_built_is_told(monkeypatch):
    monkeypatch.setenv("ELMAN_RUNTIME", "native")
    monkeypatch.setattr(cores, "_trouble", lambda: "this installation has none")
    with pytest.raises(UsageError) as refused:
        Runtime(make_bundle())
    assert refused.value.message == (
        "`ELMAN_RUNTIME`: expected a compiled core for `native`; this installation has none"
    )
    assert refused.value.hint == "install elman again where there is a C++ compiler, or unset ELMAN_RUNTIME"


def test_a_core_that_does_not_exist_is_told(monkeypatch):
    monkeypatch.setenv("ELMAN_RUNTIME", "cuda")
    with pytest.raises(UsageError) as refused:
        core_name()
    assert refused.value.message == "`ELMAN_RUNTIME`: expected native or numpy; got `cuda`"


@pytest.fixture
def elsewhere(monkeypatch, tmp_path):
    """A place for a compiled core of our own making; what was found out before is forgotten."""
    import elman

    for each in (cores._trouble, cores._warn):
        each.cache_clear()
    monkeypatch.delenv("ELMAN_RUNTIME", raising=False)
    monkeypatch.setattr(elman, "__path__", [str(tmp_path)])
    monkeypatch.setattr(cores.importlib.util, "find_spec", lambda name: None)
    yield tmp_path
    for each in (cores._trouble, cores._warn):
        each.cache_clear()


def test_a_core_for_another_python_is_told_once_and_numpy_answers(elsewhere, capsys):
    (elsewhere / "_native.cpython-30-x86_64-linux-gnu.so").touch()
    assert core_name() == core_name() == "numpy"
    assert capsys.readouterr().err == (
        "warning: the compiled core is not used, NumPy answers: `_native.cpython-30-x86_64-linux-gnu.so` is for "
        f"another Python than {sys.implementation.cache_tag}; install elman again\n"
    )


def test_a_damaged_core_is_told_once_and_numpy_answers(elsewhere, monkeypatch, capsys):
    path = elsewhere / "_native.so"
    path.write_bytes(b"not a library")
    spec = importlib.util.spec_from_file_location("elman._native", path)
    monkeypatch.setattr(cores.importlib.util, "find_spec", lambda name: spec)
    monkeypatch.setattr(cores.importlib, "import_module", lambda name: importlib.util.module_from_spec(spec))
    assert core_name() == core_name() == "numpy"
    told = capsys.readouterr().err
    assert told.startswith("warning: the compiled core is not used, NumPy answers: it cannot be loaded: ")
    assert told.count("warning") == 1
    monkeypatch.setenv("ELMAN_RUNTIME", "native")
    with pytest.raises(UsageError, match=r"expected a compiled core for `native`; it cannot be loaded"):
        core_name()


def test_no_core_at_all_is_no_reason_to_warn(elsewhere, capsys):
    assert core_name() == "numpy"
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("wanted", [None, "native"])
def test_a_cell_that_was_added_elsewhere_is_answered_in_numpy(monkeypatch, wanted):
    monkeypatch.delenv("ELMAN_RUNTIME", raising=False)
    if wanted:
        monkeypatch.setenv("ELMAN_RUNTIME", wanted)
    monkeypatch.setattr(cores, "native_is_built", lambda: True)
    assert (core_name("gru"), core_name("a cell of mine")) == ("native", "numpy")
    assert core_title("a cell of mine") == "the NumPy core"
