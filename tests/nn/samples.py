"""Small cells and texts with every entry drawn at random, biases too, and the two ways to look at them."""

from collections.abc import Sequence
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
from numpy.typing import NDArray

from elman.nn import Cell, TokenFeatures, build_cell, named_arrays, unroll, with_arrays
from tests import oracles

KINDS = {
    "elman": ("elman", "tanh"),
    "elman-relu": ("elman", "relu"),
    "gru": ("gru", "tanh"),
    "lstm": ("lstm", "tanh"),
    "mingru": ("mingru", "tanh"),
}
INPUT, HIDDEN, TIME = 3, 4, 5
LENGTHS = np.array([0, 1, 3, 5], np.int32)

jitted_unroll = jax.jit(unroll, static_argnames="kernel")


def random_cell(kind: str, *, dtype: type = np.float32, seed: int = 0) -> Cell:
    """A cell of one of the kinds."""
    rng = np.random.default_rng(seed)
    name, activation = KINDS[kind]
    cell = build_cell(name, INPUT, HIDDEN, activation=activation, recurrent_init="orthogonal", rng=rng)
    return randomized(cell, dtype=dtype, seed=seed)


def randomized(tree: Any, *, dtype: type = np.float32, seed: int = 0) -> Any:
    """The same tree with every entry of its arrays normal, times 0.6."""
    rng = np.random.default_rng(seed)
    arrays = {name: (0.6 * rng.normal(size=array.shape)).astype(dtype) for name, array in named_arrays(tree).items()}
    return with_arrays(tree, arrays)


def random_inputs(*shape: int, dtype: type = np.float32, seed: int = 1) -> NDArray[np.floating]:
    """Normal numbers."""
    return np.random.default_rng(seed).normal(size=shape).astype(dtype)


def random_state(cell: Cell, batch: int, *, dtype: type = np.float32, seed: int = 2) -> object:
    """A state to start from that is not zero, hidden and memory different."""
    rng = np.random.default_rng(seed)
    return jax.tree.map(lambda zeros: jnp.asarray(rng.normal(size=zeros.shape), dtype), cell.initial_state(batch))


def state_arrays(state: object, text: int) -> oracles.States:
    """One text's state as the oracles take it."""
    return tuple(np.asarray(part, np.float64)[text] for part in jax.tree.leaves(state))


def token_features(tokens: Sequence[Sequence[int]], *, spare_tokens: int = 0, spare_features: int = 0) -> TokenFeatures:
    """Tokens as an embedding takes them, and behind them what only fills."""
    counts = [len(token) for token in tokens] + [0] * spare_tokens
    ids = [feature for token in tokens for feature in token] + [0] * spare_features
    owners = [place for place, token in enumerate(tokens) for _ in token] + [len(counts)] * spare_features
    return TokenFeatures(*(np.array(values, np.int32) for values in (ids, owners, counts)))


def padded(
    texts: Sequence[Sequence[tuple[int, ...]]], time: int
) -> tuple[TokenFeatures, NDArray[np.int32], NDArray[np.int32]]:
    """Texts as a network takes them; the last of their tokens stands in the padding."""
    tokens = list(dict.fromkeys(token for text in texts for token in text))
    token_ids = np.full((len(texts), time), len(tokens) - 1, np.int32)
    for row, text in zip(token_ids, texts, strict=True):
        row[: len(text)] = [tokens.index(token) for token in text]
    return token_features(tokens), token_ids, np.array([len(text) for text in texts], np.int32)


def double(arrays: object) -> dict[str, NDArray[np.float64]]:
    """A tree's arrays by name, in float64."""
    return {name: array.astype(np.float64) for name, array in named_arrays(arrays).items()}
