"""A language model that answers, in NumPy: the probability of each next token, token by token, from one state."""

import math
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from elman.bundle import LanguageBundle, read_language_bundle
from elman.errors import DataError
from elman.randomness import generator
from elman.runtime.cells import Floats, by_row
from elman.runtime.layers import LayerStates, cells_of, project
from elman.runtime.overflow import overflowed
from elman.runtime.sampling import Sampling
from elman.text import START_ID, UNKNOWN_ID, ngram_rows

_TOKENS_AT_ONCE = 256  # states held until their logits are computed
_MOST_NATS = math.log(sys.float_info.max)
_KEPT_PROJECTIONS = 4096  # vocabularies up to this are projected into the first layer once


def perplexity(nats: float) -> float | None:
    """The perplexity of so many nats for a token; None where it is more than a number can say."""
    return math.exp(nats) if nats < _MOST_NATS else None


def _tell_nobody(done: int, of: int) -> None:
    """How far a reading has come is nobody's concern."""


class LanguageStream:
    """A reading of one text: every layer's state, and of what was read the few tokens that the next n-grams need.

    Args:
        runtime: The model.

    Attributes:
        outputs: The top layer's state, ``[hidden]``.
    """

    def __init__(self, runtime: "LanguageRuntime") -> None:
        self._runtime = runtime
        self._layers = LayerStates(runtime.bundle.architecture, runtime.cells)
        self._tokens = (START_ID,) * runtime.bundle.preset.max_ngram  # the last ones read
        self.outputs: Floats = np.empty(0, np.float32)
        self.read(START_ID)

    def read(self, token_id: int) -> None:
        """Read one token more."""
        self._tokens = (*self._tokens[1:], token_id)
        self.outputs = self._layers.step(self._runtime.projected(self._tokens))[0]

    def log_probabilities(self) -> NDArray[np.float64]:
        """The log-probability of every token as the next, in nats, ``[vocab]``."""
        row: NDArray[np.float64] = self._runtime.log_softmax(self.outputs[None])[0]
        return row


