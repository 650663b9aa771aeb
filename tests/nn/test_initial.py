"""How weights start: the limits and laws of each way, and one seed for all."""

import math

import jax.numpy as jnp
import numpy as np
import pytest

from elman.errors import PresetError
from elman.nn import CELLS, build_cell, named_arrays
from elman.nn.cell import Cell
from elman.nn.initial import truncated_normal

INPUT, HIDDEN = 30, 40


def new_cell(name: str, recurrent_init: str, seed: int = 0) -> Cell:
    rng = np.random.default_rng(seed)
    return build_cell(name, INPUT, HIDDEN, activation="tanh", recurrent_init=recurrent_init, rng=rng)


def assert_uniform(values: np.ndarray, limit: float) -> None:
    """All within the limit, up to it, and spread as a uniform distribution is."""
    values = np.asarray(values)
    assert np.abs(values).max() <= np.float32(limit)
    assert np.abs(values).max() > 0.98 * limit
    assert values.std() == pytest.approx(limit / math.sqrt(3), rel=0.05)
    assert abs(values.mean()) < 0.1 * limit


@pytest.mark.parametrize(("name", "gates"), [("elman", 1), ("gru", 3), ("lstm", 4)])
def test_orthogonal_recurrent_weights_are_a_rotation_for_each_gate(name: str, gates: int) -> None:
    blocks = np.split(np.asarray(new_cell(name, "orthogonal").weight_hh), gates)
    for block in blocks:
        np.testing.assert_allclose(block @ block.T, np.eye(HIDDEN), atol=1e-5)
    assert len({block.tobytes() for block in blocks}) == len(blocks)


@pytest.mark.parametrize("name", CELLS)
def test_beside_a_rotation_the_input_weights_have_their_own_glorot_limit(name: str) -> None:
    assert_uniform(new_cell(name, "orthogonal").weight_ih, math.sqrt(6 / (INPUT + HIDDEN)))


@pytest.mark.parametrize("name", CELLS)
def test_glorot_is_one_matrix_over_input_and_state(name: str) -> None:
    cell = new_cell(name, "glorot")
    limit = math.sqrt(6 / (INPUT + 2 * HIDDEN))
    assert_uniform(cell.weight_ih, limit)
    if name != "mingru":
        assert_uniform(cell.weight_hh, limit)


@pytest.mark.parametrize("name", ["elman", "gru"])
def test_biases_start_at_zero(name: str) -> None:
    cell = new_cell(name, "orthogonal")
    assert not cell.bias.any()
    assert name == "elman" or not cell.bias_candidate.any()


def test_lstm_starts_with_a_forget_bias_of_one() -> None:
    bias = new_cell("lstm", "orthogonal").bias
    np.testing.assert_array_equal(bias, np.repeat([0.0, 1.0, 0.0, 0.0], HIDDEN))


def test_mingru_starts_with_a_gate_bias_of_minus_one() -> None:
    bias = new_cell("mingru", "orthogonal").bias
    np.testing.assert_array_equal(bias, np.repeat([-1.0, 0.0], HIDDEN))


def test_truncated_normal_has_no_value_beyond_two_deviations() -> None:
    values = np.asarray(truncated_normal(np.random.default_rng(0), (200, 100), 0.1))
    assert np.abs(values).max() <= np.float32(0.2)
    # The closed form: variance 1 - 4 phi(2) / (2 Phi(2) - 1).
    density = math.exp(-2) / math.sqrt(2 * math.pi)
    assert values.std() == pytest.approx(0.1 * math.sqrt(1 - 4 * density / math.erf(math.sqrt(2))), rel=0.02)


@pytest.mark.parametrize("recurrent_init", ["orthogonal", "glorot"])
@pytest.mark.parametrize("name", CELLS)
def test_same_seed_same_weights(name: str, recurrent_init: str) -> None:
    first, second, other = (named_arrays(new_cell(name, recurrent_init, seed)) for seed in (3, 3, 4))
    assert all(first[each].tobytes() == second[each].tobytes() for each in first)
    assert first["weight_ih"].tobytes() != other["weight_ih"].tobytes()


@pytest.mark.parametrize("name", CELLS)
def test_weights_are_single_precision(name: str) -> None:
    assert {array.dtype for array in named_arrays(new_cell(name, "orthogonal")).values()} == {jnp.dtype("float32")}


def test_a_start_or_a_nonlinearity_that_does_not_exist_is_refused() -> None:
    with pytest.raises(PresetError, match=r"^`recurrent_init`: expected glorot or orthogonal; got `zeros`$"):
        new_cell("gru", "zeros")
    with pytest.raises(PresetError, match=r"^`activation`: expected tanh, relu; got `sin`$"):
        build_cell("elman", INPUT, HIDDEN, activation="sin", recurrent_init="glorot", rng=np.random.default_rng(0))
