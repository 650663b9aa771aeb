"""The vectors of the n-grams that end at a token, beside its own."""

import equinox as eqx
import jax.numpy as jnp
from jaxtyping import Array, Float, Int, PRNGKeyArray

from elman.nn.dropout import drop
from elman.text import ngram_rows


class Ngrams(eqx.Module):
    r"""A table of vectors that n-grams share, each by its hash.

    .. math:: x_t = E_{w_t} + \sum_{n=2}^{N} G_{h(w_{t-n+1}, \dots, w_t)}

    A recurrence can learn what a token means behind others, but has to spend units on it; here the commonest such
    meanings are looked up, and it can attend to what lies further back. The table starts at zero, so an n-gram
    whose row was never trained says nothing.

    Args:
        weight: The table.
        max_ngram: Tokens of the longest, N above; at least 2.

    References:
        Bojanowski, P. et al. (2017). Enriching word vectors with subword information. TACL 5.
    """

    weight: Float[Array, "buckets embedding"]
    max_ngram: int = eqx.field(static=True)

    def __call__(
        self, token_ids: Int[Array, "steps batch"], *, dropout: float = 0.0, key: PRNGKeyArray | None = None
    ) -> Float[Array, "time batch embedding"]:
        """The sum over n of the n-grams' vectors at every step.

        Args:
            token_ids: The ``max_ngram - 1`` tokens before the first step, then those of each step.
            dropout: Share of the vectors left out, at each step and for each n by its own choice.
            key: Seed of the choice; None leaves all in.
        """
        rows = jnp.stack(list(ngram_rows(token_ids, self.max_ngram, len(self.weight))))
        return drop(self.weight[rows], dropout, key, (*rows.shape, 1)).sum(axis=0)
