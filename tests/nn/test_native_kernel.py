"""The compiled recurrence agrees with scan, values and gradients, on every instruction set this processor has."""

from collections.abc import Iterator
from functools import partial
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from elman.errors import UsageError
from elman.nn import Cell, build_cell, named_arrays, unroll
from elman.nn.kernels import KERNELS
from elman.nn.kernels.extension import is_built
from tests.nn.samples import INPUT, KINDS, LENGTHS, TIME, random_cell, random_inputs, random_state

extension = pytest.importorskip("elman._kernels", reason="this installation was built without compiled kernels")
assert is_built()  # XLA knows them from here on
every_kind = pytest.mark.parametrize("kind", KINDS)
BATCH = len(LENGTHS)


def every_instruction_set() -> Iterator[str]:
    """Use every copy of the kernels in turn, the best last; compiled calls are the same for all."""
    for instruction_set in extension.instruction_sets():
        extension.use(instruction_set)
        yield instruction_set


def sample(kind: str, size: int, time: int, batch: int, *, seed: int = 0) -> tuple[Cell, jax.Array, Any]:
    """A cell of any width, projected inputs for it and a state to start from."""
    name, activation = KINDS[kind]
    rng = np.random.default_rng(seed)
    cell = build_cell(name, 1, size, activation=activation, recurrent_init="orthogonal", rng=rng)

    def drawn(array: jax.Array, deviation: float) -> jax.Array:
        return jnp.asarray(rng.normal(scale=deviation, size=array.shape), jnp.float32)

    cell = jax.tree.map(lambda array: drawn(array, 0.7 / np.sqrt(size)), cell)
    projected = drawn(jnp.zeros((time, batch, len(cell.bias))), 1.0)
    return cell, projected, jax.tree.map(lambda zeros: drawn(zeros, 1.0), cell.initial_state(batch))


@partial(jax.jit, static_argnums=0)
def gradients(kernel: str, cell: Cell, projected: jax.Array, initial: Any, lengths: jax.Array) -> Any:
    """The gradients of a loss in which every state counts, and the states."""

    def loss(cell: Cell, projected: jax.Array, initial: Any) -> tuple[jax.Array, Any]:
        states = KERNELS[kernel](cell, projected, initial, lengths)
        rng = np.random.default_rng(9)
        counted = [(rng.normal(size=part.shape) * part).sum() for part in jax.tree.leaves(states)]
        return jnp.sum(jnp.stack(counted)), states

    return jax.grad(loss, argnums=(0, 1, 2), has_aux=True)(cell, projected, initial)


def values_and_gradients(kernel: str, *arguments: Any) -> dict[str, np.ndarray]:
    """All that comes out of a kernel, by name."""
    *others, lengths = arguments
    return named_arrays(gradients(kernel, *others, jnp.asarray(lengths, jnp.int32)))


def assert_close(actual: dict[str, np.ndarray], expected: dict[str, np.ndarray]) -> None:
    """Equal to 2e-5 of each array's largest number."""
    assert actual.keys() == expected.keys()
    for name, array in expected.items():
        scale = max(np.abs(array).max(initial=0), 1e-3)
        np.testing.assert_allclose(actual[name], array, rtol=0, atol=2e-5 * scale, err_msg=name)


def assert_native_is_scan(*arguments: Any) -> None:
    """On every instruction set, values and gradients."""
    expected = values_and_gradients("scan", *arguments)
    for _ in every_instruction_set():
        assert_close(values_and_gradients("native", *arguments), expected)


@every_kind
@pytest.mark.parametrize(
    ("size", "time", "batch"),
    [(1, 1, 1), (3, 7, 5), (16, 2, 9), (47, 4, 17), (65, 3, 70), (300, 2, 3), (4, 0, 3), (4, 3, 0)],
)
def test_values_and_gradients_are_those_of_the_scan(kind: str, size: int, time: int, batch: int) -> None:
    cell, projected, initial = sample(kind, size, time, batch)
    lengths = np.random.default_rng(1).integers(0, time + 1, batch)
    lengths[: min(batch, 2)] = [0, min(time, 1)][: min(batch, 2)]
    assert_native_is_scan(cell, projected, initial, lengths)


