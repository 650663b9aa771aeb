"""What a language network is made of besides its layers, and what it is given and leaves."""

from dataclasses import dataclass
from typing import NamedTuple

import equinox as eqx
from jaxtyping import Array, Float, Int

from elman.nn.cell import State


@dataclass(frozen=True)
class LanguageDropoutShares:
    """How much of what is left out, for a whole window; each in [0, 1).

    Args:
        embedding: Entries of the vocabulary.
        ngram: Vectors of n-grams, at each step anew.
        input: Channels of the token vectors.
        locked: Channels between layers.
        weight: Single recurrent weights.
        output: Channels of the top layer.

    References:
        Gal, Y. and Ghahramani, Z. (2016). A theoretically grounded application of dropout in recurrent neural networks.
        Merity, S., Keskar, N. and Socher, R. (2018). Regularizing and optimizing LSTM language models. ICLR.
    """

    embedding: float = 0.0
    ngram: float = 0.0
    input: float = 0.0
    locked: float = 0.0
    weight: float = 0.0
    output: float = 0.0


class Output(eqx.Module):
    """What the softmax is made of.

    Args:
        bias: One number for each token.
        weight: One row for each token; None where the embedding is tied.
        projection: Brings the top layer's state to the tied embedding's width; None where there is no need.
    """

    bias: Float[Array, " vocab"]
    weight: Float[Array, "vocab hidden"] | None = None
    projection: Float[Array, "embedding hidden"] | None = None


class Targets(NamedTuple):
    """What is to be predicted at each step.

    Args:
        token_ids: ``[time, batch]``.
        counts: ``[time, batch]``, how much each step counts in the sum.
    """

    token_ids: Int[Array, "time batch"]
    counts: Float[Array, "time batch"]


class States(NamedTuple):
    """All that a window leaves to the next.

    Args:
        layers: Every layer's state.
        tokens: ``[context, batch]``, the last tokens read, as many as the n-grams of the next one need.
    """

    layers: tuple[State, ...]
    tokens: Int[Array, "context batch"]
