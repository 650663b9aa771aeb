"""Forward and backward of a recurrence: the compiled kernel beside JAX's scan, in turns within one run.

    python -m benchmarks.speed.kernels [--rounds 30] [--lengths full]

Both are jitted, are given the loss by every state, and find what it is by weights, projected inputs and initial state,
in a process prepared as training prepares it; their gradients are compared before they are timed. What comes before and
behind the recurrence, the input's projection above all, is the same either way and no part of it.
"""

import statistics
import time
from collections.abc import Callable
from typing import Any, NamedTuple

import click
import jax
import jax.numpy as jnp
import numpy as np

from benchmarks.mistakes import mistakes_told
from elman.nn import build_cell
from elman.nn.kernels import KERNELS, choose_kernel
from elman.train import prepare_process


class Shape(NamedTuple):
    """What is timed."""

    cell: str
    hidden_size: int
    time: int
    batch: int


SHAPES = (
    *(Shape(cell, 64, 40, 64) for cell in ("elman", "gru", "lstm", "mingru")),
    Shape("gru", 256, 64, 64),
)


TIMED = 3
"""Calls in a turn whose mean counts."""


def gradient(shape: Shape, recurrence: str, lengths: np.ndarray) -> Callable[[], Any]:
    """A call that computes the states and the gradients once and waits for them."""
    rng = np.random.default_rng(0)
    cell = build_cell(shape.cell, 1, shape.hidden_size, activation="tanh", recurrent_init="orthogonal", rng=rng)
    projected = jnp.asarray(rng.normal(size=(shape.time, shape.batch, len(cell.bias))), jnp.float32)
    d_states = jnp.asarray(rng.normal(size=(shape.time, shape.batch, shape.hidden_size)), jnp.float32)

    @jax.jit
    def compute(cell: Any, projected: jax.Array, initial: Any, d_states: jax.Array) -> Any:
        def states_of(cell: Any, projected: jax.Array, initial: Any) -> jax.Array:
            states, _ = KERNELS[recurrence](cell, projected, initial, jnp.asarray(lengths, jnp.int32))
            hidden: jax.Array = cell.hidden(states)
            return hidden

        states, back = jax.vjp(states_of, cell, projected, initial)
        return states, back(d_states)

    initial = cell.initial_state(shape.batch)
    return lambda: jax.block_until_ready(compute(cell, projected, initial, d_states))  # type: ignore[no-untyped-call]


def medians_ms(calls: list[Callable[[], Any]], rounds: int) -> list[float]:
    """The median time of each call, all of them in turns; of a turn's calls the first is not timed."""
    taken: list[list[float]] = [[] for _ in calls]
    for _ in range(rounds):
        for times, call in zip(taken, calls, strict=True):
            call()
            start = time.perf_counter()
            for _ in range(TIMED):
                call()
            times.append(1e3 * (time.perf_counter() - start) / TIMED)
    return [statistics.median(times) for times in taken]


@click.command()
@click.option("--rounds", type=click.IntRange(min=1), default=30, show_default=True, help="Times each is called.")
@click.option(
    "--lengths",
    type=click.Choice(["full", "mixed"]),
    default="full",
    show_default=True,
    help="All texts as long as the longest, or of any length up to it.",
)
def main(rounds: int, lengths: str) -> None:
    """Time the compiled kernels beside scan and print a table."""
    with mistakes_told():
        _compare(rounds, lengths)


def _compare(rounds: int, lengths: str) -> None:
    choose_kernel("scan", "gru", "native")  # refused here where it was not built
    prepare_process()
    print(f"{'cell':<8}{'units':>6}{'T':>5}{'B':>5}{'scan ms':>10}{'native ms':>11}{'ratio':>8}")
    for shape in SHAPES:
        drawn = np.random.default_rng(1).integers(1, shape.time + 1, shape.batch)
        steps = np.full(shape.batch, shape.time) if lengths == "full" else drawn
        calls = [gradient(shape, recurrence, steps) for recurrence in ("scan", "native")]
        for one, other in zip(*(jax.tree.leaves(call()) for call in calls), strict=True):
            scale = float(jnp.abs(one).max())
            np.testing.assert_allclose(other, one, rtol=0, atol=2e-5 * scale)
        scan_ms, native_ms = medians_ms(calls, rounds)
        print(
            f"{shape.cell:<8}{shape.hidden_size:>6}{shape.time:>5}{shape.batch:>5}"
            f"{scan_ms:>10.2f}{native_ms:>11.2f}{scan_ms / native_ms:>8.2f}"
        )


if __name__ == "__main__":
    main(prog_name="python -m benchmarks.speed.kernels")
