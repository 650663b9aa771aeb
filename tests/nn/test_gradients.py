"""Gradients through time, in float64: central differences of the equations, a backward loop by hand, check_grads."""

import equinox as eqx
import jax
import jax.numpy as jnp
import numpy as np
import pytest
from jax.test_util import check_grads

from elman.nn import Cell, named_arrays, unroll
from tests import oracles
from tests.nn.samples import INPUT, KINDS, LENGTHS, TIME, double, random_cell, random_inputs, random_state

BATCH = len(LENGTHS)
every_kind = pytest.mark.parametrize("kind", KINDS)
pytestmark = pytest.mark.usefixtures("float64")


def sample(kind: str) -> tuple[Cell, np.ndarray, object]:
    cell = random_cell(kind, dtype=np.float64)
    inputs = random_inputs(BATCH, TIME, INPUT, dtype=np.float64)
    return cell, inputs, random_state(cell, BATCH, dtype=np.float64)


def weights_of_the_loss(cell: Cell) -> np.ndarray:
    """How much every state counts in the loss, padded steps included; the last hidden state counts once more."""
    return random_inputs(BATCH, TIME + 1, cell.hidden_size, dtype=np.float64, seed=7)


def loss(cell: Cell, inputs: jax.Array, initial: object) -> jax.Array:
    states, last = unroll(cell, inputs, jnp.asarray(LENGTHS), initial)
    counts = weights_of_the_loss(cell)
    return (counts[:, :-1] * states).sum() + (counts[:, -1] * cell.hidden(last)).sum()


@eqx.filter_jit
def gradients(cell: Cell, inputs: jax.Array, initial: object) -> tuple[Cell, jax.Array, object]:
    return jax.grad(loss, argnums=(0, 1, 2))(cell, inputs, initial)


@every_kind
def test_gradients_are_central_differences_of_the_equations(kind: str) -> None:
    cell, inputs, initial = sample(kind)
    name, activation = KINDS[kind]
    counts = weights_of_the_loss(cell)
    parts = [np.asarray(part) for part in jax.tree.leaves(initial)]
    given = double(cell) | {"inputs": inputs} | {f"initial.{place}": part for place, part in enumerate(parts)}

    def loss_of_the_equations(arrays: dict[str, np.ndarray]) -> float:
        total = 0.0
        for text, length in enumerate(LENGTHS):
            start = tuple(arrays[f"initial.{place}"][text] for place in range(len(parts)))
            every, end = oracles.read_text(name, arrays, arrays["inputs"][text, :length], start, activation=activation)
            states = np.array([*every, *[end[0]] * (TIME - length + 1)])
            total += (counts[text] * states).sum()
        return total

    expected = oracles.central_differences(loss_of_the_equations, given)
    cell_gradients, input_gradients, initial_gradients = gradients(cell, inputs, initial)
    actual = named_arrays(cell_gradients) | {"inputs": input_gradients}
    actual |= {f"initial.{place}": part for place, part in enumerate(jax.tree.leaves(initial_gradients))}
    assert actual.keys() == expected.keys()
    for each, gradient in expected.items():
        np.testing.assert_allclose(actual[each], gradient, rtol=1e-6, atol=1e-7, err_msg=each)


def test_elman_gradients_are_backpropagation_through_time_by_hand() -> None:
    cell, inputs, initial = sample("elman")
    counts = weights_of_the_loss(cell)
    actual, input_gradients, initial_gradients = gradients(cell, inputs, initial)
    totals = {name: np.zeros_like(array) for name, array in double(cell).items()}
    for text, length in enumerate(LENGTHS):
        if length == 0:
            np.testing.assert_allclose(initial_gradients[text], counts[text].sum(axis=0), rtol=1e-12)
            continue
        direct = counts[text, :length].copy()
        direct[-1] += counts[text, length:].sum(axis=0)  # the held state is the last real one, seen again
        by_hand = oracles.elman_backward(double(cell), inputs[text, :length], np.asarray(initial)[text], direct)
        np.testing.assert_allclose(input_gradients[text, :length], by_hand["inputs"], rtol=1e-10, atol=1e-12)
        np.testing.assert_allclose(initial_gradients[text], by_hand["initial"], rtol=1e-10, atol=1e-12)
        for name in totals:
            totals[name] += by_hand[name]
    for name, total in totals.items():
        np.testing.assert_allclose(named_arrays(actual)[name], total, rtol=1e-10, atol=1e-12)


@every_kind
def test_gradients_pass_check_grads(kind: str) -> None:
    cell, inputs, initial = sample(kind)
    check_grads(jax.jit(loss), (cell, jnp.asarray(inputs), initial), order=1, modes=("rev",))


@every_kind
def test_no_gradient_reaches_the_padding(kind: str) -> None:
    _, input_gradients, _ = gradients(*sample(kind))
    real = np.arange(TIME) < LENGTHS[:, None]
    assert not np.asarray(input_gradients)[~real].any()
