"""Our network and encoded texts as plain arrays, for those who compute the same with other means."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from benchmarks.accuracy.system import CannotRun
from elman.bundle import Bundle
from elman.text import Token, embedded

_TEXTS_AT_ONCE = 128


def weights_of(bundle: Bundle) -> dict[str, np.ndarray]:
    """The network's arrays; the linear reader, where there is one, is no part of it.

    Raises:
        CannotRun: If it is not the network that the workers compute.
    """
    architecture, weights = bundle.architecture, bundle.weights
    likeness = architecture.cell, architecture.bidirectional, architecture.num_layers, architecture.pooling
    if likeness != ("mingru", True, 1, ("mean", "max", "inputs")):
        raise CannotRun("peers compute one bidirectional minGRU with pooling=mean+max+inputs; this model is another")
    cells = {
        f"{way}_{kind}": weights[f"layers.0.{way}.{name}"]
        for way in ("forward", "backward")
        for kind, name in (("weight", "weight_ih"), ("bias", "bias"))
    }
    head = {"head": weights["head.weight"], "head_bias": weights["head.bias"]}
    return {"table": weights["embedding.weight"], **cells, **head}


def batches_of(
    texts: Sequence[Sequence[Token]], vocab_size: int, *, size: int = _TEXTS_AT_ONCE
) -> tuple[dict[str, np.ndarray], list[int]]:
    """Texts cut into padded batches, the shortest first.

    Returns:
        Arrays by name and number of the batch, and the order in which the texts come. Of the positions
        ``[time * texts]``: their features one position's after the other's and where each begins, or the same padded
        with a row behind the table; the roots of their numbers; the position read there from the end. Of the texts:
        the mask ``[time, texts, 1]`` and lengths.
    """
    order = sorted(range(len(texts)), key=lambda row: len(texts[row]))
    arrays: dict[str, np.ndarray] = {}
    for number, first in enumerate(range(0, len(order), size)):
        part = [[embedded(token, vocab_size) for token in texts[row]] for row in order[first : first + size]]
        for name, array in _padded(part, vocab_size).items():
            arrays[f"{name}{number}"] = array
    return arrays, order


def _padded(texts: Sequence[Sequence[Token]], vocab_size: int) -> dict[str, Any]:
    lengths = np.array([len(text) for text in texts])
    time = max(1, int(lengths.max(initial=0)))
    steps = np.arange(time)[:, None]
    tokens = [text[step] if step < len(text) else () for step in range(time) for text in texts]
    counts = np.array([len(token) for token in tokens])
    padded = np.full((len(tokens), max(1, int(counts.max()))), vocab_size, np.int64)
    for row, token in zip(padded, tokens, strict=True):
        row[: len(token)] = token
    turned = np.where(steps < lengths, lengths - 1 - steps, steps) * len(texts) + np.arange(len(texts))
    return {
        "features": np.array([each for token in tokens for each in token], np.int64),
        "starts": np.cumsum(counts) - counts,
        "padded": padded,
        "roots": np.sqrt(np.maximum(counts, 1))[:, None].astype(np.float32),
        "turned": turned.reshape(-1),
        "mask": (steps < lengths).astype(np.float32)[:, :, None],
        "lengths": np.maximum(lengths, 1)[:, None].astype(np.float32),
    }
