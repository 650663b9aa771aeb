"""Which core answers: the choice, and what is said where there is none of the kind that is asked for."""

import pytest

from elman.errors import UsageError
from elman.runtime import Runtime, core_name, core_title, cores
from elman.runtime.numpy_core import NumpyCore
from tests.bundle.samples import make_bundle
from tests.runtime.cores import needs_native


@pytest.mark.parametrize("built", [False, True])
def test_the_fastest_there_is_answers(monkeypatch, built):
    monkeypatch.delenv("ELMAN_RUNTIME", raising=False)
    monkeypatch.setattr(cores, "native_is_built", lambda: built)
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
    monkeypatch.setattr(cores, "native_is_built", lambda: False)
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


@pytest.mark.parametrize("wanted", [None, "native"])
def test_a_cell_that_was_added_elsewhere_is_answered_in_numpy(monkeypatch, wanted):
    monkeypatch.delenv("ELMAN_RUNTIME", raising=False)
    if wanted:
        monkeypatch.setenv("ELMAN_RUNTIME", wanted)
    monkeypatch.setattr(cores, "native_is_built", lambda: True)
    assert (core_name("gru"), core_name("a cell of mine")) == ("native", "numpy")
    assert core_title("a cell of mine") == "the NumPy core"
