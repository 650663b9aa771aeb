"""Which kernel computes a recurrence, and what is said when the one that was asked for cannot."""

import sys
import types
from collections.abc import Iterator

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from elman.errors import UsageError
from elman.nn import build_network, unroll
from elman.nn.gru import GRUCell
from elman.nn.kernels import KERNELS, choice, choose_kernel, extension
from elman.presets import Preset
from tests.nn.samples import INPUT, random_cell


@pytest.fixture(autouse=True)
def no_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ELMAN_KERNEL", raising=False)


@pytest.fixture
def built(monkeypatch: pytest.MonkeyPatch) -> None:
    """As though compiled kernels were there, whether they are or not."""
    monkeypatch.setattr(extension, "is_built", lambda: True)


@pytest.fixture
def not_built(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """As though the extension had never been compiled."""
    monkeypatch.setitem(sys.modules, "elman._kernels", None)
    extension.is_built.cache_clear()
    yield
    extension.is_built.cache_clear()


@pytest.mark.usefixtures("built")
@pytest.mark.parametrize(
    ("recurrence", "wanted", "variable", "expected"),
    [
        ("scan", None, None, "native"),
        ("scan", None, "", "native"),
        ("scan", None, "reference", "scan"),
        ("scan", None, "native", "native"),
        ("scan", "reference", "native", "scan"),
        ("scan", "native", "reference", "native"),
        ("associative", None, None, "associative"),
        ("associative", "reference", None, "associative"),
    ],
)
def test_the_kernel_of_a_run(
    monkeypatch: pytest.MonkeyPatch, recurrence: str, wanted: str | None, variable: str | None, expected: str
) -> None:
    if variable is not None:
        monkeypatch.setenv("ELMAN_KERNEL", variable)
    assert choose_kernel(recurrence, "mingru", wanted) == expected


@pytest.mark.usefixtures("built")
@pytest.mark.parametrize(
    ("recurrence", "wanted", "variable", "message"),
    [
        ("scan", None, "fast", "`ELMAN_KERNEL`: expected reference or native; got `fast`"),
        ("scan", "fast", None, "`kernel`: expected reference or native; got `fast`"),
        (
            "associative",
            "native",
            None,
            "`kernel`: native steps along time; `recurrence` is associative\n"
            "hint: use recurrence=scan or the reference kernel",
        ),
    ],
)
def test_what_cannot_be_chosen(
    monkeypatch: pytest.MonkeyPatch, recurrence: str, wanted: str | None, variable: str | None, message: str
) -> None:
    if variable is not None:
        monkeypatch.setenv("ELMAN_KERNEL", variable)
    with pytest.raises(UsageError) as caught:
        choose_kernel(recurrence, "mingru", wanted)
    assert str(caught.value) == message


@pytest.mark.usefixtures("not_built")
def test_native_is_refused_where_it_is_not_built() -> None:
    message = (
        "`kernel`: native was asked for, and this installation has none that can be loaded\n"
        "hint: install elman with a C++ compiler and without ELMAN_NO_NATIVE, or use the reference kernel"
    )
    with pytest.raises(UsageError) as caught:
        choose_kernel("scan", "gru", "native")
    assert str(caught.value) == message
    with pytest.raises(UsageError) as caught:
        unroll(random_cell("gru"), jnp.zeros((2, 5, INPUT)), jnp.array([5, 5]), kernel="native")
    assert str(caught.value) == message


def test_kernels_that_cannot_be_loaded_are_told_of_and_not_used(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(name: str) -> None:
        raise ImportError("libstdc++.so.6: version not found")

    monkeypatch.setattr(extension, "import_module", fail)
    extension.is_built.cache_clear()
    try:
        assert not extension.is_usable()
        assert not extension.is_usable()
    finally:
        extension.is_built.cache_clear()
    assert capsys.readouterr().err == (
        "warning: the compiled kernels are not used, they cannot be loaded: libstdc++.so.6: version not found\n"
    )


@pytest.mark.usefixtures("built")
def test_native_is_refused_where_jax_computes_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jax, "default_backend", lambda: "gpu")
    with pytest.raises(UsageError) as caught:
        choose_kernel("scan", "gru", "native")
    assert str(caught.value) == (
        "`kernel`: native computes on the CPU; JAX computes on gpu\n"
        "hint: set JAX_PLATFORMS=cpu, or use the reference kernel"
    )


@pytest.mark.usefixtures("built")
def test_native_is_taken_where_jax_was_told_to_compute_on_the_cpu(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jax, "default_backend", lambda: "gpu")
    with jax.default_device(jax.devices("cpu")[0]):
        assert extension.is_usable()
    with jax.default_device("cpu"):
        assert extension.is_usable()
    assert not extension.is_usable()


@pytest.mark.usefixtures("not_built")
def test_the_reference_computes_where_nothing_is_built() -> None:
    assert choose_kernel("scan", "gru") == "scan"


@pytest.mark.parametrize("kernel", KERNELS)
def test_a_network_computes_with_the_kernel_it_was_built_for(kernel: str) -> None:
    preset = Preset()
    network = build_network(preset.architecture(5, 2), preset, np.random.default_rng(0), kernel=kernel)
    assert {each.kernel for each in (network.embedding, *network.layers)} == {kernel}


def test_kernels_that_jax_does_not_take_are_warned_of(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise RuntimeError("handler's API version (0.5) is incompatible\nwith the framework's API version (0.3)")

    kernels = types.SimpleNamespace(handlers=lambda: {"gru_forward": None})
    monkeypatch.setattr(extension, "import_module", lambda name: kernels)
    monkeypatch.setattr("jax.ffi.register_ffi_target", refuse)
    extension.is_built.cache_clear()
    try:
        assert not extension.is_usable()
    finally:
        extension.is_built.cache_clear()
    assert capsys.readouterr().err == (
        "warning: the compiled kernels are not used, JAX does not take them: "
        "handler's API version (0.5) is incompatible with the framework's API version (0.3)\n"
    )


@pytest.mark.usefixtures("built")
def test_a_cell_of_one_s_own_is_computed_by_the_reference(monkeypatch: pytest.MonkeyPatch) -> None:
    class OwnCell(GRUCell):
        """One that there is no compiled kernel for."""

    monkeypatch.setitem(choice.CELLS, "own", OwnCell)
    assert [choose_kernel("scan", cell) for cell in ("gru", "own")] == ["native", "scan"]
    with pytest.raises(UsageError) as caught:
        choose_kernel("scan", "own", "native")
    assert str(caught.value) == (
        "`kernel`: native knows the cells elman, gru, lstm and mingru; got `own`\nhint: use the reference kernel"
    )


def test_a_platform_that_was_not_installed_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> str:
        raise AssertionError  # as JAX does

    monkeypatch.setattr(jax, "default_backend", fail)
    monkeypatch.setenv("JAX_PLATFORMS", "cuda")
    with pytest.raises(UsageError) as caught:
        extension.is_usable()
    assert str(caught.value) == ("`JAX_PLATFORMS`: JAX cannot compute on `cuda`\nhint: unset it, or set it to cpu")
