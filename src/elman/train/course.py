"""The course that every run takes: epochs of steps, measured after each, kept at its best, resumable at every step."""

import math
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar, Generic, Protocol, TypeVar

import jax
import jax.numpy as jnp
import numpy as np
from numpy.typing import NDArray

from elman.errors import Diverged, Interrupted
from elman.train.checkpoint import Checkpoint, Position, State
from elman.train.progress import Progress
from elman.train.run import interrupted

_LOOK_EVERY = 20  # steps between looks at the loss, each of which waits for the device
_LARGEST_WEIGHT = 1e10  # beyond it, products of a few of them are infinite
_SAVE_EVERY = 20.0  # seconds between checkpoints

Row = Mapping[str, int | float]

StateT = TypeVar("StateT", bound=State)
FiguresT = TypeVar("FiguresT")


class Choosing(Protocol):
    """Settings that say which epoch's network a run gives, and how far a step may go."""

    @property
    def clip_norm(self) -> float | None:
        """Longest gradient allowed; None: any."""

    @property
    def keep_best(self) -> bool:
        """Whether it is the one of the lowest validation loss."""

    @property
    def patience(self) -> int:
        """Epochs without a lower validation loss after which the run ends; 0 for none."""


def refuse_diverged(arrays: Mapping[str, NDArray[np.float32]]) -> None:
    """Refuse a network that a last step made useless, after which no loss was looked at.

    Raises:
        Diverged: If a weight is no number, or so large that what is computed with it need not be one.
    """
    for name, array in arrays.items():
        largest = float(np.abs(array).max(initial=0.0))
        if not largest < _LARGEST_WEIGHT:
            raise Diverged(
                f"the network that was trained has a weight of {largest:g} in `{name}`",
                hint="lower `learning_rate`, or set `clip_norm`",
            )


