"""Our own recurrences: JAX's scan, or the compiled kernels, in a process prepared as training prepares it."""

import sys
from collections.abc import Mapping
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
    """A loss of the states, and its gradients by input and weights."""
    prepare_process()
    width, hidden = arrays["inputs"].shape[2], arrays["counts"].shape[2]
    rng = np.random.default_rng(0)  # every weight it draws is replaced
    cell = build_cell(request["cell"], width, hidden, activation="tanh", recurrent_init="orthogonal", rng=rng)
    names = [name for name in ("weight_ih", "weight_hh", "bias", "bias_candidate") if name in arrays]
    for name in names:
        object.__setattr__(cell, name, jnp.asarray(arrays[name]))
    inputs, counts = (jnp.asarray(arrays[name].swapaxes(0, 1).copy()) for name in ("inputs", "counts"))
    lengths = jnp.full(len(inputs), inputs.shape[1], jnp.int32)

    @jax.jit
    def compute(cell: Any, inputs: Any) -> Any:
        def loss(cell: Any, inputs: Any) -> Any:
            states, _ = unroll(cell, inputs, lengths, recurrence=request["recurrence"])
            return jnp.vdot(counts, states)

        return jax.value_and_grad(loss, argnums=(0, 1))(cell, inputs)

    def call() -> Any:
        return jax.block_until_ready(compute(cell, inputs))

    def answer() -> dict[str, Any]:
        loss, (by_cell, by_input) = call()
        found = {name: np.asarray(getattr(by_cell, name)) for name in names}
        return {"loss": np.asarray(loss), "inputs": np.asarray(by_input).swapaxes(0, 1), **found}

    return call, answer


if __name__ == "__main__":
    serve(prepare)
