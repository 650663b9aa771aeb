"""Training a language model: a text in, a bundle out."""

import hashlib
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import jax
import numpy as np

from elman.bundle import LanguageBundle, TrainingData
from elman.data import RunningText, TextParts, divide_text, texts_digest
from elman.data.source import file_name
from elman.errors import DataError, PresetError
from elman.nn import LanguageNetwork, build_language_network, named_arrays
from elman.presets import LanguagePreset
from elman.randomness import generator
from elman.runtime.language import LanguageRuntime
from elman.runtime.sampling import Sampling
from elman.text import LanguageEncoder
from elman.train.checkpoint import begin, run_identity
from elman.train.course import refuse_diverged
from elman.train.gradient_reach import gradient_reach
from elman.train.language_loop import LanguageLoop, planned_ends
from elman.train.language_measure import HeldOut
from elman.train.language_step import build_language_step, new_language_state
from elman.train.refusals import kernel_of, refuse_empty
from elman.train.run import PLAIN_RUN, Run, interrupted

_DROPOUT_BITS = "rbg"  # XLA's own generator compiles in half the time of threefry


def fit_language_model(
    text: RunningText,
    preset: LanguagePreset,
    *,
    seed: int = 0,
    validation: str | None = None,
    run: Run = PLAIN_RUN,
) -> LanguageBundle:
    """Train a language model.

    Args:
        text: What is learned from, but for the end that ``validation_fraction`` holds out.
        preset: Every setting.
        seed: Seed of every random draw.
        validation: A text that is held out instead; then all of ``text`` is learned from.
        run: How it is carried out; a step is a window.

    Returns:
        The trained model, its history and samples; in its metrics, under ``validation``, what the held-out part costs,
        read token by token through the runtime, and under ``gradient_reach`` what that function says of a window.

    Raises:
        UsageError: If the kernel cannot be had, or the seed is no whole number.
        PresetError: If ``accumulation`` is more than the run's windows.
        DataError: If the text is empty, a single character repeated, shorter than one window of every stream, has no
            token that occurs often enough, or what is held out has none.
        Diverged, Interrupted, CheckpointError: See ``Course.run`` and ``refuse_diverged``.
    """
    kernel = kernel_of("scan", preset.cell, run)
    parts = divide_text(text.text, preset.validation_fraction, text.name, validation)
    encoder = LanguageEncoder.fit(parts.train, preset)
    refuse_empty(encoder.vocabulary, preset.min_frequency, "text")
    token_ids = encoder.encode(parts.train)
    _check_length(len(token_ids), preset, text.name, encoder.level.noun)
    held_out_ids = encoder.encode(parts.validation)
    if not len(held_out_ids) and (
        validation is not None or parts.validation or preset.patience or preset.schedule == "plateau"
    ):
        raise DataError(
            f"the validation text: expected at least one {encoder.level.noun}; got none",
            hint="give a longer one, or hold out more with `validation_fraction`",
        )
    ends = planned_ends(len(token_ids), preset, seed)
    windows = sum(map(len, ends))
    if windows < preset.accumulation:
        raise PresetError(
            f"`accumulation`: expected at most the windows of the run, {windows:,}; got {preset.accumulation:,}, "
            "and no weight would be stepped",
            hint="set it lower, or read more windows",
        )
    network = build_language_network(
        preset.architecture(len(encoder.vocabulary)), preset, generator(seed, "weights"), kernel=kernel
    )
    checkpoint, state, best, position = begin(
        run, new_language_state(network, preset), lambda: run_identity(preset, seed, kernel, _learned(text, parts))
    )
    source = TrainingData(file_name(text.name), text.sha256, len(token_ids), texts_digest([parts.train], ()))

    def bundle_of(trained: LanguageNetwork) -> LanguageBundle:
        arrays = {name: array.astype(np.float32) for name, array in named_arrays(trained).items()}
        refuse_diverged(arrays)
        return LanguageBundle(preset, encoder.vocabulary, arrays, seed, source)

    def write(now: LanguageNetwork) -> str:
        return "".join(LanguageRuntime(bundle_of(now)).write("", preset.sample_length, Sampling(), seed))

    loop = LanguageLoop(
        preset=preset,
        ends=ends,
        step=build_language_step(preset, windows),
        key=jax.random.key(seed % 2**63, impl=_DROPOUT_BITS),
        token_ids=token_ids,
        characters_per_token=len(parts.train) / len(token_ids),
        held_out=HeldOut(held_out_ids) if len(held_out_ids) else None,
        held_out_characters_per_token=len(parts.validation) / max(1, len(held_out_ids)),
        write=write if preset.sample_length else None,
        progress=run.progress,
        checkpoint=checkpoint,
        should_stop=run.should_stop,
    )
    network = loop.run(state, best, position)
    trained = bundle_of(network)
    metrics: dict[str, Any] = {"gradient_reach": gradient_reach(network, loop.first_window()).tolist()}
    if len(held_out_ids):
        metrics["validation"] = LanguageRuntime(trained).measure(parts.validation, tell=_telling(run))
    return replace(trained, metrics=metrics, history=position.history, samples=position.samples)


def _telling(run: Run) -> Callable[[int, int], None]:
    """What tells how far the measurement of what is held out has come, and ends it if that is asked for."""

    def tell(done: int, of: int) -> None:
        if run.should_stop():
            raise interrupted("stopped while what is held out was measured", run.checkpoint)
        run.progress.measured(done, of)

    return tell


def _check_length(tokens: int, preset: LanguagePreset, name: str, noun: str) -> None:
    needed = preset.streams * preset.bptt_length
    if tokens < needed:
        raise DataError(
            f"`{name}`: expected at least {needed:,} {noun}s to learn from, a window of {preset.bptt_length} "
            f"for each of {preset.streams} streams; got {tokens:,}",
            hint="give a longer text, or set `streams` or `bptt_length` lower",
        )


def _learned(text: RunningText, parts: TextParts) -> dict[str, str]:
    learned = "\0".join([parts.train, parts.validation]).encode(errors="surrogatepass")
    return {
        "data": file_name(text.name),
        "SHA-256 of the data": text.sha256,
        "SHA-256 of the text learned from": hashlib.sha256(learned).hexdigest(),
    }
