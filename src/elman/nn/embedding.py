"""Token vectors: the sum of the vectors of a token's features, over the root of their number."""

from typing import NamedTuple

import equinox as eqx
import jax
import jax.numpy as jnp
from jaxtyping import Array, Float, PRNGKeyArray

from elman.nn.arrays import Integers
from elman.nn.dropout import keep
from elman.nn.kernels import token_vectors


class TokenFeatures(NamedTuple):
    """The features of several tokens, one token's after the other's.

    Args:
        ids: ``[features]``, rows of the embedding.
        owners: ``[features]``, the token that each belongs to, rising; from ``len(counts)`` on for what only fills.
        counts: ``[tokens]``, how many features each token has; 0 for what only fills.
    """

    ids: Integers
    owners: Integers
    counts: Integers


class Embedding(eqx.Module):
    r"""A table of feature vectors.

    .. math:: x = \frac{1}{\sqrt{|F|}} \sum_{f \in F} E_f

    for a token with the features F. Vectors of independent features add up like a random walk, so a token of many
    features is about as long as one of few. A token that is its own only feature is a plain row of the table.

    Args:
        weight: Row i is the vector of feature id i.
        kernel: A name in ``kernels.KERNELS``; ``native`` computes vectors in compiled code too.

    References:
        Bojanowski, P. et al. (2017). Enriching word vectors with subword information. TACL 5.
    """

    weight: Float[Array, "vocab embedding"]
    kernel: str = eqx.field(static=True, default="scan")

    def __call__(
        self, tokens: TokenFeatures, *, dropout: float = 0.0, key: PRNGKeyArray | None = None
    ) -> Float[Array, "tokens embedding"]:
        """The vectors of tokens.

        Args:
            tokens: Their features.
            dropout: Share of the features left out, each token's by its own choice; the token is then read as though
                it had never had them.
            key: Seed of the choice; None leaves all in.
        """
        kept = None
        if key is not None and dropout > 0:
            kept = keep(key, dropout, tokens.ids.shape)
        if self.kernel == "native":
            every = jnp.ones(tokens.ids.shape, bool)
            return token_vectors(self.weight, tokens.ids, tokens.counts, every if kept is None else kept)
        rows, counts = self.weight[tokens.ids], tokens.counts
        if kept is not None:
            rows = jnp.where(kept[:, None], rows, 0.0)
            counts = _sum_by_owner(kept.astype(jnp.int32), tokens)
        total = _sum_by_owner(rows, tokens)
        return total / jnp.sqrt(jnp.maximum(counts, 1).astype(total.dtype))[:, None]


def _sum_by_owner(values: Array, tokens: TokenFeatures) -> Array:
    return jax.ops.segment_sum(values, tokens.owners, len(tokens.counts), indices_are_sorted=True)
