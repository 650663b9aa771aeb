"""The forward pass in NumPy: tokens in, logits out, the same numbers whatever else is in the batch."""

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from elman.architecture import EACH, Architecture
from elman.runtime.cells import STEPS, Floats, by_row
from elman.runtime.layers import Cell, cells_of, initial_states, project
from elman.text import Token, embedded


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
        self.cells = cells_of(architecture, weights)

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
        layers, ended = self._read(vectors, ids, mask, lengths)
        states = layers[-1]
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

    def states(self, text: Sequence[Token]) -> list[Floats]:
        """The hidden state of every layer after every token of one text, each ``[time, output]``.

        What reads from the end stands in the second half of a layer's columns; its state at a token is the one it
        has there, so it ends at the first.
        """
        lengths, ids = np.array([len(text)]), np.arange(len(text))[:, None]
        layers, _ = self._read(self.vectors(text), ids, np.ones(ids.shape, bool), lengths)
        return [states[:, 0] for states in layers]

    def vectors(self, tokens: Sequence[Token]) -> Floats:
        """The vector of every token: the sum of its embedded features over the root of their number."""
        if not tokens:
            return np.zeros((1, self.architecture.embedding_size), np.float32)  # for what stands in an empty text
        tokens = [embedded(token, self.architecture.vocab_size) for token in tokens]
        counts = np.array([len(token) for token in tokens])
        rows = self._embedding[[feature for token in tokens for feature in token]]
        total: Floats = np.add.reduceat(rows, np.cumsum(counts) - counts, axis=0)
        roots: Floats = np.sqrt(counts)[:, None].astype(np.float32)
        return np.divide(total, roots)

    def _read(
        self, vectors: Floats, ids: NDArray[np.intp], mask: NDArray[np.bool_], lengths: NDArray[np.intp]
    ) -> tuple[list[Floats], Floats]:
        """Every layer's states ``[time, batch, output]`` and the ones the top layer's readings ended with."""
        layers: list[Floats] = []
        ended: list[Floats] = []
        for layer in range(self.architecture.num_layers):
            readings, ended = [], []
            for direction in self.architecture.directions:
                cell = self.cells[f"layers.{layer}.{direction}."]
                inputs = project(layers[-1] if layers else vectors, cell)
                projected = inputs if layers else inputs[ids]
                backward = direction == "backward"
                states, last = self._scan(_reverse(projected, lengths) if backward else projected, mask, cell)
                readings.append(_reverse(states, lengths) if backward else states)
                ended.append(last)
            layers.append(np.concatenate(readings, axis=-1))
        return layers, np.concatenate(ended, axis=-1)

    def _scan(self, projected: Floats, mask: NDArray[np.bool_], cell: Cell) -> tuple[Floats, Floats]:
        """The states after every step, and the last of each text: padding holds the state."""
        step, batch = STEPS[self.architecture.cell], projected.shape[1]
        current = initial_states(self.architecture, batch)
        states = np.empty((len(projected), batch, self.architecture.hidden_size), np.float32)
        for time, (inputs, running) in enumerate(zip(projected, mask[:, :, None], strict=True)):
            following = step(inputs, current, cell, self.architecture.activation)
            current = tuple(np.where(running, new, old) for new, old in zip(following, current, strict=True))
            states[time] = current[0]
        return states, current[0]


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