@every_kind
@settings(max_examples=10)
@given(lengths=st.lists(st.integers(0, 6), min_size=11, max_size=11).map(np.array), seed=st.integers(0, 99))
def test_any_lengths(kind: str, lengths: np.ndarray, seed: int) -> None:
    assert_native_is_scan(*sample(kind, 21, 6, 11, seed=seed), lengths)


@every_kind
def test_gradients_of_a_vmapped_loss(kind: str) -> None:
    cell, inputs = random_cell(kind), random_inputs(3, BATCH, 5, INPUT)
    lengths = np.stack([LENGTHS, LENGTHS[::-1], np.ones_like(LENGTHS)])

    def gradient(kernel: str) -> dict[str, np.ndarray]:
        def loss(cell: Cell, inputs: jax.Array) -> jax.Array:
            def one(inputs: jax.Array, lengths: jax.Array) -> jax.Array:
                states, last = unroll(cell, inputs, lengths, kernel=kernel)
                return (states**2).sum() + cell.hidden(last).sum()

            return jax.vmap(one)(inputs, jnp.asarray(lengths)).sum()

        return named_arrays(jax.jit(jax.grad(loss, argnums=(0, 1)))(cell, jnp.asarray(inputs)))

    assert_close(gradient("native"), gradient("scan"))


@every_kind
@pytest.mark.parametrize("seen", ["every", "last"])
def test_a_loss_that_sees_only_some_of_the_states(kind: str, seen: str) -> None:
    cell, projected, initial = sample(kind, 19, 6, BATCH)

    def gradient(kernel: str) -> dict[str, np.ndarray]:
        def loss(cell: Cell, projected: jax.Array, initial: Any) -> jax.Array:
            every, last = KERNELS[kernel](cell, projected, initial, jnp.asarray(LENGTHS, jnp.int32))
            return (cell.hidden(every if seen == "every" else last) ** 2).sum()

        return named_arrays(jax.jit(jax.grad(loss, argnums=(0, 1, 2)))(cell, projected, initial))

    expected = gradient("scan")
    for _ in every_instruction_set():
        assert_close(gradient("native"), expected)


def test_what_the_loss_does_not_see_is_not_made_up_as_zeros() -> None:
    cell, projected, initial = sample("lstm", 4, 3, BATCH)

    def loss(cell: Cell) -> jax.Array:
        every, _ = KERNELS["native"](cell, projected, initial, jnp.asarray(LENGTHS, jnp.int32))
        return cell.hidden(every).sum()

    *_, backward = (each for each in jax.make_jaxpr(jax.grad(loss))(cell).eqns if each.primitive.name == "ffi_call")
    shapes = [each.aval.shape for each in backward.invars]
    assert shapes.count((0,)) == 1, "the loss by an LSTM's memory is an empty vector"


@every_kind
def test_without_jit(kind: str) -> None:
    cell, inputs = random_cell(kind), jnp.asarray(random_inputs(BATCH, 5, INPUT))
    initial = random_state(cell, BATCH)
    actual, expected = (
        named_arrays(unroll(cell, inputs, jnp.asarray(LENGTHS), initial, kernel=kernel))
        for kernel in ("native", "scan")
    )
    assert_close(actual, expected)