@dataclass(kw_only=True)
class Course(ABC, Generic[StateT, FiguresT]):
    """One run of training, apart from what a step reads and what an epoch shows.

    Args:
        preset: Its training settings.
        progress: Who is told.
        checkpoint: Where the state is kept; None keeps none.
        should_stop: Asked after every step; True ends the run, with a checkpoint where there is a place for one.
    """

    unit: ClassVar[str]
    """What a step is called where a run ends early."""
    keeps_end: ClassVar[bool] = False
    """Whether the end is kept in any case: what comes after it may take long too."""

    preset: Choosing
    progress: Progress
    checkpoint: Checkpoint | None
    should_stop: Callable[[], bool]
    plan: Sequence[int] = field(init=False)
    """Steps of each epoch."""
    _saved: float = field(default_factory=time.monotonic, init=False)

    def run(self, state: StateT, best: Any, position: Position) -> Any:
        """Train to the end.

        Args:
            state: A new state, or a resumed one; its arrays are used up.
            best: The network of the best epoch so far; None where there is none.
            position: How far the run has come; kept up to date.

        Returns:
            The network of the best epoch, or of the last where none is chosen.

        Raises:
            Diverged: If the loss stops being finite.
            Interrupted: If ``should_stop`` says so.
            CheckpointError: If a checkpoint cannot be written.
        """
        began = self._saved
        self.progress.start(len(self.plan), sum(self.plan), self._steps_done(position))
        while position.epoch < len(self.plan) and not self.out_of_patience(position):
            state = self._run_epoch(state, best, position)
            network = self.network_of(state)
            row = self.history_row(network, position)
            if self._is_best(row, position):
                best = jax.tree.map(jnp.copy, network)  # the state itself is used up by the next step
            position.end_epoch(row)
            self.epoch_ended(network, position)
            self.progress.epoch(row)
            self._save_if_due(state, best, position)
        # A long run keeps its end too: if the model cannot be written, it need not be trained again.
        self._save_if_due(state, best, position, now=self.keeps_end or self._saved > began)
        return self.network_of(state) if best is None else best

    @abstractmethod
    def begin_epoch(self, state: StateT, position: Position) -> StateT:
        """Get ready for the steps of the epoch under way, of which some may be done."""

    @abstractmethod
    def take_step(self, state: StateT, number: int) -> tuple[StateT, FiguresT]:
        """Take a step of the epoch, of which the first has number 0.

        Returns:
            The next state, and what the step showed, which is not waited for.
        """

    @abstractmethod
    def loss_of(self, figures: FiguresT) -> float:
        """The loss of a step."""

    @abstractmethod
    def count(self, figures: FiguresT, position: Position) -> Mapping[str, float]:
        """Add up what a step showed; its loss is the last of ``position.losses`` by now.

        Returns:
            The epoch's figures so far, for who is watching.
        """

    @abstractmethod
    def history_row(self, network: Any, position: Position) -> dict[str, int | float]:
        """What an epoch showed, for the history; with ``validation_loss`` where something chooses the best."""

    def network_of(self, state: StateT) -> Any:
        """What a state has learned."""
        return state.network

    def epoch_ended(self, network: Any, position: Position) -> None:
        """Whatever else is to be done after an epoch; nothing, if it is not said."""

    def out_of_patience(self, position: Position) -> bool:
        """Whether the lowest validation loss is ``patience`` epochs ago; never where that is 0."""
        if not self.preset.patience or not position.history:
            return False
        losses = [row["validation_loss"] for row in position.history]
        return len(losses) - 1 - losses.index(min(losses)) >= self.preset.patience

    def _steps_done(self, position: Position) -> int:
        return sum(self.plan[: position.epoch]) + len(position.losses)

    def _is_best(self, row: Row, position: Position) -> bool:
        """Whether the epoch is to be kept: its validation loss is lower than that of every one before."""
        if not self.preset.keep_best or "validation_loss" not in row:
            return False
        return all(row["validation_loss"] < earlier["validation_loss"] for earlier in position.history)

    def _run_epoch(self, state: StateT, best: Any, position: Position) -> StateT:
        state, unseen = self.begin_epoch(state, position), []
        steps = self.plan[position.epoch]
        for number in range(len(position.losses), steps):
            state, figures = self.take_step(state, number)
            unseen.append(figures)
            stop = self.should_stop()
            if stop or len(unseen) == _LOOK_EVERY or number == steps - 1:
                self._look(unseen, position)
                unseen = []
                self._save_if_due(state, best, position, now=stop)
            if stop:
                raise self._interrupted(position)
        return state

    def _look(self, unseen: Sequence[FiguresT], position: Position) -> None:
        """Bring the figures of the last steps to the host, check them, and tell who is watching."""
        for figures in unseen:
            loss = self.loss_of(figures)
            if not math.isfinite(loss):
                raise self._diverged(loss, position)
            position.losses.append(loss)
            self.progress.step(position.epoch + 1, **self.count(figures, position))

    def _save_if_due(self, state: StateT, best: Any, position: Position, *, now: bool = False) -> None:
        if self.checkpoint is not None and (now or time.monotonic() - self._saved >= _SAVE_EVERY):
            self.checkpoint.save(state, best, position)
            self._saved = time.monotonic()

    def _interrupted(self, position: Position) -> Interrupted:
        message = f"stopped after {self.unit} {self._steps_done(position)} of {sum(self.plan)}"
        return interrupted(message, None if self.checkpoint is None else self.checkpoint.path)

    def _diverged(self, loss: float, position: Position) -> Diverged:
        if position.losses:
            last = f"{position.losses[-1]:.6g}"
        elif position.history:
            last = f"{position.history[-1]['train_loss']:.6g}, the mean of the epoch before"
        else:
            last = "none"
        return Diverged(
            f"{self.unit} {self._steps_done(position) + 1} (epoch {position.epoch + 1}): the loss is {loss}; "
            f"the last finite loss: {last}",
            hint="lower `learning_rate`" + (", or set `clip_norm`" if self.preset.clip_norm is None else ""),
        )
