"""Encoded, labelled texts in flat arrays, and the padded batches cut from them."""

from collections.abc import Sequence
from typing import Any, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from elman.nn import TokenFeatures
from elman.nn.arrays import Integers
from elman.text import EncodedTexts, Token, embedded
from elman.train.ranges import ranges, starts_of
from elman.train.rounding import round_up

# NumPy arrays where batches are cut, JAX arrays inside a compiled step.
Floats: TypeAlias = Any


class Batch(NamedTuple):
    """One step's texts, padded to one shape.

    Args:
        tokens: The different tokens of the batch; with ``touched``, their features are positions in it instead of ids.
        token_ids: ``[batch, time]``, which of ``tokens`` stands where.
        lengths: Real tokens of each text.
        labels: Class ids, ``[batch]``, or of each token ``[batch, time]``.
        weights: Weight of each label in the loss; 0 for what only fills the batch.
        touched: Every feature id of the batch once, filled up with ``vocab_size``; empty where all rows are stepped.
    """

    tokens: TokenFeatures
    token_ids: Integers
    lengths: Integers
    labels: Integers
    weights: Floats
    touched: Integers


class Capacity(NamedTuple):
    """How much the batches of one shape hold, so that one compilation serves them all.

    Args:
        tokens: Different tokens.
        features: Features of all of them.
    """

    tokens: int
    features: int


class Examples:
    """Encoded texts with their labels.

    Args:
        encoded: Tokens of each text.
        labels: Class id of each text; or, text by text, of each of its tokens.
        class_weights: Weight of each class in the loss.
        vocab_size: Rows of the network's embedding; features of higher ids are not for it.
        each: Whether every token has a label.
    """

    def __init__(
        self,
        encoded: EncodedTexts | Sequence[Sequence[Token]],
        labels: Sequence[int],
        class_weights: NDArray[np.float32],
        *,
        vocab_size: int,
        each: bool = False,
    ) -> None:
        self.each = each
        texts = EncodedTexts.of(encoded)
        self.lengths = texts.lengths
        self.labels = np.array(labels, dtype=np.int32)
        self._weights = class_weights[self.labels]
        self._starts = starts_of(self.lengths)
        table: dict[Token, int] = {}
        number = [table.setdefault(embedded(token, vocab_size), len(table)) for token in texts.tokens]
        self._tokens = np.array(number, np.int32)[texts.places] if number else np.zeros(1, np.int32)
        self._feature_counts = np.array([len(token) for token in table], dtype=np.int32)
        self._feature_starts = starts_of(self._feature_counts)
        self._feature_ids = np.array([each for token in table for each in token], dtype=np.int32)

    def __len__(self) -> int:
        return len(self.lengths)

    @property
    def answers(self) -> int:
        """Labels: one for each text, or for each token."""
        return len(self.labels)

    @property
    def weight(self) -> float:
        """What all labels weigh together."""
        return float(self._weights.sum(dtype=np.float64))

    def capacity(self, rows: NDArray[np.int64]) -> Capacity:
        """What holds a batch, given as rows; rounded up, so that similar runs share compilations."""
        used = self._used(rows)
        return Capacity(round_up(len(used)), round_up(int(self._feature_counts[used].sum())))

    def batch(self, rows: NDArray[np.int64], *, size: int, time: int, capacity: Capacity) -> Batch:
        """The named rows, padded to ``time`` tokens, filled up to ``size`` rows of no weight and to ``capacity``."""
        filled = np.zeros(size, dtype=np.int64)
        filled[: len(rows)] = rows
        real = np.arange(size) < len(rows)
        lengths = np.where(real, self.lengths.take(filled), 0)
        place = self._starts.take(filled)[:, None] + np.arange(time)
        is_token = np.arange(time) < lengths[:, None]
        found = self._tokens.take(place, mode="clip")  # faster than an index that is an array
        used = self._different(found[is_token])
        number = np.zeros(max(1, len(self._feature_counts)), np.int32)
        number[used] = np.arange(len(used))
        token_ids = np.where(is_token, number.take(found), 0)
        at = place if self.each else filled
        counted = is_token if self.each else real
        weights = np.where(counted, self._weights.take(at, mode="clip"), np.float32(0))
        labels = self.labels.take(at, mode="clip")
        return Batch(self._features(used, capacity), token_ids, lengths, labels, weights, np.empty(0, np.int32))

    def _used(self, rows: NDArray[np.int64]) -> NDArray[np.intp]:
        """The different tokens of some texts, in the order of the table."""
        return self._different(self._tokens.take(ranges(self._starts.take(rows), self.lengths.take(rows))))

    def _different(self, tokens: NDArray[np.int32]) -> NDArray[np.intp]:
        used = np.zeros(len(self._feature_counts), dtype=bool)
        used[tokens] = True
        return np.flatnonzero(used)

    def _features(self, used: NDArray[np.intp], capacity: Capacity) -> TokenFeatures:
        counts = self._feature_counts.take(used)
        total = int(counts.sum())
        tokens = TokenFeatures(
            ids=np.zeros(capacity.features, np.int32),
            owners=np.full(capacity.features, capacity.tokens, np.int32),
            counts=np.zeros(capacity.tokens, np.int32),
        )
        tokens.ids[:total] = self._feature_ids.take(ranges(self._feature_starts.take(used), counts))
        tokens.owners[:total] = np.repeat(np.arange(len(used), dtype=np.int32), counts)
        tokens.counts[: len(used)] = counts
        return tokens


def renumber(batch: Batch, vocab_size: int) -> Batch:
    """Name a batch's features by their place in a list of those it touches, so that only their rows need stepping.

    The list has the same length for every batch of a capacity: one compilation serves them all.
    """
    ids = batch.tokens.ids
    used = np.zeros(vocab_size, dtype=bool)
    used[ids] = True
    rows = np.flatnonzero(used)
    touched = np.full(min(vocab_size, ids.size), vocab_size, dtype=np.int32)
    touched[: len(rows)] = rows
    place = np.cumsum(used, dtype=np.int32) - 1
    return batch._replace(tokens=batch.tokens._replace(ids=place.take(ids)), touched=touched)
