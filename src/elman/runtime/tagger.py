"""A tagger that answers, in NumPy: a tag for each token of a sentence."""

import os
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from elman.bundle import Bundle, Label, read_tagger
from elman.data import TaggedCorpus, check_tokens
from elman.errors import DataError
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
        """
        found: list[list[Label]] = [[] for _ in sentences]
        for chunk in chunks([len(sentence) for sentence in sentences]):
            logits = self._network.logits([self._encoder.encode(sentences[row]) for row in chunk])
            for row, ids in zip(chunk, logits.argmax(axis=-1), strict=True):
                found[row] = [self.bundle.labels[each] for each in ids[: len(sentences[row])]]
        return found

    def measure(self, corpus: TaggedCorpus) -> dict[str, float | int]:
        """What its tags are worth: ``tokens``, ``errors``, ``accuracy``; ``whole`` is the share of faultless sentences.

        Raises:
            DataError: If the corpus has no tags.
        """
        if corpus.tags is None:
            raise DataError(f"`{corpus.name}`: expected a tag for each token; got none", hint="give tagged sentences")
        wrong = np.array(
            [
                sum(str(found) != tag for found, tag in zip(answers, tags, strict=True))
                for answers, tags in zip(self.tags_of(corpus.sentences), corpus.tags, strict=True)
            ]
        )
        tokens = sum(map(len, corpus.sentences))
        return {
            "tokens": tokens,
            "errors": int(wrong.sum()),
            "accuracy": 1 - float(wrong.sum()) / tokens,
            "whole": float((wrong == 0).mean()),
        }
