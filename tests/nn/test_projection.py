"""The compiled projection agrees with the cell's own, values and gradients, read from either end; padding is zero."""

from functools import partial
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from elman.nn import Cell, build_cell, named_arrays
from elman.nn.kernels import project
from tests.nn.samples import KINDS, randomized

extension = pytest.importorskip("elman._kernels", reason="this installation was built without compiled kernels")


@partial(jax.jit, static_argnums=(0, 1))
def values_and_gradients(recurrence: str, backwards: bool, cell: Cell, inputs: jax.Array, lengths: jax.Array) -> Any:
    """The projected real inputs, and the gradients of a loss in which each of their numbers counts."""
    real = jnp.arange(inputs.shape[1])[:, None, None] < lengths[:, None]

    def loss(cell: Cell, inputs: jax.Array) -> tuple[jax.Array, jax.Array]:
        projected = project(cell, inputs, lengths, recurrence=recurrence, backwards=backwards)
        kept = jnp.where(real, projected, 0.0)
        return jnp.vdot(kept, np.random.default_rng(9).normal(size=kept.shape).astype(np.float32)), kept

    return jax.grad(loss, argnums=(0, 1), has_aux=True)(cell, inputs)


def assert_agree(kind: str, width: int, size: int, time: int, batch: int, *, backwards: bool) -> None:
    name, activation = KINDS[kind]
    rng = np.random.default_rng(0)
    cell = randomized(build_cell(name, width, size, activation=activation, recurrent_init="orthogonal", rng=rng))
    inputs = jnp.asarray(rng.normal(size=(batch, time, width)), jnp.float32)
    lengths = rng.integers(0, time + 1, batch).astype(np.int32)
    lengths[: min(batch, 2)] = [0, time][: min(batch, 2)]
    expected = named_arrays(values_and_gradients("scan", backwards, cell, inputs, jnp.asarray(lengths)))
    for instruction_set in extension.instruction_sets():  # the best last
        extension.use(instruction_set)
        actual = named_arrays(values_and_gradients("native", backwards, cell, inputs, jnp.asarray(lengths)))
        assert actual.keys() == expected.keys()
        for key, array in expected.items():
            scale = max(np.abs(array).max(initial=0), 1e-3)
            np.testing.assert_allclose(actual[key], array, rtol=0, atol=2e-5 * scale, err_msg=key)


@pytest.mark.parametrize("backwards", [False, True])
@pytest.mark.parametrize("kind", KINDS)
def test_either_direction_of_every_cell(kind: str, backwards: bool) -> None:
    assert_agree(kind, 5, 7, 6, 9, backwards=backwards)


@pytest.mark.parametrize(
    ("width", "size", "time", "batch"),
    [(1, 1, 1, 1), (16, 32, 4, 70), (47, 65, 3, 5), (300, 10, 2, 3), (3, 4, 0, 3), (3, 4, 3, 0)],
)
def test_odd_shapes(width: int, size: int, time: int, batch: int) -> None:
    assert_agree("mingru", width, size, time, batch, backwards=True)


def test_padding_is_zero_whatever_stands_there() -> None:
    cell = randomized(
        build_cell("mingru", 3, 4, activation="tanh", recurrent_init="orthogonal", rng=np.random.default_rng(0))
    )
    projected = project(cell, jnp.full((2, 5, 3), jnp.nan), jnp.zeros(2, jnp.int32), recurrence="native")
    np.testing.assert_array_equal(projected, 0.0)
