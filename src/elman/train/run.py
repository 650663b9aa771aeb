"""One run of a network over examples, whatever its labels belong to: start, checkpoint, loop."""

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import jax
import numpy as np
from jaxtyping import PRNGKeyArray
from numpy.typing import NDArray

from elman.nn import HASHED, build_network, named_arrays
from elman.nn.kernels import kernel_in_use
from elman.presets import Preset
from elman.streams import stream
from elman.train.checkpoint import Checkpoint, Position
from elman.train.course import refuse_diverged
from elman.train.examples import Examples
from elman.train.keeping import Keeping
from elman.train.loop import Loop
from elman.train.progress import Progress, Silent
from elman.train.step import build_step, new_state
from elman.train.transfer import Start

_ROWS = 1024  # the table of token vectors grows in such steps, so that similar runs share their compilations

Arrays = dict[str, NDArray[np.float32]]
History = list[dict[str, int | float]]


def train_network(
    preset: Preset,
    examples: Examples,
    *,
    vocab_size: int,
    num_classes: int,
    seed: int,
    measured: Callable[[], Mapping[str, Examples]],
    identity: Callable[[], dict[str, Any]],
    start: Start | None = None,
    progress: Progress | None = None,
    keeping: Keeping | None = None,
    kernel: str | None = None,
    should_stop: Callable[[], bool] = lambda: False,
) -> tuple[Arrays, History]:
    """Train a new network.

    Args:
        preset: Every setting.
        examples: What is learned from.
        vocab_size: Ids that the network has vectors for.
        num_classes: Labels.
        seed: Seed of every random draw.
        measured: Gives the parts measured after every epoch, by name; called in another thread.
        identity: Gives what a checkpoint must agree on for its run to go on; asked only where one is kept.
        start: What the network starts from; None for random weights.
        progress: Who is told how far the run has come.
        keeping: Where the checkpoint is; None keeps none.
        kernel: What computes the recurrence.
        should_stop: Asked after every step; True ends the run.

    Returns:
        The network's arrays by name, and a row for each epoch.

    Raises:
        Diverged, Interrupted, CheckpointError: See ``Course.run`` and ``refuse_diverged``.
    """
    run = replace(preset, epochs=preset.epochs_for(len(examples)))
    steps = run.epochs * -(-len(examples) // run.batch_size)
    rows = -(-vocab_size // _ROWS) * _ROWS
    network = build_network(run.architecture(rows, num_classes), run, stream(seed, "weights"), kernel=kernel)
    network = network if start is None else start.lay_over(network)
    state, best, position = new_state(network, run), None, Position()
    checkpoint = None
    if keeping is not None:
        checkpoint = Checkpoint(keeping.path, identity())
        if keeping.resume:
            state, best, position = checkpoint.load(state)
    loop = Loop(
        preset=run,
        seed=seed,
        step=build_step(run, steps),
        key=dropout_key(seed),
        train=examples,
        vocab_size=rows,
        kernel=kernel_in_use(run.recurrence, run.cell, kernel),
        measured=measured,
        progress=progress or Silent(),
        checkpoint=checkpoint,
        should_stop=should_stop,
    )
    with ThreadPoolExecutor(max_workers=1) as beside:
        loop.prepare_beside(network, beside)
        trained = loop.run(state, best, position)
    arrays = {name: array.astype(np.float32) for name, array in named_arrays(trained).items()}
    arrays["embedding.weight"] = arrays["embedding.weight"][:vocab_size]
    refuse_diverged(arrays)
    return arrays, position.history


def dropout_key(seed: int) -> PRNGKeyArray:
    """A key drawn on the host: ``jax.random.key`` would have JAX compile a program for it."""
    drawn = stream(seed, "dropout").integers(2**32, size=1, dtype=np.uint32)
    key: PRNGKeyArray = jax.random.wrap_key_data(jax.device_put(drawn), impl=HASHED)
    return key
