"""Training a network on examples, whatever their labels belong to: start, checkpoint, loop."""

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import jax
import numpy as np
from jaxtyping import PRNGKeyArray
from numpy.typing import NDArray

from elman.architecture import Architecture
from elman.nn import HASHED, build_network, named_arrays
from elman.presets import Preset
from elman.randomness import generator
from elman.train.checkpoint import begin
from elman.train.course import refuse_diverged
from elman.train.examples import Examples
from elman.train.loop import Loop
from elman.train.rounding import round_up
from elman.train.run import PLAIN_RUN, Run
from elman.train.step import build_step, new_state
from elman.train.transfer import Start

_ROWS = 1024  # the table of token vectors grows in such steps, so that similar runs share their compilations

Arrays = dict[str, NDArray[np.float32]]
History = list[dict[str, int | float]]


def train_network(
    preset: Preset,
    examples: Examples,
    architecture: Architecture,
    *,
    seed: int,
    kernel: str,
    measured: Callable[[], Mapping[str, Examples]],
    identity: Callable[[], dict[str, Any]],
    start: Start | None = None,
    run: Run = PLAIN_RUN,
) -> tuple[Arrays, History]:
    """Train a new network.

    Args:
        preset: Every setting.
        examples: What is learned from.
        architecture: Of the network.
        seed: Seed of every random draw.
        kernel: What computes the recurrence, from ``choose_kernel``.
        measured: Gives the parts measured after every epoch, by name; called in another thread.
        identity: Gives what a checkpoint must agree on for its run to go on; asked only where one is kept.
        start: What the network starts from; None for random weights.
        run: How it is carried out.

    Returns:
        The network's arrays by name, and a row for each epoch.

    Raises:
        Diverged, Interrupted, CheckpointError: See ``Course.run`` and ``refuse_diverged``.
    """
    preset = replace(
        preset,
        epochs=preset.epochs_for(len(examples)),
        batch_size=min(preset.batch_size, round_up(len(examples))),  # the rest would be rows of nothing
    )
    steps = preset.epochs * -(-len(examples) // preset.batch_size)
    rows = -(-architecture.vocab_size // _ROWS) * _ROWS
    network = build_network(replace(architecture, vocab_size=rows), preset, generator(seed, "weights"), kernel=kernel)
    network = network if start is None else start.lay_over(network)
    checkpoint, state, best, position = begin(run, new_state(network, preset), identity)
    loop = Loop(
        preset=preset,
        seed=seed,
        step=build_step(preset, steps),
        key=dropout_key(seed),
        train=examples,
        vocab_size=rows,
        kernel=kernel,
        measured=measured,
        progress=run.progress,
        checkpoint=checkpoint,
        should_stop=run.should_stop,
    )
    with ThreadPoolExecutor(max_workers=1) as beside:
        loop.prepare_beside(network, beside)
        trained = loop.run(state, best, position)
    arrays = {name: array.astype(np.float32) for name, array in named_arrays(trained).items()}
    arrays["embedding.weight"] = arrays["embedding.weight"][: architecture.vocab_size]
    refuse_diverged(arrays)
    return arrays, position.history


def dropout_key(seed: int) -> PRNGKeyArray:
    """A key drawn on the host: ``jax.random.key`` would have JAX compile a program for it."""
    drawn = generator(seed, "dropout").integers(2**32, size=1, dtype=np.uint32)
    key: PRNGKeyArray = jax.random.wrap_key_data(jax.device_put(drawn), impl=HASHED)
    return key
