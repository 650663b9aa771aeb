"""The Python face of language models: learn from a text, measure others, write new ones."""

import math
import os
from collections.abc import Callable, Iterator
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from elman.arguments import as_folder, check_text
from elman.bundle import LanguageBundle, read_language_bundle, write_language_bundle
from elman.data import RunningText
from elman.estimator import Estimator
from elman.presets import LANGUAGE_PRESETS, LanguagePreset, get_language_preset, named_difference
from elman.runtime import LanguageRuntime, Sampling
from elman.runtime.language import perplexity
from elman.settings import whole_number


class LanguageModel(Estimator[LanguagePreset, LanguageRuntime]):
    """A recurrent language model.

    Args:
        preset: Name of a language model's preset, or a ``LanguagePreset``.
        seed: Seed of every random draw in training.
        verbose: Show a progress bar on a terminal.
        overrides: Any setting of the preset: ``LanguageModel("char", epochs=3, cell="gru")``.

    Raises:
        PresetError: If the preset is unknown, or an override is not a setting or cannot take its value.

    Example:
        >>> import elman
        >>> model = elman.LanguageModel("char", hidden_size=16, streams=4, bptt_length=20, epochs=8)
        >>> _ = model.fit("to be or not to be, " * 40)
        >>> model.sample("to be or ", length=6, temperature=0)
        'not to'
    """

    def __init__(
        self, preset: str | LanguagePreset = "char", *, seed: int = 0, verbose: bool = False, **overrides: Any
    ) -> None:
        super().__init__(preset, seed=seed, verbose=verbose, **overrides)
        _ = self.settings  # what cannot be is told here, and of `set_params` by `fit`

    @classmethod
    def _presets(cls) -> tuple[type[LanguagePreset], Callable[[Any], LanguagePreset]]:
        return LanguagePreset, get_language_preset

    def fit(self, text: str, *, validation: str | None = None) -> Self:
        """Learn from a text.

        Args:
            text: All of it, but for the end that ``validation_fraction`` holds out.
            validation: A text that is held out instead.

        Raises:
            DataError: If the text is empty, a single character repeated, or shorter than a window for each stream.
            PresetError: If a setting cannot take its value, or ``accumulation`` is more than the run's windows.
            Diverged: If the loss stops being finite, or a weight becomes too large.
            UsageError: If this process was forked from one that has trained; JAX cannot go on in it.
        """
        from elman.train import fit_language_model

        check_text("text", text)
        if validation is not None:
            check_text("validation", validation)
        with self._run() as run:
            bundle = fit_language_model(
                RunningText(text),
                self.settings,
                seed=whole_number(self.seed),
                validation=validation,
                run=run,
            )
        return self._adopt(bundle)

    def perplexity(self, text: str) -> float:
        """The model's perplexity on a text: exp of its mean surprise in nats, over the tokens."""
        found = perplexity(float(-self.log_prob(text).mean()))
        return math.inf if found is None else found

    def log_prob(self, text: str) -> NDArray[np.float64]:
        """The log-probability in nats of each token of a text, given all before it, ``[tokens]``."""
        check_text("text", text)
        return -self._runtime.surprise(text)[1]

    def sample(
        self,
        prompt: str = "",
        *,
        length: int = 200,
        temperature: float = 1.0,
        top_k: int | None = None,
        top_p: float | None = None,
        seed: int = 0,
    ) -> str:
        """Write what might come after a prompt.

        Of a model of bytes, those that are no UTF-8 are lone surrogates: ``.encode(errors="surrogateescape")`` makes
        them bytes again.

        Args:
            prompt: May be empty; it is not repeated.
            length: Tokens to write.
            temperature: Below 1 the likely becomes likelier; 0 takes the likeliest, always.
            top_k: Draw from so many likeliest tokens only.
            top_p: Draw from the fewest likeliest tokens that together have this probability.
            seed: The same seed writes the same text.

        Raises:
            DataError: If the prompt has a token that the model does not know.
            UsageError: If a value makes no sense.
        """
        return "".join(self.stream(prompt, length=length, temperature=temperature, top_k=top_k, top_p=top_p, seed=seed))

    def stream(
        self,
        prompt: str = "",
        *,
        length: int = 200,
        temperature: float = 1.0,
        top_k: int | None = None,
        top_p: float | None = None,
        seed: int = 0,
    ) -> Iterator[str]:
        """``sample`` as it is written, token by token, in constant memory."""
        check_text("prompt", prompt)
        return self._runtime.write(prompt, whole_number(length, "length"), Sampling(temperature, top_k, top_p), seed)

    def save(self, folder: str | os.PathLike[str]) -> None:
        """Write a model folder; one of ours that is already there is replaced.

        Raises:
            BundleError: If the place is taken by something else, or the disk refuses.
        """
        from elman.plots import language_pictures

        bundle = self._runtime.bundle
        pictures = language_pictures(bundle.history, bundle.samples, bundle.gradient_reach)
        write_language_bundle(bundle, as_folder(folder), pictures=pictures)

    @classmethod
    def load(cls, folder: str | os.PathLike[str]) -> Self:
        """The language model in a folder, ready to answer; JAX is not imported.

        Raises:
            BundleError: If the folder is missing, damaged, newer than this version, or no language model.
        """
        bundle = read_language_bundle(as_folder(folder))
        preset, overrides = named_difference(bundle.preset, LANGUAGE_PRESETS)
        return cls(preset, seed=bundle.seed, **overrides)._adopt(bundle)

    def _adopt(self, bundle: LanguageBundle) -> Self:
        self._fitted = LanguageRuntime(bundle)
        return self
