"""The training loop of a language model: windows along the streams, the state carried from one to the next."""

import math
import time
from collections.abc import Callable
from dataclasses import dataclass, field

import jax
import jax.numpy as jnp
import numpy as np
from jaxtyping import PRNGKeyArray
from numpy.typing import NDArray

from elman.data import Window, cut_streams, window, window_ends
from elman.errors import Diverged
from elman.nn import LanguageNetwork
from elman.presets import LanguagePreset
from elman.text import START_ID
from elman.train.checkpoint import Checkpoint, Position
from elman.train.course import interrupted, is_best, out_of_patience
from elman.train.language_measure import HeldOut
from elman.train.language_step import Figures, LanguageState, LanguageStep
from elman.train.progress import Progress

_LOOK_EVERY = 20  # windows between looks at the loss, each of which waits for the device
_SAVE_EVERY = 20.0  # seconds between checkpoints


def planned_ends(tokens: int, preset: LanguagePreset, seed: int) -> list[list[int]]:
    """Where the windows of every epoch end, cut off after ``max_steps`` of them."""
    left, epochs = preset.max_steps, []
    for epoch in range(preset.epochs):
        ends = window_ends(
            tokens // preset.streams,
            bptt_length=preset.bptt_length,
            jitter=preset.bptt_jitter,
            seed=seed,
            epoch=epoch,
        )[:left]
        if not ends:
            break
        epochs.append(ends)
        left = None if left is None else left - len(ends)
    return epochs


