"""What compiled code projects in the step that reads it, inputs or a table's rows, agrees with projecting it before."""

from functools import partial
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from elman.nn import Cell, build_cell, named_arrays, unroll, unroll_entries
from tests.nn.samples import KINDS, randomized

extension = pytest.importorskip("elman._kernels", reason="this installation was built without compiled kernels")


def counted(states: Any) -> jax.Array:
    """A loss in which every number of every state counts."""
    rng = np.random.default_rng(9)
    parts = [jnp.vdot(rng.normal(size=part.shape).astype(np.float32), part) for part in jax.tree.leaves(states)]
    return jnp.sum(jnp.stack(parts))


@partial(jax.jit, static_argnums=(0, 1))
def of_inputs(kernel: str, backwards: bool, cell: Cell, inputs: jax.Array, lengths: jax.Array) -> Any:
    """The states, and the gradients by weights, inputs and initial state."""

    def loss(cell: Cell, inputs: jax.Array, initial: Any) -> tuple[jax.Array, Any]:
        states = unroll(cell, inputs, lengths, initial, kernel=kernel, backwards=backwards)
        return counted(states), states

    initial = jax.tree.map(lambda zeros: zeros + 0.3, cell.initial_state(len(inputs)))
    return jax.grad(loss, argnums=(0, 1, 2), has_aux=True)(cell, inputs, initial)


@partial(jax.jit, static_argnums=0)
def of_table(kernel: str, cell: Cell, table: jax.Array, entries: jax.Array, lengths: jax.Array) -> Any:
    """The same where what is read stands in a table."""

    def loss(cell: Cell, table: jax.Array, initial: Any) -> tuple[jax.Array, Any]:
        states = unroll_entries(cell, cell.project(table), entries, lengths, initial, kernel=kernel)
        return counted(states), states

    initial = jax.tree.map(lambda zeros: zeros + 0.3, cell.initial_state(entries.shape[1]))
    return jax.grad(loss, argnums=(0, 1, 2), has_aux=True)(cell, table, initial)


def assert_agree(function: Any, *arguments: Any) -> None:
    """To 2e-5 of each array's largest number, on every instruction set, and the same bits a second time."""
    expected = named_arrays(function("scan", *arguments))
    for instruction_set in extension.instruction_sets():  # the best last
        extension.use(instruction_set)
        actual, again = (named_arrays(function("native", *arguments)) for _ in range(2))
        assert actual.keys() == expected.keys()
        for key, array in expected.items():
            scale = max(np.abs(array).max(initial=0), 1e-3)
            np.testing.assert_allclose(actual[key], array, rtol=0, atol=2e-5 * scale, err_msg=key)
            np.testing.assert_array_equal(again[key], actual[key], err_msg=key)


def sample(kind: str, width: int, size: int) -> Cell:
    name, activation = KINDS[kind]
    rng = np.random.default_rng(0)
    return randomized(build_cell(name, width, size, activation=activation, recurrent_init="orthogonal", rng=rng))


def drawn_lengths(time: int, batch: int) -> jax.Array:
    lengths = np.random.default_rng(1).integers(0, time + 1, batch).astype(np.int32)
    lengths[: min(batch, 2)] = [0, time][: min(batch, 2)]
    return jnp.asarray(lengths)


def assert_inputs_agree(kind: str, width: int, size: int, time: int, batch: int, *, backwards: bool) -> None:
    inputs = jnp.asarray(np.random.default_rng(2).normal(size=(batch, time, width)), jnp.float32)
    assert_agree(of_inputs, backwards, sample(kind, width, size), inputs, drawn_lengths(time, batch))


@pytest.mark.parametrize("backwards", [False, True])
@pytest.mark.parametrize("kind", KINDS)
def test_either_direction_of_every_cell(kind: str, backwards: bool) -> None:
    assert_inputs_agree(kind, 5, 7, 6, 9, backwards=backwards)


@pytest.mark.parametrize("kind", ["lstm", "gru", "mingru"])
@pytest.mark.parametrize(
    ("width", "size", "time", "batch"),
    [(1, 1, 1, 1), (16, 33, 9, 70), (47, 65, 3, 5), (300, 10, 2, 3), (3, 4, 0, 3), (3, 4, 3, 0)],
)
def test_odd_shapes(kind: str, width: int, size: int, time: int, batch: int) -> None:
    assert_inputs_agree(kind, width, size, time, batch, backwards=True)


def test_more_texts_than_tasks() -> None:
    assert_inputs_agree("gru", 3, 5, 4, 300, backwards=False)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("size", "time", "batch", "rows"), [(7, 6, 9, 4), (33, 9, 40, 5), (4, 3, 0, 0)])
def test_rows_of_a_table(kind: str, size: int, time: int, batch: int, rows: int) -> None:
    rng = np.random.default_rng(3)
    table = jnp.asarray(rng.normal(size=(rows, 5)), jnp.float32)
    entries = jnp.asarray(rng.integers(0, max(rows, 1), (time, batch)), jnp.int32)
    assert_agree(of_table, sample(kind, 5, size), table, entries, drawn_lengths(time, batch))


def test_what_stands_in_the_padding_is_not_read() -> None:
    cell, lengths = sample("lstm", 3, 4), jnp.array([2, 0, 1], jnp.int32)
    padding = np.arange(4) >= np.asarray(lengths)[:, None]
    inputs = np.random.default_rng(4).normal(size=(3, 4, 3)).astype(np.float32)
    plain, other = (
        named_arrays(of_inputs("native", True, cell, jnp.asarray(each), lengths))
        for each in (inputs, np.where(padding[:, :, None], np.nan, inputs))
    )
    for key, array in plain.items():
        np.testing.assert_array_equal(other[key], array, err_msg=key)
    entries, table = np.where(padding, -1, 1).T, jnp.ones((3, 3))
    assert np.isfinite(named_arrays(of_table("native", cell, table, jnp.asarray(entries), lengths))["0.1"]).all()


def test_entries_that_the_table_does_not_have() -> None:
    cell, entries = sample("lstm", 3, 4), jnp.full((4, 3), 7, jnp.int32)
    with pytest.raises((ValueError, jax.errors.JaxRuntimeError)) as caught:
        jax.block_until_ready(of_table("native", cell, jnp.ones((3, 3)), entries, jnp.full(3, 4, jnp.int32)))
    assert "`rows`: expected 0 to 2; got 7" in str(caught.value)
