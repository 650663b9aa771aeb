"""Gradient norms against central differences of a float64 loop, a closed form and the chain rule by hand."""

import jax.numpy as jnp
import numpy as np
import pytest

from elman.architecture import CELL_LAYOUTS
from elman.errors import DataError, ShapeError, UsageError
from elman.explain import gradient_norms, loss_gradients, memory_norms, trained_cell
from elman.nn import build_cell, named_arrays
from tests import oracles
from tests.bundle.samples import make_bundle

TIME, WIDTH, UNITS = 5, 3, 4


def new_cell(kind, seed=0):
    rng = np.random.default_rng(seed)
    return build_cell(kind, WIDTH, UNITS, activation="tanh", recurrent_init="orthogonal", rng=rng)


def inputs_for(seed=1):
    return np.random.default_rng(seed).normal(size=(TIME, WIDTH)).astype(np.float32)


def states_with_nudge(kind, arrays, inputs, at, nudge):
    """The hidden states of a loop whose states (hidden and memory side by side) are nudged after one step."""
    count = 2 if kind == "lstm" else 1
    states, every = tuple(np.zeros(UNITS) for _ in range(count)), []
    for step, now in enumerate(inputs.astype(float)):
        states = oracles.STEPS[kind](arrays, now, states, "tanh")
        if step == at:
            states = tuple(state + part for state, part in zip(states, np.split(nudge, count), strict=True))
        every.append(states[0])
    return np.array(every)


def differences(kind, arrays, inputs, at, of):
    """The derivative of ``of(states)`` by the state after one step, by central differences."""
    size, columns = UNITS * (2 if kind == "lstm" else 1), []
    for unit in range(size):
        nudge = np.zeros(size)
        nudge[unit] = 1e-5
        up, down = (of(states_with_nudge(kind, arrays, inputs, at, sign * nudge)) for sign in (1, -1))
        columns.append((up - down) / 2e-5)
    return np.array(columns)


@pytest.mark.parametrize("kind", CELL_LAYOUTS)
def test_norms_of_the_last_state_and_of_a_loss(kind):
    cell, inputs = new_cell(kind), inputs_for()
    arrays = {name: array.astype(float) for name, array in named_arrays(cell).items()}
    last, loss = gradient_norms(cell, inputs), gradient_norms(cell, inputs, lambda states: (states**2).sum())
    for at in range(TIME):
        jacobian = differences(kind, arrays, inputs, at, lambda states: states[-1])
        assert last[at] == pytest.approx(np.linalg.norm(jacobian) / 2, rel=1e-4)
        gradient = differences(kind, arrays, inputs, at, lambda states: (states**2).sum())
        assert loss[at] == pytest.approx(np.linalg.norm(gradient), rel=1e-4)


def test_a_mingru_keeps_what_its_gates_keep():
    cell, inputs = new_cell("mingru"), inputs_for()
    gate, _ = cell.gate_and_candidate(cell.project(jnp.asarray(inputs)))
    kept = [np.prod(1 - np.asarray(gate, float)[at + 1 :], axis=0) for at in range(TIME)]
    np.testing.assert_allclose(gradient_norms(cell, inputs), np.linalg.norm(kept, axis=1) / 2, rtol=1e-5)


@pytest.mark.parametrize("shape", [(0, WIDTH), (TIME, WIDTH + 1), (WIDTH,)])
def test_inputs_that_are_no_steps_are_refused(shape):
    with pytest.raises(
        ShapeError, match=r"^`inputs`: expected \[time, 3\], at least one step of the cell's input; got"
    ):
        gradient_norms(new_cell("elman"), np.zeros(shape, np.float32))


@pytest.mark.parametrize("directions", [["forward"], ["forward", "backward"]], ids=len)
def test_the_loss_of_a_model_by_the_chain_rule(directions):
    bundle = make_bundle(settings={"pooling": "last", "bidirectional": len(directions) == 2})
    arrays = {name: array.astype(float) for name, array in bundle.weights.items()}
    found = loss_gradients(bundle, "free prize home", label="ham")
    assert (found.tokens, found.label, list(found.readings)) == (("free", "prize", "home"), "ham", directions)
    vectors, cells, states = arrays["embedding.weight"][[2, 3, 4]], {}, {}
    for name in directions:
        prefix = f"layers.0.{name}."
        cells[name] = {each.removeprefix(prefix): array for each, array in arrays.items() if each.startswith(prefix)}
        read = vectors if name == "forward" else vectors[::-1]
        states[name], _ = oracles.read_text("elman", cells[name], read, (np.zeros(2),))
    logits = arrays["head.weight"] @ np.concatenate([every[-1] for every in states.values()]) + arrays["head.bias"]
    assert loss_gradients(bundle, "free prize home").label == bundle.labels[logits.argmax()]
    shares = np.exp(logits) / np.exp(logits).sum()
    parts = np.split(arrays["head.weight"].T @ (shares - [1, 0]), len(directions))
    for name, gradient in zip(directions, parts, strict=True):
        norms = []  # from the state that was read last
        for state in reversed(states[name]):
            norms.append(np.linalg.norm(gradient))
            gradient = cells[name]["weight_hh"].T @ ((1 - state**2) * gradient)
        np.testing.assert_allclose(found.readings[name], norms if name == "backward" else norms[::-1], rtol=1e-4)


def test_the_loss_of_a_model_that_reads_from_both_ends_and_pools_means():
    bundle = make_bundle(settings={"cell": "mingru", "bidirectional": True, "num_layers": 2, "pooling": "mean"})
    found = loss_gradients(bundle, "free prize home")
    head = bundle.weights["head.weight"].astype(float)
    assert list(found.readings) == ["forward", "backward"]
    # A text read from its end, with the readings' weights exchanged, is the same thing in a mirror.
    assert found.readings["forward"].shape == found.readings["backward"].shape == (3,)
    ends = found.readings["forward"][-1], found.readings["backward"][0]
    slope = np.split(head[0] - head[1], 2)
    assert ends[0] / ends[1] == pytest.approx(np.linalg.norm(slope[0]) / np.linalg.norm(slope[1]), rel=1e-4)


def test_memory_of_a_model_stands_beside_new_cells():
    bundle = make_bundle(settings={"cell": "gru"})
    tokens, norms = memory_norms(bundle, "free prize home")
    assert tokens == ("free", "prize", "home")
    assert list(norms) == ["this model", *(f"new {kind}" for kind in CELL_LAYOUTS)]
    vectors = bundle.weights["embedding.weight"][[2, 3, 4]]
    np.testing.assert_allclose(norms["this model"], gradient_norms(trained_cell(bundle, 0, "forward"), vectors))
    assert all(each.shape == (3,) and each[-1] >= 0.9 for each in norms.values()), "the last state is its own nudge"


def test_labels_and_texts_that_are_not_there_are_refused():
    with pytest.raises(UsageError, match=r"^`label`: expected one of ham, spam; got `eggs`\nhint: "):
        loss_gradients(make_bundle(), "free", label="eggs")
    with pytest.raises(DataError, match=r"^the text: expected at least one token"):
        memory_norms(make_bundle(), "")
