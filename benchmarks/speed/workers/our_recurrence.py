"""Our own recurrences: JAX's scan, or the compiled kernels, in a process prepared as training prepares it."""

import sys
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from elman.nn import build_cell, unroll
from elman.train import prepare_process

sys.path.insert(0, str(Path(__file__).parent))
from serving import Prepared, serve


def prepare(request: dict[str, Any], arrays: Mapping[str, Any]) -> Prepared:
    """The states, and the gradients by input and weights."""
    prepare_process()
    if request["instruction_set"] is not None:
        import_module("elman._kernels").use(request["instruction_set"])
    width, hidden = arrays["inputs"].shape[2], arrays["d_states"].shape[2]
    rng = np.random.default_rng(0)  # every weight it draws is replaced
    cell = build_cell(request["cell"], width, hidden, activation="tanh", recurrent_init="orthogonal", rng=rng)
    names = [name for name in ("weight_ih", "weight_hh", "bias", "bias_candidate") if name in arrays]
    for name in names:
        object.__setattr__(cell, name, jnp.asarray(arrays[name]))
    inputs, d_states = (jnp.asarray(arrays[name].swapaxes(0, 1).copy()) for name in ("inputs", "d_states"))
    lengths = jnp.full(len(inputs), inputs.shape[1], jnp.int32)

    @jax.jit
    def compute(cell: Any, inputs: Any, d_states: Any) -> Any:
        def states_of(cell: Any, inputs: Any) -> Any:
            states, _ = unroll(cell, inputs, lengths, kernel=request["kernel"])
            return states

        states, back = jax.vjp(states_of, cell, inputs)
        return states, *back(d_states)

    def call() -> Any:
        return jax.block_until_ready(compute(cell, inputs, d_states))

    def answer() -> dict[str, Any]:
        states, by_cell, by_input = call()
        found = {name: np.asarray(getattr(by_cell, name)) for name in names}
        by_time = {"states": states, "inputs": by_input}
        return found | {name: np.asarray(array).swapaxes(0, 1) for name, array in by_time.items()}

    return call, answer


if __name__ == "__main__":
    serve(prepare)