@every_kind
def test_saturated_gates_and_numbers_that_are_none(kind: str) -> None:
    cell, projected, initial = sample(kind, 20, 3, 4)
    lengths = np.full(4, 3)
    actual, expected = (
        named_arrays(KERNELS[kernel](cell, 300 * projected, initial, jnp.asarray(lengths)))
        for kernel in ("native", "scan")
    )
    assert_close(actual, expected)
    slopes, expected_slopes = (
        values_and_gradients(kernel, cell, 300 * projected, initial, lengths) for kernel in ("native", "scan")
    )
    largest = max(np.abs(array).max() for array in expected_slopes.values())
    for name, array in expected_slopes.items():  # most vanish, and what is left of them is rounding of the largest
        np.testing.assert_allclose(slopes[name], array, rtol=0, atol=2e-5 * largest, err_msg=name)
    _, last = KERNELS["native"](cell, projected.at[0, 1].set(jnp.nan), initial, jnp.asarray(lengths))
    broken = np.isnan(np.asarray(cell.hidden(last)))
    assert broken[1].all()
    assert not broken[[0, 2, 3]].any()


@every_kind
@pytest.mark.parametrize("scale", [0.0, 1e30, np.nan])
def test_what_stands_in_the_padding_changes_nothing(kind: str, scale: float) -> None:
    cell, projected, initial = sample(kind, 9, 6, 8)
    lengths = np.array([0, 1, 2, 3, 4, 5, 6, 6])
    padding = (np.arange(6)[:, None] >= lengths)[:, :, None]
    plain, other = (
        values_and_gradients("native", cell, inputs, initial, lengths)
        for inputs in (projected, jnp.where(padding, scale, projected))
    )
    for name, array in plain.items():
        np.testing.assert_array_equal(other[name], array, err_msg=name)
    assert not np.asarray(plain["0.1"])[np.broadcast_to(padding, projected.shape)].any()


@every_kind
def test_the_same_bits_every_time_and_whoever_else_is_in_the_batch(kind: str) -> None:
    # Enough work that the batch is shared out over threads.
    cell, projected, initial = sample(kind, 64, 20, 70)
    lengths = np.random.default_rng(1).integers(0, 21, 70)
    for _ in every_instruction_set():
        first, again = (values_and_gradients("native", cell, projected, initial, lengths) for _ in range(2))
        for name, array in first.items():
            np.testing.assert_array_equal(again[name], array, err_msg=name)
    start, length = jax.tree.map(lambda part: part[5:6], initial), jnp.asarray(lengths[5:6])
    whole, _ = KERNELS["native"](cell, projected, initial, jnp.asarray(lengths))
    alone, _ = KERNELS["native"](cell, projected[:, 5:6], start, length)
    np.testing.assert_array_equal(cell.hidden(alone)[:, 0], cell.hidden(whole)[:, 5])


@pytest.mark.parametrize(("function", "bound"), [("sigmoid", 1.8e-7), ("tanh", 3e-7)])
def test_the_error_of_the_nonlinearities(function: str, bound: float) -> None:
    worst = 2.09513283  # of all floats, for tanh
    x = np.concatenate([np.linspace(-20, 20, 400_001), [-1e30, -100, 100, 1e30, 0, worst]]).astype(np.float32)
    column, zeros, once = jnp.asarray(x)[None, :, None], jnp.zeros((len(x), 1)), jnp.ones(len(x), jnp.int32)
    if function == "sigmoid":  # from a state of 0 to a candidate of 1: the next state is minGRU's gate
        kind, projected = "mingru", jnp.concatenate([column, jnp.ones_like(column)], axis=-1)
        expected = 1 / (1 + np.exp(-x.astype(np.float64).clip(-700, 700)))
    else:
        kind, projected, expected = "elman", column, np.tanh(x.astype(np.float64))
    for _ in every_instruction_set():
        _, last = KERNELS["native"](sample(kind, 1, 0, 1)[0], projected, zeros, once)
        assert np.abs(np.asarray(last).ravel() - expected).max() <= bound


