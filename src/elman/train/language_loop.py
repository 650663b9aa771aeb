"""The training loop of a language model: windows along the streams, the state carried from one to the next."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import ClassVar, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
from jaxtyping import PRNGKeyArray
from numpy.typing import NDArray

from elman.data import Window, cut_streams, window, window_ends
from elman.nn import LanguageNetwork
from elman.presets import LanguagePreset
from elman.text import START_ID
from elman.train.checkpoint import Position
from elman.train.course import Course
from elman.train.language_measure import HeldOut
from elman.train.language_step import Figures, LanguageState, LanguageStep


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


class Seen(NamedTuple):
    """What a window showed.

    Args:
        tokens: Read of it, over all streams.
        figures: From the step.
    """

    tokens: int
    figures: Figures


@dataclass(kw_only=True)
class LanguageLoop(Course[LanguageState, Seen]):
    """One run of training.

    Args:
        preset: Its training settings.
        ends: From ``planned_ends``.
        step: From ``build_language_step``.
        key: Seed of the dropout; every window draws from its own branch of it.
        token_ids: The text that is learned from.
        characters_per_token: Of that text, for the bits of each character.
        held_out: What chooses the best epoch; None for nothing.
        held_out_characters_per_token: The same of the text that is held out.
        write: What a network writes, for the samples; asked after epochs 1, 2, 4, 8, ... and the last.
        progress: Who is told.
        checkpoint: Where the state is kept; None keeps none.
        should_stop: Asked after every window; True ends the run, with a checkpoint where there is a place for one.
    """

    unit: ClassVar[str] = "window"
    keeps_end: ClassVar[bool] = True

    preset: LanguagePreset
    ends: list[list[int]]
    step: LanguageStep
    key: PRNGKeyArray
    token_ids: NDArray[np.int32]
    characters_per_token: float
    held_out: HeldOut | None
    held_out_characters_per_token: float
    write: Callable[[LanguageNetwork], str] | None

    def __post_init__(self) -> None:
        self.plan = [len(ends) for ends in self.ends]
        self._inputs, self._targets = cut_streams(self.token_ids, self.preset.streams, START_ID)

    def first_window(self) -> Window:
        """The first ``bptt_length`` steps of every stream."""
        return window(self._inputs, self._targets, 0, self.preset.bptt_length, time=self.preset.bptt_length)

    def network_of(self, state: LanguageState) -> LanguageNetwork:
        """Its average over the steps, where one is kept."""
        return state.network if state.average is None else state.average

    def begin_epoch(self, state: LanguageState, position: Position) -> LanguageState:
        """An epoch reads from the beginning, with fresh states."""
        self._ends, self._rate = self.ends[position.epoch], self._rate_after(position)
        if position.losses:
            return state
        fresh = state.network.initial_states(self.preset.streams)
        return state._replace(carried=jax.tree.map(jnp.copy, fresh))  # no array twice: each is used up

    def take_step(self, state: LanguageState, number: int) -> tuple[LanguageState, Seen]:
        """A step of a window of every stream."""
        start, end = self._ends[number - 1] if number else 0, self._ends[number]
        now = window(self._inputs, self._targets, start, end, time=self.preset.longest_window)
        state, figures = self.step(state, now, self.key, self._rate)
        return state, Seen((end - start) * self.preset.streams, figures)

    def loss_of(self, figures: Seen) -> float:
        """The mean over the tokens read."""
        return float(figures.figures.loss_sum) / figures.tokens

    def count(self, figures: Seen, position: Position) -> Mapping[str, float]:
        """Losses of every token alike, and the gradient's length."""
        position.norms.append(float(figures.figures.gradient_norm))
        position.loss_sum += position.losses[-1] * figures.tokens
        read = self._ends[len(position.losses) - 1] * self.preset.streams
        mean = position.loss_sum / read
        return {"loss": mean, "bits_per_character": mean / math.log(2) / self.characters_per_token}

    def history_row(self, network: LanguageNetwork, position: Position) -> dict[str, int | float]:
        """A row of the history; the training part's loss is the epoch's running mean, dropout included."""
        loss = position.loss_sum / (self.ends[position.epoch][-1] * self.preset.streams)
        row: dict[str, int | float] = {
            "epoch": position.epoch + 1,
            "train_loss": loss,
            "train_bits": loss / math.log(2) / self.characters_per_token,
            "gradient_norm": float(np.mean(position.norms)),
        }
        if self.held_out is not None:
            held_out = self.held_out.mean_loss(network)
            row["validation_loss"] = held_out
            row["validation_bits"] = held_out / math.log(2) / self.held_out_characters_per_token
        return row

    def epoch_ended(self, network: LanguageNetwork, position: Position) -> None:
        """Have a sample written after epochs 1, 2, 4, 8, ... and the last."""
        last = position.epoch == len(self.ends) or self.out_of_patience(position)
        if self.write is not None and (last or position.epoch & (position.epoch - 1) == 0):
            position.samples.append({"epoch": position.epoch, "text": self.write(network)})

    def _rate_after(self, position: Position) -> float:
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
