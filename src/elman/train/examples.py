"""Encoded, labelled texts in two flat arrays, and the padded batches cut from them."""

from collections.abc import Sequence
from itertools import combinations
from typing import Any, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from elman.text import PAD_ID

_COMPILATION = 20_000

# NumPy arrays where batches are cut, JAX arrays inside a compiled step.
Integers: TypeAlias = Any
Floats: TypeAlias = Any


class Batch(NamedTuple):
    """One step's texts, padded to one shape.

    Args:
        token_ids: ``[batch, time]``; with ``touched``, positions in it instead of ids.
        lengths: Real tokens of each text.
        labels: Class ids.
        weights: Weight of each text in the loss; 0 for a row that only fills the batch.
        touched: Every token id of the batch once, filled up with ``vocab_size``; empty where all rows are stepped.
    """

    token_ids: Integers
    lengths: Integers
    labels: Integers
    weights: Floats
    touched: Integers


class Examples:
    """Encoded texts with their labels.

    Args:
        encoded: Token ids of each text.
        labels: Class id of each text.
        class_weights: Weight of each class in the loss.
    """

    def __init__(
        self, encoded: Sequence[Sequence[int]], labels: Sequence[int], class_weights: NDArray[np.float32]
    ) -> None:
        self.lengths = np.array([len(ids) for ids in encoded], dtype=np.int32)
        self.labels = np.array(labels, dtype=np.int32)
        self._weights = class_weights[self.labels]
        self._starts = np.concatenate([[0], np.cumsum(self.lengths)[:-1]])
        self._ids = np.array([each for ids in encoded for each in ids] or [PAD_ID], dtype=np.int32)

    def __len__(self) -> int:
        return len(self.labels)

    def batch(self, rows: NDArray[np.int64], *, size: int, time: int) -> Batch:
        """The named rows, padded to ``time`` tokens and filled up to ``size`` rows of no weight."""
        filled = np.zeros(size, dtype=np.int64)
        filled[: len(rows)] = rows
        real = np.arange(size) < len(rows)
        lengths = np.where(real, self.lengths[filled], 0).astype(np.int32)
        place = np.minimum(self._starts[filled][:, None] + np.arange(time), len(self._ids) - 1)
        token_ids = np.where(np.arange(time) < lengths[:, None], self._ids[place], PAD_ID).astype(np.int32)
        weights = np.where(real, self._weights[filled], 0).astype(np.float32)
        return Batch(token_ids, lengths, self.labels[filled], weights, np.empty(0, np.int32))


def renumber(batch: Batch, vocab_size: int) -> Batch:
    """Name a batch's tokens by their place in a list of those it touches, so that only their rows need stepping.

    The list has the same length for every batch of a shape: one compilation serves them all.
    """
    used = np.zeros(vocab_size, dtype=bool)
    used[batch.token_ids] = True
    rows = np.flatnonzero(used)
    touched = np.full(min(vocab_size, batch.token_ids.size), vocab_size, dtype=np.int32)
    touched[: len(rows)] = rows
    place = np.cumsum(used, dtype=np.int32) - 1
    return batch._replace(token_ids=place[batch.token_ids], touched=touched)


def time_buckets(lengths: NDArray[np.int32], *, batch_size: int, epochs: int, longest: int) -> list[int]:
    """The lengths that batches are padded to: as many as pay for their compilation, and no more.

    Each bucket is compiled once, which takes about as long as ``_COMPILATION`` steps along time. The candidates
    double from 16 up to ``longest``; of all their subsets the cheapest is taken.

    Args:
        lengths: Tokens of each training text.
        batch_size: Texts of a batch; batches are of similar lengths.
        epochs: Passes over the texts.
        longest: The length that the last bucket must hold.
    """
    candidates = [time for time in (16, 32, 64, 128, 256, 512) if time < longest] + [max(1, longest)]
    ordered = np.sort(lengths)
    ends = np.minimum(np.arange(0, len(ordered), batch_size) + batch_size, len(ordered))
    needed = ordered[ends - 1]  # the longest text of every batch

    def cost(buckets: list[int]) -> int:
        padded = np.array(buckets)[np.searchsorted(buckets, needed)].sum()
        return int(epochs * padded + _COMPILATION * len(buckets))

    *shorter, last = candidates
    subsets = (subset for count in range(len(candidates)) for subset in combinations(shorter, count))
    return min(([*subset, last] for subset in subsets), key=cost)