@dataclass
class LanguageLoop:
    """One run of training.

    Args:
        preset: Its training settings.
        ends: From ``planned_ends``.
        step: From ``build_language_step``.
        key: Seed of the dropout; every window draws from its own branch of it.
        token_ids: The text that is learned from.
        characters: Its length in characters, for the bits of each.
        held_out: What chooses the best epoch; None for nothing.
        held_out_characters: Its length in characters.
        write: What a network writes, for the samples; asked after epochs 1, 2, 4, 8, ... and the last.
        progress: Who is told.
        checkpoint: Where the state is kept; None keeps none.
        should_stop: Asked after every window; True ends the run, with a checkpoint where there is a place for one.
    """

    preset: LanguagePreset
    ends: list[list[int]]
    step: LanguageStep
    key: PRNGKeyArray
    token_ids: NDArray[np.int32]
    characters: int
    held_out: HeldOut | None
    held_out_characters: int
    write: Callable[[LanguageNetwork], str] | None
    progress: Progress
    checkpoint: Checkpoint | None
    should_stop: Callable[[], bool]
    _saved: float = field(default_factory=time.monotonic, init=False)

    def __post_init__(self) -> None:
        self._inputs, self._targets = cut_streams(self.token_ids, self.preset.streams, START_ID)
        self._per_token = len(self.token_ids) / self.characters / math.log(2)

    def run(self, state: LanguageState, best: LanguageNetwork | None, position: Position) -> LanguageNetwork:
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
        began = self._saved
        self.progress.start(len(self.ends), sum(map(len, self.ends)), self._steps_done(position))
        while position.epoch < len(self.ends) and not self._out_of_patience(position):
            state = self._run_epoch(state, best, position)
            network = state.network if state.average is None else state.average
            row = self._measure(network, position)
            if is_best(row, position.history, keep_best=self.preset.keep_best):
                best = jax.tree.map(jnp.copy, network)  # the state itself is used up by the next step
            position.history.append(row)
            position.epoch, position.losses, position.loss_sum, position.norms = position.epoch + 1, [], 0.0, []
            self._sample(network, position)
            self.progress.epoch(row)
            self._save_if_due(state, best, position)
        # A long run keeps its end too: if the model cannot be written, it need not be trained again.
        self._save_if_due(state, best, position, now=self._saved > began)
        if best is not None:
            return best
        return state.network if state.average is None else state.average

    def first_window(self) -> Window:
        """The first ``bptt_length`` steps of every stream."""
        return window(self._inputs, self._targets, 0, self.preset.bptt_length, time=self.preset.bptt_length)

    def _run_epoch(self, state: LanguageState, best: LanguageNetwork | None, position: Position) -> LanguageState:
        ends, rate = self.ends[position.epoch], self._rate(position)
        first = len(position.losses)
        if first == 0:
            fresh = state.network.initial_states(self.preset.streams)
            state = state._replace(carried=jax.tree.map(jnp.copy, fresh))  # no array twice: each is used up
        unseen: list[tuple[int, Figures]] = []
        for number in range(first, len(ends)):
            start, end = ends[number - 1] if number else 0, ends[number]
            now = window(self._inputs, self._targets, start, end, time=self.preset.longest_window)
            state, figures = self.step(state, now, self.key, rate)
            unseen.append(((end - start) * self.preset.streams, figures))
            stop = self.should_stop()
            if stop or len(unseen) == _LOOK_EVERY or number == len(ends) - 1:
                self._look(unseen, position)
                unseen = []
                self._save_if_due(state, best, position, now=stop)
            if stop:
                total = sum(map(len, self.ends))
                raise interrupted("window", self._steps_done(position), total, self.checkpoint)
        return state

    def _rate(self, position: Position) -> float:
        """What ``plateau`` has made of the learning rate so far; the history alone decides it."""
        rate, best, waited = 1.0, math.inf, 0
        if self.preset.schedule != "plateau":
            return rate
        for row in position.history:
            waited = 0 if row["validation_loss"] < best else waited + 1
            best = min(best, row["validation_loss"])
            if waited == self.preset.plateau_patience:
                rate, waited = rate * self.preset.plateau_factor, 0
        return rate

    def _look(self, unseen: list[tuple[int, Figures]], position: Position) -> None:
        """Bring the figures of the last windows to the host, check them, and tell who is watching."""
        for tokens, figures in unseen:
            loss = float(figures.loss_sum) / tokens
            if not math.isfinite(loss):
                raise self._diverged(loss, position)
            position.losses.append(loss)
            position.norms.append(float(figures.gradient_norm))
            position.loss_sum += loss * tokens
            read = self.ends[position.epoch][len(position.losses) - 1] * self.preset.streams
            mean = position.loss_sum / read
            self.progress.step(position.epoch + 1, loss=mean, bits_per_character=mean * self._per_token)

    def _measure(self, network: LanguageNetwork, position: Position) -> dict[str, int | float]:
        """A row of the history; the training part's loss is the epoch's running mean, dropout included."""
        loss = position.loss_sum / (self.ends[position.epoch][-1] * self.preset.streams)
        row: dict[str, int | float] = {
            "epoch": position.epoch + 1,
            "train_loss": loss,
            "train_bits": loss * self._per_token,
            "gradient_norm": float(np.mean(position.norms)),
        }
        if self.held_out is not None:
            held_out = self.held_out.mean_loss(network)
            row["validation_loss"] = held_out
            row["validation_bits"] = held_out * self.held_out.tokens / self.held_out_characters / math.log(2)
        return row

    def _sample(self, network: LanguageNetwork, position: Position) -> None:
        last = position.epoch == len(self.ends) or self._out_of_patience(position)
        if self.write is not None and (last or position.epoch & (position.epoch - 1) == 0):
            position.samples.append({"epoch": position.epoch, "text": self.write(network)})

    def _out_of_patience(self, position: Position) -> bool:
        return out_of_patience(position.history, self.preset.patience)

    def _save_if_due(
        self, state: LanguageState, best: LanguageNetwork | None, position: Position, *, now: bool = False
    ) -> None:
        if self.checkpoint is not None and (now or time.monotonic() - self._saved >= _SAVE_EVERY):
            self.checkpoint.save(state, best, position)
            self._saved = time.monotonic()

    def _steps_done(self, position: Position) -> int:
        return sum(map(len, self.ends[: position.epoch])) + len(position.losses)

    def _diverged(self, loss: float, position: Position) -> Diverged:
        last = f"{position.losses[-1]:.6g}" if position.losses else "none in this epoch"
        return Diverged(
            f"window {self._steps_done(position) + 1} (epoch {position.epoch + 1}): the loss is {loss}; "
            f"the last finite loss: {last}",
            hint="lower `learning_rate`, or set `clip_norm`",
        )
