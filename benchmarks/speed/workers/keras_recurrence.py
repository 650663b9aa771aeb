"""Keras's recurrent layers on JAX, forward and backward in one compiled function, with weights that are given."""

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import jax
import jax.numpy as jnp
import keras
import numpy as np

sys.path.insert(0, str(Path(__file__).parent))  # an isolated interpreter does not look here by itself
from serving import Prepared, serve

# Keras's order of a cell's gates, in ours.
ORDERS = {"elman": (0,), "gru": (1, 0, 2), "lstm": (0, 1, 2, 3)}


def _layer(cell: str, hidden: int) -> Any:
    if cell == "gru":
        return keras.layers.GRU(hidden, return_sequences=True, reset_after=True)
    return {"elman": keras.layers.SimpleRNN, "lstm": keras.layers.LSTM}[cell](hidden, return_sequences=True)


def prepare(request: dict[str, Any], arrays: Mapping[str, Any]) -> Prepared:
    """The states, and the gradients by input and weights."""
    cell, hidden = request["cell"], arrays["weight_hh"].shape[1]

    def ordered(rows: Any) -> Any:
        blocks = rows.reshape(len(ORDERS[cell]), hidden, *rows.shape[1:])
        return blocks[np.array(ORDERS[cell])].reshape(rows.shape)  # each of these orders is its own inverse

    bias = ordered(arrays["bias"])
    if cell == "gru":
        recurrent_bias = np.zeros_like(bias)
        recurrent_bias[2 * hidden :] = arrays["bias_candidate"]
        bias = np.stack([bias, recurrent_bias])
    weights = [jnp.asarray(each) for each in (ordered(arrays["weight_ih"]).T, ordered(arrays["weight_hh"]).T, bias)]
    inputs = jnp.asarray(arrays["inputs"].swapaxes(0, 1).copy())  # Keras has the batch first
    d_states = jnp.asarray(arrays["d_states"].swapaxes(0, 1).copy())
    layer = _layer(cell, hidden)
    layer.build(inputs.shape)
    state = [variable.value for variable in layer.non_trainable_variables]

    @jax.jit
    def compute(weights: Any, inputs: Any, d_states: Any) -> Any:
        def states_of(weights: Any, inputs: Any) -> Any:
            states, _ = layer.stateless_call(weights, state, inputs)
            return states

        states, back = jax.vjp(states_of, weights, inputs)
        return states, *back(d_states)

    def call() -> Any:
        return jax.block_until_ready(compute(weights, inputs, d_states))

    def answer() -> dict[str, Any]:
        states, by_weight, by_input = jax.tree.map(np.asarray, call())
        kernel, recurrent, bias = by_weight
        found = {
            "states": states.swapaxes(0, 1),
            "inputs": by_input.swapaxes(0, 1),
            "weight_ih": ordered(kernel.T),
            "weight_hh": ordered(recurrent.T),
            "bias": ordered(bias[0] if cell == "gru" else bias),
        }
        return found | ({"bias_candidate": bias[1, 2 * hidden :]} if cell == "gru" else {})

    return call, answer


if __name__ == "__main__":
    serve(prepare)
