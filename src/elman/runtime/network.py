"""The forward pass in NumPy: tokens in, logits out, the same numbers whatever else is in the batch."""

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from elman.architecture import EACH, Architecture
from elman.runtime.cells import STATE_COUNTS, STEPS, Floats, by_row
from elman.text import Token


class NumpyNetwork:
    """A trained network's answers.

    A token's vector and its first projections depend on nothing but the token, so they are computed once for each
    different token of the texts.

    Args:
        architecture: What the arrays are.
        weights: Array name to float32 array, already checked.

    Attributes:
        architecture: As given.
        head: The head's weight and bias.
        cells: Prefix of a cell's array names to its arrays, by the rest of their names.
    """

    def __init__(self, architecture: Architecture, weights: Mapping[str, Floats]) -> None:
        self.architecture = architecture
        self._embedding = weights["embedding.weight"]
        self.head = weights["head.weight"], weights["head.bias"]
        self.cells = {
            prefix: {name.removeprefix(prefix): array for name, array in weights.items() if name.startswith(prefix)}
            for prefix in architecture.cell_prefixes()
        }

    def logits(self, texts: Sequence[Sequence[Token]]) -> Floats:
        """Logits ``[batch, classes]`` of encoded texts; any of them may be empty.

        With ``pooling=each`` they are those of every token, ``[batch, time, classes]``; what stands behind a text's
        end only fills.
        """
        lengths = np.array([len(text) for text in texts])
        numbers: dict[Token, int] = {}
        flat = [numbers.setdefault(token, len(numbers)) for text in texts for token in text]
        ids = np.zeros((lengths.max(initial=0), len(texts)), dtype=np.intp)
        mask = np.arange(len(ids))[:, None] < lengths
        ids.T[mask.T] = flat
        vectors = self.vectors(list(numbers))
        states, ended = self._read(vectors, ids, mask, lengths)
        weight, bias = self.head
        if self.architecture.pooling == EACH:
            return by_row(np.swapaxes(states, 0, 1), weight) + bias
        parts: dict[str, Callable[[], Floats]] = {
            "last": lambda: ended,
            "mean": lambda: _mean(states, mask, lengths),
            "max": lambda: _max(states, mask, lengths),
            "inputs": lambda: _mean(vectors[ids], mask, lengths),
        }
        pooled = np.concatenate([parts[part]() for part in self.architecture.pooling], axis=-1)
        return by_row(pooled, weight) + bias

    def vectors(self, tokens: Sequence[Token]) -> Floats:
        """The vector of every token: its features' sum over the root of their number."""
        if not tokens:
            return np.zeros((1, self.architecture.embedding_size), np.float32)  # for what stands in an empty text
        counts = np.array([len(token) for token in tokens])
        rows = self._embedding[[feature for token in tokens for feature in token]]
        total: Floats = np.add.reduceat(rows, np.cumsum(counts) - counts, axis=0)
        roots: Floats = np.sqrt(counts)[:, None].astype(np.float32)
        return np.divide(total, roots)

    def _read(
        self, vectors: Floats, ids: NDArray[np.intp], mask: NDArray[np.bool_], lengths: NDArray[np.intp]
    ) -> tuple[Floats, Floats]:
        """The top layer's states ``[time, batch, output]`` and the ones its readings ended with."""
        states: Floats | None = None
        ended: list[Floats] = []
        for layer in range(self.architecture.num_layers):
            readings, ended = [], []
            for direction in self.architecture.directions:
                cell = self.cells[f"layers.{layer}.{direction}."]
                inputs = by_row(vectors if states is None else states, cell["weight_ih"]) + cell["bias"]
                projected = inputs[ids] if states is None else inputs
                backward = direction == "backward"
                every, last = self._scan(_reverse(projected, lengths) if backward else projected, mask, cell)
                readings.append(_reverse(every, lengths) if backward else every)
                ended.append(last)
            states = np.concatenate(readings, axis=-1)
        assert states is not None  # noqa: S101 (an architecture has at least one layer)
        return states, np.concatenate(ended, axis=-1)

    def _scan(self, projected: Floats, mask: NDArray[np.bool_], cell: Mapping[str, Floats]) -> tuple[Floats, Floats]:
        step = STEPS[self.architecture.cell]
        batch, hidden_size = projected.shape[1], self.architecture.hidden_size
        current = tuple(np.zeros((batch, hidden_size), np.float32) for _ in range(STATE_COUNTS[self.architecture.cell]))
        every = np.empty((len(projected), batch, hidden_size), np.float32)
        for time, (inputs, running) in enumerate(zip(projected, mask[:, :, None], strict=True)):
            following = step(inputs, current, cell, self.architecture.activation)
            current = tuple(np.where(running, new, old) for new, old in zip(following, current, strict=True))
            every[time] = current[0]
        return every, current[0]


def _reverse(values: Floats, lengths: NDArray[np.intp]) -> Floats:
    """Reverse each text of ``[time, batch, width]`` within its own length."""
    time = np.arange(len(values))[:, None]
    order = np.where(time < lengths, lengths - 1 - time, time)
    return np.take_along_axis(values, order[:, :, None], axis=0)


def _mean(values: Floats, mask: NDArray[np.bool_], lengths: NDArray[np.intp]) -> Floats:
    total = np.zeros(values.shape[1:], np.float32)
    for now, running in zip(values, mask[:, :, None], strict=True):  # in order of time: padding adds nothing, exactly
        total += np.where(running, now, 0.0)
    count: Floats = np.maximum(lengths, 1)[:, None].astype(np.float32)
    return np.divide(total, count)


def _max(values: Floats, mask: NDArray[np.bool_], lengths: NDArray[np.intp]) -> Floats:
    highest = np.where(mask[:, :, None], values, -np.inf).max(axis=0, initial=-np.inf)
    return np.where(lengths[:, None] > 0, highest, 0.0).astype(np.float32)