@pytest.mark.parametrize(
    ("place", "shape", "dtype", "message"),
    [
        (0, (2, 3), np.float32, "`projected`: expected float32[time, batch, 3 * hidden]; got float32[2, 3]"),
        (0, (2, 3, 13), np.float32, "`projected`: expected float32[time, batch, 3 * hidden]; got float32[2, 3, 13]"),
        (0, (2, 3, 12), np.int32, "`projected`: expected float32[time, batch, 3 * hidden]; got int32[2, 3, 12]"),
        (1, (4,), np.int32, "`lengths`: expected int32[3]; got int32[4]"),
        (1, (3,), np.float32, "`lengths`: expected int32[3]; got float32[3]"),
        (2, (3, 5), np.float32, "`initial_hidden`: expected float32[3, 4]; got float32[3, 5]"),
        (3, (12, 4, 1), np.float32, "`weight_hh`: expected float32[12, 4]; got float32[12, 4, 1]"),
        (4, (3,), np.float32, "`bias_candidate`: expected float32[4]; got float32[3]"),
    ],
)
def test_every_argument_of_a_call_is_checked(
    place: int, shape: tuple[int, ...], dtype: type[np.generic], message: str
) -> None:
    shapes = [(2, 3, 12), (3,), (3, 4), (12, 4), (4,)]
    arguments = [jnp.zeros(each, jnp.int32 if len(each) == 1 and each == (3,) else jnp.float32) for each in shapes]
    arguments[place] = jnp.zeros(shape, dtype)
    results = [jax.ShapeDtypeStruct(each, jnp.float32) for each in ((2, 3, 4), (3, 4), (2, 3, 16))]
    with pytest.raises(jax.errors.JaxRuntimeError) as caught:
        jax.block_until_ready(jax.ffi.ffi_call("elman.gru_forward", results)(*arguments, reversed=np.bool_(False)))
    assert message in str(caught.value)


def test_every_result_of_a_call_is_checked() -> None:
    arguments = [jnp.zeros((2, 3, 4)), jnp.zeros(3, jnp.int32), jnp.zeros((3, 4)), jnp.zeros((4, 4))]
    for shapes, message in (
        ([(2, 3, 5), (3, 4)], "`hidden`: expected float32[2, 3, 4]; got float32[2, 3, 5]"),
        ([(2, 3, 4)], "`last_hidden`: no such result was asked for"),
        ([(2, 3, 4), (3, 4), (1,)], "expected 2 results; got 3"),
    ):
        results = [jax.ShapeDtypeStruct(each, jnp.float32) for each in shapes]
        with pytest.raises(jax.errors.JaxRuntimeError) as caught:
            jax.block_until_ready(
                jax.ffi.ffi_call("elman.elman_tanh_forward", results)(*arguments, reversed=np.bool_(False))
            )
        assert message in str(caught.value)


@pytest.mark.usefixtures("float64")
def test_numbers_of_another_type_are_refused() -> None:
    cell = random_cell("gru", dtype=np.float64)
    with pytest.raises(UsageError) as caught:
        unroll(cell, jnp.zeros((2, 5, INPUT)), jnp.array([5, 5]), kernel="native")
    assert str(caught.value) == (
        "`kernel`: native takes an ElmanCell, GRUCell, LSTMCell or MinGRUCell in float32; got a GRUCell in float64\n"
        "hint: use the reference kernel"
    )


def test_an_instruction_set_that_is_none() -> None:
    with pytest.raises(ValueError, match=r"^`sse9`: this processor has no such instruction set$"):
        extension.use("sse9")


@pytest.mark.usefixtures("float64")
def test_arrays_in_float32_are_computed_where_float64_is_usual() -> None:
    """The loss by a last state that it does not see is zeros of the state's own type."""
    cell, inputs = random_cell("lstm"), jnp.asarray(random_inputs(BATCH, TIME, INPUT))

    def loss(inputs: jax.Array, kernel: str) -> jax.Array:
        states, _ = unroll(cell, inputs, jnp.asarray(LENGTHS), kernel=kernel)
        return jnp.sum(states**2)

    wanted, found = (jax.grad(loss)(inputs, kernel) for kernel in ("scan", "native"))
    assert found.dtype == jnp.float32
    np.testing.assert_allclose(found, wanted, rtol=2e-5, atol=1e-6)
