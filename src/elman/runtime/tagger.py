"""A tagger that answers, in NumPy: a tag for each token of a sentence."""

import os
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from elman.bundle import Bundle, Label, read_tagger
from elman.data import TaggedCorpus, check_tokens
from elman.errors import DataError
from elman.runtime.combination import softmax
from elman.runtime.network import NumpyNetwork
from elman.runtime.numpy_core import chunks
from elman.text import TaggerEncoder


class TaggerRuntime:
    """A trained tagger, without JAX.

    Args:
        bundle: The model, whose settings have ``pooling=each``.
    """

    def __init__(self, bundle: Bundle) -> None:
        self.bundle = bundle
        self._encoder = TaggerEncoder(bundle.preset, bundle.vocabulary)
        self._network = NumpyNetwork(bundle.architecture, bundle.weights)

    @classmethod
    def load(cls, folder: str | os.PathLike[str]) -> "TaggerRuntime":
        """Read a model folder.

        Raises:
            BundleError: If it is missing, damaged, newer than this version, or no tagger.
        """
        return cls(read_tagger(Path(folder)))

    def tags(self, sentence: Sequence[str]) -> list[Label]:
        """The likeliest tag of each token.

        Args:
            sentence: Its tokens, any number of them.

        Raises:
            DataError: If it is a string, or holds anything other than strings that are not empty.
        """
        check_tokens("sentence", sentence)
        return self.tags_of([sentence])[0]

    def tags_of(self, sentences: Sequence[Sequence[str]]) -> list[list[Label]]:
        """The likeliest tag of each token of each sentence; the same, bit for bit, as of each by itself.

        Args:
            sentences: Tokens of each.

        Raises:
            DataError: If a sentence overflows the model; see ``overflowed``.
        """
        return [self.likeliest(shares) for shares in self.probabilities_of(sentences)]

    def likeliest(self, probabilities: NDArray[np.float64]) -> list[Label]:
        """The tags of the largest probabilities ``[tokens, tags]``."""
        return [self.bundle.labels[each] for each in probabilities.argmax(axis=-1)]

    def probabilities_of(self, sentences: Sequence[Sequence[str]]) -> list[NDArray[np.float64]]:
        """The probability of every tag, ``[tokens, tags]`` of each sentence; the same, bit for bit, as of it by itself.

        Args:
            sentences: Tokens of each.

        Raises:
            DataError: If a sentence overflows the model; see ``overflowed``.
        """
        found = [np.empty((0, len(self.bundle.labels)))] * len(sentences)
        for chunk in chunks([len(sentence) for sentence in sentences]):
            logits = self._network.logits([self._encoder.encode(sentences[row]) for row in chunk])
            for row, steps in zip(chunk, logits, strict=True):
                found[row] = softmax(steps[: len(sentences[row])].astype(np.float64))
        return found

    def measure(self, corpus: TaggedCorpus) -> dict[str, float | int]:
        """What its tags are worth: ``tokens``, ``errors``, ``accuracy``; ``whole`` is the share of faultless sentences.

        Raises:
            DataError: If the corpus has no tags.
        """
        if corpus.tags is None:
            raise DataError(f"`{corpus.name}`: expected a tag for each token; got none", hint="give tagged sentences")
        wrong = [
            sum(str(found) != tag for found, tag in zip(answers, tags, strict=True))
            for answers, tags in zip(self.tags_of(corpus.sentences), corpus.tags, strict=True)
        ]
        tokens, errors = sum(map(len, corpus.sentences)), sum(wrong)
        return {
            "tokens": tokens,
            "errors": errors,
            "accuracy": 1 - errors / tokens,
            "whole": wrong.count(0) / len(wrong),
        }
