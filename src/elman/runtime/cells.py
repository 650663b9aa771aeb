"""One step of every cell in NumPy: the equations of ``nn``, written a second time, and nothing of JAX.

A step takes the projected inputs ``[batch, rows]`` and a tuple of states, each ``[batch, hidden]``, of which the
first is the hidden state, and returns the next tuple.
"""

from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
States = tuple[Floats, ...]
Step = Callable[[Floats, States, Mapping[str, Floats], str], States]


def elman(projected: Floats, states: States, weights: Mapping[str, Floats], activation: str) -> States:
    """``h = f(p + W_hh h)`` with f = tanh or ReLU."""
    total = projected + by_row(states[0], weights["weight_hh"])
    return (np.tanh(total) if activation == "tanh" else np.maximum(total, 0.0),)


def gru(projected: Floats, states: States, weights: Mapping[str, Floats], _: str) -> States:
    """Reset, update and candidate, in this order of rows; the reset gate acts after the product."""
    (hidden,) = states
    reset_in, update_in, candidate_in = np.split(projected, 3, axis=-1)
    reset_state, update_state, candidate_state = np.split(by_row(hidden, weights["weight_hh"]), 3, axis=-1)
    reset = sigmoid(reset_in + reset_state)
    update = sigmoid(update_in + update_state)
    candidate = np.tanh(candidate_in + reset * (candidate_state + weights["bias_candidate"]))
    return ((1 - update) * candidate + update * hidden,)


def lstm(projected: Floats, states: States, weights: Mapping[str, Floats], _: str) -> States:
    """Input gate, forget gate, candidate and output gate, in this order of rows."""
    hidden, cell = states
    gates = projected + by_row(hidden, weights["weight_hh"])
    input_gate, forget_gate, candidate, output_gate = np.split(gates, 4, axis=-1)
    cell = sigmoid(forget_gate) * cell + sigmoid(input_gate) * np.tanh(candidate)
    return sigmoid(output_gate) * np.tanh(cell), cell


def mingru(projected: Floats, states: States, weights: Mapping[str, Floats], _: str) -> States:  # noqa: ARG001
    """Gate and candidate, in this order of rows; neither sees the state."""
    gate, candidate = np.split(projected, 2, axis=-1)
    gate = sigmoid(gate)
    return ((1 - gate) * states[0] + gate * candidate,)


STEPS: dict[str, Step] = {"elman": elman, "gru": gru, "lstm": lstm, "mingru": mingru}


def sigmoid(values: Floats) -> Floats:
    """The logistic function, without overflow at either end."""
    smooth: Floats = 0.5 * (1 + np.tanh(0.5 * values))
    return smooth


def by_row(rows: Floats, weight: Floats) -> Floats:
    """``rows @ weight.T``, each row by itself: a row's result never depends on which others it stands with.

    One product for all rows would be faster, but its rounding depends on how many there are.

    Args:
        rows: ``[..., input]``.
        weight: ``[output, input]``.
    """
    # A BLAS may compute on what lies behind a short row, and discard it; Apple's raises every flag.
    with np.errstate(divide="ignore", over="ignore", invalid="ignore"):
        products: Floats = np.matmul(rows[..., None, :], weight.T)[..., 0, :]
    return products
