"""The training loop of a classifier or a tagger: batches of texts of about a length."""

import math
from collections.abc import Callable, Mapping
from concurrent.futures import Executor, Future
from dataclasses import dataclass, field
from itertools import chain
from typing import ClassVar

import jax
import numpy as np
from jaxtyping import PRNGKeyArray
from numpy.typing import NDArray

from elman.data import TextBatch, length_batches
from elman.nn import TextNetwork
from elman.presets import Preset
from elman.train.buckets import buckets_for, capacities
from elman.train.checkpoint import Position
from elman.train.course import Course
from elman.train.examples import Batch, Examples, renumber
from elman.train.objective import Tally
from elman.train.step import Step, TrainState, measure, new_state
from elman.train.watched import Watched, watch_parts

Figures = tuple[jax.Array, Tally]
"""A step's loss and its tally."""


@dataclass(kw_only=True)
class Loop(Course[TrainState, Figures]):
    """One run of training.

    Args:
        preset: Its training settings.
        seed: Seed of the order of the batches.
        step: From ``build_step``.
        key: Seed of the dropout; every step draws from its own branch of it.
        train: What is learned from.
        vocab_size: Rows of the network's embedding.
        kernel: What computes the step's recurrences, a name in ``kernels.KERNELS``: how much padding costs.
        measured: Gives the parts measured after every epoch, by name; ``validation`` chooses the best epoch.
        progress: Who is told.
        checkpoint: Where the state is kept; None keeps none.
        should_stop: Asked after every step; True ends the run, with a checkpoint where there is a place for one.
    """

    unit: ClassVar[str] = "step"

    preset: Preset
    seed: int
    step: Step
    key: PRNGKeyArray
    train: Examples
    vocab_size: int
    kernel: str
    measured: Callable[[], Mapping[str, Examples]]
    _watched: Future[list[Watched]] = field(init=False)

    def __post_init__(self) -> None:
        self._buckets = buckets_for([self.train], self.preset, self.preset.batch_size, self.kernel)
        self.plan = [math.ceil(len(self.train) / self.preset.batch_size)] * self.preset.epochs
        self._share = 1.0  # of a batch's mean weight that is 1
        if self.preset.loss_mean == "run":
            self._share = self.plan[0] / self.train.weight
        every = chain.from_iterable(map(self._epoch, range(self.preset.epochs)))
        self._capacities = capacities((self.train, part) for part in every)

    def prepare_beside(self, network: TextNetwork, beside: Executor) -> None:
        """Have what the first step does not need got ready while this thread compiles that step.

        Other programs are compiled, by being called on what they will see; what they give is forgotten.

        Args:
            network: A new one; its arrays stay.
            beside: Other threads.
        """
        # What ``jax.default_device`` says is heard in the thread that says it alone.
        device = getattr(jax.config, "jax_default_device", None)

        def step(batch: Batch) -> None:
            with jax.default_device(device):
                self.step(new_state(network, self.preset), batch, self.key)

        def watch() -> list[Watched]:
            with jax.default_device(device):
                watched = watch_parts(self.measured(), self.preset, self.kernel)
                for batch in {batch.token_ids.shape: batch for part in watched for batch in part.batches}.values():
                    measure(network, batch)
            return watched

        first, *others = self._epoch(0)
        for batch in {each.time: each for each in others if each.time != first.time}.values():
            beside.submit(step, self._batch(*batch))
        self._watched = beside.submit(watch)

    def begin_epoch(self, state: TrainState, position: Position) -> TrainState:
        """Every epoch has its own order."""
        self._batches = self._epoch(position.epoch)
        return state

    def take_step(self, state: TrainState, number: int) -> tuple[TrainState, Figures]:
        """A step of a batch."""
        state, loss, tally = self.step(state, self._batch(*self._batches[number]), self.key)
        return state, (loss, tally)

    def loss_of(self, figures: Figures) -> float:
        """The mean over the batch, or its share of the run's."""
        return float(figures[0])

    def count(self, figures: Figures, position: Position) -> Mapping[str, float]:
        """Losses and hits, of every text or token alike."""
        _, tally = figures
        position.loss_sum += float(tally.loss_sum)
        position.correct += int(tally.correct)
        seen = self.train.answers * len(position.losses) / self.plan[position.epoch]
        return {"loss": position.loss_sum / seen, "accuracy": position.correct / seen}

    def history_row(self, network: TextNetwork, position: Position) -> dict[str, int | float]:
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

    def _batch(self, rows: NDArray[np.int64], time: int) -> Batch:
        batch = self.train.batch(rows, size=self.preset.batch_size, time=time, capacity=self._capacities[time])
        batch = batch._replace(weights=batch.weights * np.float32(self._share))
        return renumber(batch, self.vocab_size) if self.preset.lazy_embeddings else batch

    def _epoch(self, epoch: int) -> list[TextBatch]:
        return length_batches(
            self.train.lengths,
            batch_size=self.preset.batch_size,
            buckets=self._buckets,
            seed=self.seed,
            epoch=epoch,
        )
