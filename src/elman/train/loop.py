"""The training loop: epochs of batches, measured after each, kept at its best, resumable at every step."""

import math
import time
from collections.abc import Callable, Mapping
from concurrent.futures import Executor, Future
from dataclasses import dataclass, field
from itertools import chain

import jax
import jax.numpy as jnp
import numpy as np
from jaxtyping import PRNGKeyArray
from numpy.typing import NDArray

from elman.data import TextBatch, length_batches
from elman.errors import Diverged
from elman.nn import TextNetwork
from elman.presets import Preset
from elman.train.buckets import buckets_for, capacities
from elman.train.checkpoint import Checkpoint, Position
from elman.train.course import interrupted, is_best, out_of_patience
from elman.train.examples import Batch, Examples, renumber
from elman.train.objective import Tally
from elman.train.progress import Progress
from elman.train.step import Step, TrainState, measure, new_state
from elman.train.watched import Watched, watch_parts

_LOOK_EVERY = 20  # steps between looks at the loss, each of which waits for the device
_SAVE_EVERY = 20.0  # seconds between checkpoints


@dataclass
class Loop:
    """One run of training.

    Args:
        preset: Its training settings.
        seed: Seed of the order of the batches.
        step: From ``build_step``.
        key: Seed of the dropout; every step draws from its own branch of it.
        train: What is learned from.
        vocab_size: Rows of the network's embedding.
        kernel: Whose recurrences the step calls, ``native`` or ``reference``: how much padding costs.
        measured: Gives the parts measured after every epoch, by name; ``validation`` chooses the best epoch.
        progress: Who is told.
        checkpoint: Where the state is kept; None keeps none.
        should_stop: Asked after every step; True ends the run, with a checkpoint where there is a place for one.
    """

    preset: Preset
    seed: int
    step: Step
    key: PRNGKeyArray
    train: Examples
    vocab_size: int
    kernel: str
    measured: Callable[[], Mapping[str, Examples]]
    progress: Progress
    checkpoint: Checkpoint | None
    should_stop: Callable[[], bool]
    _saved: float = field(default_factory=time.monotonic, init=False)
    _watched: Future[list[Watched]] = field(init=False)

    def __post_init__(self) -> None:
        self._buckets = buckets_for([self.train], self.preset, self.preset.batch_size, self.kernel)
        self._steps_per_epoch = math.ceil(len(self.train) / self.preset.batch_size)
        every = chain.from_iterable(map(self._batches, range(self.preset.epochs)))
        self._capacities = capacities((self.train, part) for part in every)

    def run(self, state: TrainState, best: TextNetwork | None, position: Position) -> TextNetwork:
        """Train to the end.

        Args:
            state: A new state, or a resumed one; its arrays are used up.
            best: The network of the best epoch so far.
            position: How far the run has come; kept up to date.

        Returns:
            The network of the best epoch, or of the last where none is chosen.

        Raises:
            Diverged: If the loss stops being finite.
            Interrupted: If ``should_stop`` says so.
            CheckpointError: If a checkpoint cannot be written.
        """
        began, done = self._saved, self._steps_done(position)
        self.progress.start(self.preset.epochs, self.preset.epochs * self._steps_per_epoch, done)
        while position.epoch < self.preset.epochs and not self._out_of_patience(position):
            state = self._run_epoch(state, best, position)
            row = self._measure(state.network, position)
            if is_best(row, position.history, keep_best=self.preset.keep_best):
                best = jax.tree.map(jnp.copy, state.network)  # the state itself is used up by the next step
            position.history.append(row)
            position.epoch, position.losses, position.loss_sum, position.correct = position.epoch + 1, [], 0.0, 0
            self.progress.epoch(row)
            self._save_if_due(state, best, position)
        # A long run keeps its end too: if the model cannot be written, it need not be trained again.
        self._save_if_due(state, best, position, now=self._saved > began)
        return state.network if best is None else best

    def prepare_beside(self, network: TextNetwork, beside: Executor) -> None:
        """Have what the first step does not need got ready while this thread compiles that step.

        Other programs are compiled, by being called on what they will see; what they give is forgotten.

        Args:
            network: A new one; its arrays stay.
            beside: Other threads.
        """

        def step(batch: Batch) -> None:
            self.step(new_state(network, self.preset), batch, self.key)

        def watch() -> list[Watched]:
            watched = watch_parts(self.measured(), self.preset, self.kernel)
            for batch in {batch.token_ids.shape: batch for part in watched for batch in part.batches}.values():
                measure(network, batch)
            return watched

        first, *others = self._batches(0)
        for batch in {each.time: each for each in others if each.time != first.time}.values():
            beside.submit(step, self._batch(*batch))
        self._watched = beside.submit(watch)

    def _batch(self, rows: NDArray[np.int64], time: int) -> Batch:
        batch = self.train.batch(rows, size=self.preset.batch_size, time=time, capacity=self._capacities[time])
        return renumber(batch, self.vocab_size) if self.preset.lazy_embeddings else batch

    def _run_epoch(self, state: TrainState, best: TextNetwork | None, position: Position) -> TrainState:
        batches = self._batches(position.epoch)
        unseen: list[tuple[jax.Array, Tally]] = []
        for number in range(len(position.losses), len(batches)):
            state, loss, counts = self.step(state, self._batch(*batches[number]), self.key)
            unseen.append((loss, counts))
            stop = self.should_stop()
            if stop or len(unseen) == _LOOK_EVERY or number == len(batches) - 1:
                self._look(unseen, position)
                unseen = []
                self._save_if_due(state, best, position, now=stop)
            if stop:
                total = self.preset.epochs * self._steps_per_epoch
                raise interrupted("step", self._steps_done(position), total, self.checkpoint)
        return state

    def _batches(self, epoch: int) -> list[TextBatch]:
        return length_batches(
            self.train.lengths,
            batch_size=self.preset.batch_size,
            buckets=self._buckets,
            seed=self.seed,
            epoch=epoch,
        )

    def _look(self, unseen: list[tuple[jax.Array, Tally]], position: Position) -> None:
        """Bring the figures of the last steps to the host, check them, and tell who is watching."""
        for loss, counts in unseen:
            value = float(loss)
            if not math.isfinite(value):
                raise self._diverged(value, position)
            position.losses.append(value)
            position.loss_sum += float(counts.loss_sum)
            position.correct += int(counts.correct)
            seen = self.train.answers * min(1.0, len(position.losses) / self._steps_per_epoch)
            self.progress.step(position.epoch + 1, loss=position.loss_sum / seen, accuracy=position.correct / seen)

    def _measure(self, network: TextNetwork, position: Position) -> dict[str, float]:
        """A row of the history; what is not measured for itself is the epoch's running mean, dropout included."""
        count = self.train.answers
        row = {
            "epoch": position.epoch + 1,
            "train_loss": position.loss_sum / count,
            "train_accuracy": position.correct / count,
        }
        for name, answers, batches in self._watched.result():
            # All are under way before the first is waited for.
            counts = [measure(network, batch) for batch in batches]
            loss_sum = sum(float(each.loss_sum) for each in counts)
            correct = sum(int(each.correct) for each in counts)
            row |= {f"{name}_loss": loss_sum / answers, f"{name}_accuracy": correct / answers}
        return row

    def _out_of_patience(self, position: Position) -> bool:
        return out_of_patience(position.history, self.preset.patience)

    def _save_if_due(
        self, state: TrainState, best: TextNetwork | None, position: Position, *, now: bool = False
    ) -> None:
        if self.checkpoint is not None and (now or time.monotonic() - self._saved >= _SAVE_EVERY):
            self.checkpoint.save(state, best, position)
            self._saved = time.monotonic()

    def _steps_done(self, position: Position) -> int:
        return position.epoch * self._steps_per_epoch + len(position.losses)

    def _diverged(self, loss: float, position: Position) -> Diverged:
        if position.losses:
            last = f"{position.losses[-1]:.6g}"
        elif position.history:
            last = f"{position.history[-1]['train_loss']:.6g}, the mean of the epoch before"
        else:
            last = "none"
        return Diverged(
            f"step {self._steps_done(position) + 1} (epoch {position.epoch + 1}): the loss is {loss}; "
            f"the last finite loss: {last}",
            hint="lower `learning_rate`, or set `clip_norm`",
        )