class LanguageRuntime:
    """A trained language model, without JAX.

    Args:
        bundle: The model.

    Attributes:
        bundle: As given.
        cells: Every layer's arrays by name, the lowest layer first.
    """

    def __init__(self, bundle: LanguageBundle) -> None:
        self.bundle = bundle
        self.encoder = bundle.encoder
        self.cells = list(cells_of(bundle.architecture, bundle.weights).values())
        self._embedding = bundle.weights["embedding.weight"]
        self._output = bundle.weights.get("output.weight", self._embedding)
        self._projection = bundle.weights.get("output.projection")
        self._bias = bundle.weights["output.bias"]
        self._ngrams = bundle.weights.get("ngrams.weight")
        kept = self._ngrams is None and len(self._embedding) <= _KEPT_PROJECTIONS
        self._table = project(self._embedding, self.cells[0]) if kept else None

    @classmethod
    def load(cls, folder: str | os.PathLike[str]) -> "LanguageRuntime":
        """Read a model folder.

        Raises:
            BundleError: If it is missing, damaged, newer than this version, or no language model.
        """
        return cls(read_language_bundle(Path(folder)))

    def stream(self) -> LanguageStream:
        """The reading of a text that begins now."""
        return LanguageStream(self)

    def surprise(
        self, text: str, *, tell: Callable[[int, int], None] = _tell_nobody
    ) -> tuple[list[str], NDArray[np.float64]]:
        """What a text costs, token by token, each from all before it.

        Memory holds the text and its answer, and of the states no more than 256 at a time.

        Args:
            text: Any.
            tell: Told now and then how many of how many tokens are read; may end the reading by raising.

        Returns:
            The tokens, and the negative log-probability of each in nats.

        Raises:
            DataError: If there is no token in the text, or it overflows the model; see ``overflowed``.
        """
        token_ids = self.encoder.encode(text)
        if not len(token_ids):
            noun = self.encoder.level.noun
            raise DataError(f"`text`: expected at least one {noun}; got none", hint="give some text")
        reading, nats = self.stream(), np.empty(len(token_ids))
        for start in range(0, len(token_ids), _TOKENS_AT_ONCE):
            tell(start, len(token_ids))
            part = token_ids[start : start + _TOKENS_AT_ONCE]
            states = np.empty((len(part), len(reading.outputs)), np.float32)
            for row, token_id in enumerate(part.tolist()):
                states[row] = reading.outputs
                reading.read(token_id)
            nats[start : start + len(part)] = 0.0 - self.log_softmax(states)[np.arange(len(part)), part]
        tell(len(token_ids), len(token_ids))
        return self.encoder.cut(text), nats

    def measure(self, text: str, *, tell: Callable[[int, int], None] = _tell_nobody) -> dict[str, float | int | None]:
        """What a text costs on average.

        Args:
            text: Any.
            tell: As in ``surprise``.

        Returns:
            ``tokens``, ``characters``, ``nats_per_token``, ``bits_per_character``, ``perplexity`` (of a token; None
            where it is more than a number can say), and ``unknown``, the tokens that have no id, each of which counts
            with the probability of the unknown.

        Raises:
            DataError: As ``surprise``.
        """
        tokens, nats = self.surprise(text, tell=tell)
        return {
            "tokens": len(tokens),
            "characters": len(text),
            "nats_per_token": float(nats.mean()),
            "bits_per_character": float(nats.sum() / len(text) / np.log(2)),
            "perplexity": perplexity(float(nats.mean())),
            "unknown": sum(token not in self.bundle.vocabulary for token in tokens),
        }

    def write(self, prompt: str, length: int, sampling: Sampling, seed: int) -> Iterator[str]:
        """Go on from a prompt, a token at a time, for as long as is asked, in constant memory.

        Args:
            prompt: What stands before; may be empty.
            length: Tokens to write.
            sampling: How each is drawn.
            seed: Of the draws.

        Returns:
            What each token adds to the text, as it is drawn; the prompt is not repeated.

        Raises:
            DataError: If the prompt has a token that the model does not know, or it overflows the model.
            UsageError: If the seed is no whole number, or negative.
        """
        written = self._written(self.encoder.encode_known(prompt).tolist(), length, sampling, generator(seed, "sample"))
        adds_spaces = self.bundle.preset.level == "word"  # where they are no tokens
        return _without_space(written) if adds_spaces and prompt[-1:].isspace() else written

    def _written(
        self, prompt: Sequence[int], length: int, sampling: Sampling, rng: np.random.Generator
    ) -> Iterator[str]:
        reading, joiner = self.stream(), self.encoder.joiner()
        for token_id in prompt:
            reading.read(token_id)
            joiner.add(self.encoder.token(token_id))
        joiner.end()  # nor are bytes of the prompt that it held back
        for _ in range(length):
            log_probabilities = reading.log_probabilities()
            log_probabilities[[START_ID, UNKNOWN_ID]] = -np.inf  # no text has these
            token_id = sampling.draw(log_probabilities, rng)
            reading.read(token_id)
            yield joiner.add(self.encoder.token(token_id))
        yield joiner.end()

    def projected(self, token_ids: Sequence[int]) -> Floats:
        """What the first layer makes of the last of some tokens, and of the n-grams that it ends, ``[1, rows]``.

        Args:
            token_ids: As many as the longest n-gram has.
        """
        token_id = token_ids[-1]
        if self._table is not None:
            return self._table[token_id : token_id + 1]
        vector = self._embedding[token_id : token_id + 1]
        if self._ngrams is not None:
            rows = ngram_rows(np.array(token_ids)[:, None], len(token_ids), len(self._ngrams))
            vector = vector + self._ngrams[np.concatenate(list(rows))].sum(axis=0)
        return project(vector, self.cells[0])

    def log_softmax(self, states: Floats) -> NDArray[np.float64]:
        """The log-probability of every token after each of some states, ``[states, vocab]``.

        Each row is computed by itself, so that it does not depend on the others, to the last bit.

        Raises:
            DataError: If a state is not finite, since what was read has overflowed the model.
        """
        if self._projection is not None:
            states = by_row(states, self._projection)
        logits = (by_row(states, self._output) + self._bias).astype(np.float64)
        if not np.isfinite(logits).all():
            raise overflowed()
        logits -= logits.max(axis=1, keepdims=True)
        log_probabilities: NDArray[np.float64] = logits - np.log(np.exp(logits).sum(axis=1, keepdims=True))
        return log_probabilities


def _without_space(parts: Iterator[str]) -> Iterator[str]:
    """Parts of a text without the space before the first: there is one already."""
    for first in parts:
        yield first.removeprefix(" ")
        break
    yield from parts
