"""The Python face of taggers: learn from tagged sentences, tag the tokens of others."""

import os
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any, Self

import numpy as np
from numpy.typing import NDArray

from elman.arguments import as_folder, as_sentences, label_array
from elman.bundle import Bundle, write_bundle
from elman.data import TaggedCorpus
from elman.errors import DataError
from elman.estimator import Estimator
from elman.presets import Preset, as_difference, get_preset
from elman.presets.useless import NOT_A_TAGGERS
from elman.runtime import TaggerRuntime
from elman.settings import whole_number

if TYPE_CHECKING:
    from sklearn.utils import Tags


class Tagger(Estimator[Preset, TaggerRuntime]):
    """A recurrent tagger: a label for every token of a sentence.

    Args:
        preset: Name of a tagger's preset, or a ``Preset`` whose ``pooling`` is ``each``.
        seed: Seed of every random draw in training.
        verbose: Show a progress bar on a terminal.
        overrides: Any setting of the preset: ``Tagger(epochs=20, cell="gru")``.

    Raises:
        PresetError: If the preset is unknown, or an override is no setting, one that does nothing for taggers, or
            cannot take its value.

    Example:
        >>> import elman
        >>> sentences = [["two", "red", "mugs"], ["three", "white", "cups"], ["mugs", "please"]] * 4
        >>> tags = [["NUMBER", "O", "ITEM"], ["NUMBER", "O", "ITEM"], ["ITEM", "O"]] * 4
        >>> elman.Tagger(epochs=20).fit(sentences, tags).predict([["two", "cups"]])
        [['NUMBER', 'ITEM']]
    """

    useless = NOT_A_TAGGERS

    def __init__(
        self, preset: str | Preset = "tagger", *, seed: int = 0, verbose: bool = False, **overrides: Any
    ) -> None:
        super().__init__(preset, seed=seed, verbose=verbose, **overrides)
        _ = self.settings  # what cannot be is told here, and of `set_params` by `fit`

    @classmethod
    def _presets(cls) -> tuple[type[Preset], Callable[[Any], Preset]]:
        return Preset, get_preset

    def fit(self, sentences: Iterable[Sequence[str]], tags: Iterable[Sequence[str]]) -> Self:
        """Learn from sentences and their tags, from all of them.

        Args:
            sentences: The tokens of each.
            tags: A tag for each token of each.

        Raises:
            PresetError: If the settings are not a tagger's.
            DataError: If tags and tokens do not match one to one, there are no tokens or fewer than two different tags,
                or a sentence is longer than ``max_length``.
            Diverged: If the loss stops being finite, or a weight becomes too large.
            UsageError: If this process was forked from one that has trained; JAX cannot go on in it.
        """
        from elman.train import fit_tagger

        corpus = _corpus(sentences, tags)
        with self._run() as run:
            bundle = fit_tagger(corpus, self.settings, seed=whole_number(self.seed), run=run)
        return self._adopt(bundle)

    def predict(self, sentences: Iterable[Sequence[str]]) -> list[list[str]]:
        """The likeliest tag of each token of each sentence.

        Raises:
            DataError: If they are not sentences of tokens.
        """
        found = self._runtime.tags_of(as_sentences("sentences", sentences))
        return [[str(tag) for tag in tags] for tags in found]

    def predict_proba(self, sentences: Iterable[Sequence[str]]) -> list[NDArray[np.float64]]:
        """The probability of every tag for each token, an array ``[tokens, tags]`` for each sentence.

        Raises:
            DataError: If they are not sentences of tokens.
        """
        return self._runtime.probabilities_of(as_sentences("sentences", sentences))

    @property
    def classes_(self) -> NDArray[Any]:
        """The tags, in the order of the probabilities; after ``fit``."""
        return label_array(self._runtime.bundle.labels)

    def score(self, sentences: Iterable[Sequence[str]], tags: Iterable[Sequence[str]]) -> float:
        """The share of tokens tagged correctly.

        Raises:
            DataError: If tags and tokens do not match one to one, or there are no tokens.
        """
        return float(self._runtime.measure(_corpus(sentences, tags))["accuracy"])

    def save(self, folder: str | os.PathLike[str]) -> None:
        """Write a model folder; one of ours that is already there is replaced.

        Raises:
            BundleError: If the place is taken by something else, or the disk refuses.
        """
        from elman.plots import training_pictures

        bundle = self._runtime.bundle
        write_bundle(bundle, as_folder(folder), pictures=training_pictures(bundle.history, "token"))

    @classmethod
    def load(cls, folder: str | os.PathLike[str]) -> Self:
        """The tagger in a model folder, ready to answer; JAX is not imported.

        Raises:
            BundleError: If the folder is missing, damaged, newer than this version, or no tagger.
        """
        bundle = TaggerRuntime.load(as_folder(folder)).bundle
        preset, overrides = as_difference(bundle.preset, cls.useless)
        return cls(preset, seed=bundle.seed, **overrides)._adopt(bundle)

    def __sklearn_tags__(self) -> "Tags":
        from sklearn.utils import InputTags, Tags, TargetTags

        return Tags(estimator_type=None, target_tags=TargetTags(required=True), input_tags=InputTags(two_d_array=False))

    def _adopt(self, bundle: Bundle) -> Self:
        self._fitted = TaggerRuntime(bundle)
        return self


def _corpus(sentences: Iterable[Sequence[str]], tags: Iterable[Sequence[str]]) -> TaggedCorpus:
    """What was handed over, as a corpus; sentences without a token are left out."""
    tokens, labels = as_sentences("sentences", sentences), as_sentences("tags", tags)
    if len(tokens) != len(labels):
        raise DataError(
            f"`tags`: expected those of {len(tokens)} sentences; got {len(labels)}", hint="give one for each"
        )
    for place, (some, theirs) in enumerate(zip(tokens, labels, strict=True)):
        if len(some) != len(theirs):
            raise DataError(
                f"`tags[{place}]`: expected a tag for each of {len(some)} tokens; got {len(theirs)}",
                hint="give one for each",
            )
    if not any(tokens):
        raise DataError("`sentences`: expected some tokens; got none", hint="give at least one sentence with a token")
    return TaggedCorpus(
        tuple(filter(None, tokens)), tuple(filter(None, labels)), "sentences given in Python", sha256=""
    )
