"""How far back a trained model reaches: the gradients of its loss and of its last state, over a text."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from elman.architecture import CELL_LAYOUTS
from elman.bundle import Bundle, Label, class_ids, listed
from elman.errors import UsageError
from elman.explain.cell_gradients import gradient_norms
from elman.explain.tokens import read_some_tokens
from elman.runtime.network import NumpyNetwork

if TYPE_CHECKING:
    from jax import Array

    from elman.nn import Cell


@dataclass(frozen=True)
class StateGradients:
    """How much the loss of one text depends on each state of the top layer.

    Args:
        tokens: What was read.
        label: The class whose cross-entropy the loss is, in nats.
        readings: ``forward``, and ``backward`` where the layer also reads from the end, each with its norms ``[time]``;
            entry t belongs to the state that the reading has at token t.
    """

    tokens: tuple[str, ...]
    label: Label
    readings: dict[str, NDArray[np.float64]]


def loss_gradients(bundle: Bundle, text: str, *, label: Label | None = None) -> StateGradients:
    """The norm of the gradient of a model's loss with respect to each of its top layer's states.

    The loss is the network's own, as in training: the cross-entropy of the label, without the linear reader.

    Args:
        bundle: The model.
        text: Any string with at least one token.
        label: The right answer; the network's own if None.

    Raises:
        UsageError: If the model has no such label.
        DataError: If the text has no tokens.
    """
    tokens, ids = read_some_tokens(bundle, text)
    network = NumpyNetwork(bundle.architecture, bundle.weights)
    vectors, states = network.vectors(ids), network.states(ids)
    target = int(network.logits([ids])[0].argmax()) if label is None else _class_of(bundle, label)
    inputs = vectors if len(states) == 1 else states[-2]
    directions = bundle.architecture.directions
    top = dict(zip(directions, np.split(states[-1], len(directions), axis=1), strict=True))
    norms = {}
    for direction in directions:
        order = slice(None, None, -1) if direction == "backward" else slice(None)
        cell = trained_cell(bundle, bundle.architecture.num_layers - 1, direction)
        loss = _loss(bundle, direction, vectors, top, target)
        norms[direction] = gradient_norms(cell, inputs[order], loss)[order]
    return StateGradients(tokens, bundle.labels[target], norms)


def memory_norms(bundle: Bundle, text: str) -> tuple[tuple[str, ...], dict[str, NDArray[np.float64]]]:
    """How much of a nudge of each earlier state arrives at the last one: of a model's cell, and of new ones.

    Each reads the text's token vectors from start to end, with as many units as the model has.

    Args:
        bundle: The model; what reads forward in its first layer is its cell.
        text: Any string with at least one token.

    Returns:
        The tokens, and name to norms ``[time]``: ``this model`` and every kind of cell, new.

    Raises:
        DataError: If the text has no tokens.
    """
    from elman.nn import build_cell

    tokens, ids = read_some_tokens(bundle, text)
    sizes = bundle.architecture
    vectors = NumpyNetwork(sizes, bundle.weights).vectors(ids)
    cells = {"this model": trained_cell(bundle, 0, "forward")} | {
        f"new {kind}": build_cell(
            kind,
            sizes.embedding_size,
            sizes.hidden_size,
            activation="tanh",
            recurrent_init="glorot",
            rng=np.random.default_rng(bundle.seed),
        )
        for kind in CELL_LAYOUTS
    }
    return tokens, {name: gradient_norms(cell, vectors) for name, cell in cells.items()}


def trained_cell(bundle: Bundle, layer: int, direction: str) -> "Cell":
    """A model's cell, with its weights.

    Args:
        bundle: The model.
        layer: From 0 at the bottom.
        direction: ``forward`` or ``backward``.
    """
    from elman.nn import build_cell, with_arrays

    sizes, prefix = bundle.architecture, f"layers.{layer}.{direction}."
    cell = build_cell(
        sizes.cell,
        sizes.cell_prefixes()[prefix],
        sizes.hidden_size,
        activation=sizes.activation,
        recurrent_init="glorot",
        rng=np.random.default_rng(0),
    )
    return with_arrays(cell, {name.removeprefix(prefix): array for name, array in bundle.weights.items()})


def _loss(
    bundle: Bundle, direction: str, vectors: NDArray[np.float32], top: dict[str, NDArray[np.float32]], target: int
) -> "Callable[[Array], Array]":
    """From one reading's states, in the order it reads, to the loss; the other reading's states stay as they are."""
    import jax
    import jax.numpy as jnp

    from elman.nn.pooling import pool

    weight, bias = bundle.weights["head.weight"], bundle.weights["head.bias"]

    def loss(states: "Array") -> "Array":
        parts = {name: jnp.asarray(values) for name, values in top.items()}
        parts[direction] = states[::-1] if direction == "backward" else states
        ended = [values[0] if name == "backward" else values[-1] for name, values in parts.items()]
        pooled = pool(
            bundle.architecture.pooling,
            inputs=jnp.asarray(vectors)[None],
            readings=[values[None] for values in parts.values()],
            ended=jnp.concatenate(ended)[None],
            lengths=jnp.array([len(vectors)]),
        )
        return -jax.nn.log_softmax(pooled[0] @ weight.T + bias)[target]

    return loss


def _class_of(bundle: Bundle, label: Label) -> int:
    found = class_ids(bundle.labels).get(str(label))
    if found is None:
        raise UsageError(
            f"`label`: expected one of {listed(bundle.labels)}; got `{label}`",
            hint="give one of the model's labels",
        )
    return found
