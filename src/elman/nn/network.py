"""The text classifier as a network: embedding, recurrent layers, pooling over time, a linear head."""

import equinox as eqx
import jax
import jax.numpy as jnp
import numpy as np
from jaxtyping import Array, Float, Int, PRNGKeyArray

from elman.architecture import EACH, Architecture
from elman.nn.dropout import DropoutShares, drop
from elman.nn.embedding import Embedding, TokenFeatures
from elman.nn.initial import constant, truncated_normal, uniform
from elman.nn.kernels import place_tokens
from elman.nn.layer import RecurrentLayer, build_layers
from elman.nn.pooling import pool
from elman.nn.unroll import Recurring
from elman.presets import Preset


class Head(eqx.Module):
    """The linear map from the pooled vector to one logit for each class.

    Args:
        weight: One row for each class.
        bias: One number for each class.
    """

    weight: Float[Array, "classes pooled"]
    bias: Float[Array, " classes"]

    def __call__(self, pooled: Float[Array, "*batch pooled"]) -> Float[Array, "*batch classes"]:
        """The logits."""
        return pooled @ self.weight.T + self.bias


class TextNetwork(eqx.Module):
    """Tokens in, logits out.

    The names of its arrays, joined by dots, are those of ``Architecture.shapes``, but for the linear
    reader's, which is no part of the network.
    """

    embedding: Embedding
    layers: tuple[RecurrentLayer, ...]
    head: Head
    pooling: tuple[str, ...] = eqx.field(static=True)
    dropout: DropoutShares = eqx.field(static=True)

    def __call__(
        self,
        tokens: TokenFeatures,
        token_ids: Int[Array, "batch time"],
        lengths: Int[Array, " batch"],
        *,
        key: PRNGKeyArray | None = None,
    ) -> Float[Array, "batch *time classes"]:
        """The logits of padded texts, or with ``pooling=each`` of every token of them.

        Args:
            tokens: The different tokens of the texts.
            token_ids: Which of ``tokens`` stands where; what stands at and after ``lengths`` does not matter.
            lengths: Real tokens of each text.
            key: Seed of the dropout; None for answering, with nothing left out.
        """
        draws = 4 + len(self.layers)
        keys = iter([None] * draws if key is None else jax.random.split(key, draws))
        table = self.embedding.weight
        table = drop(table, self.dropout.embedding, next(keys), (len(table), 1))
        vectors = Embedding(table, self.embedding.kernel)(tokens, dropout=self.dropout.feature, key=next(keys))
        inputs = self._placed(vectors, token_ids, lengths, next(keys))
        *below, top = self.layers
        first_key, *other_keys = (next(keys) for _ in self.layers)
        read = self._read_first(Recurring(vectors, token_ids), inputs, first_key)
        for layer, layer_key in zip(below, other_keys, strict=True):
            states, _ = layer(read, lengths)
            read = _drop_channels(states, self.dropout.locked, layer_key)
        if self.pooling == EACH:
            states, _ = top(read, lengths)
            return self.head(_drop_channels(states, self.dropout.output, next(keys)))
        readings, ended = zip(*top.readings(read, lengths), strict=True)
        pooled = pool(
            self.pooling,
            inputs=inputs,
            readings=readings,
            ended=jnp.concatenate(ended, axis=-1),
            lengths=lengths,
            kernel=top.kernel,
        )
        return self.head(drop(pooled, self.dropout.output, next(keys), pooled.shape))

    def _read_first(
        self, recurring: Recurring, inputs: Float[Array, "batch time embedding"], key: PRNGKeyArray | None
    ) -> Float[Array, "batch time embedding"] | Recurring:
        """What the first layer reads: the tokens' own vectors where nothing is left out of them, and that pays."""
        complete = key is None or not (self.dropout.token or self.dropout.locked)
        if complete and recurring.pays(self.layers[0].forward):
            return recurring
        return _drop_channels(inputs, self.dropout.locked, key)

    def _placed(
        self,
        vectors: Float[Array, "tokens embedding"],
        token_ids: Int[Array, "batch time"],
        lengths: Int[Array, " batch"],
        key: PRNGKeyArray | None,
    ) -> Float[Array, "batch time embedding"]:
        """The vectors in the order of the texts, some occurrences left out."""
        share = self.dropout.token
        if self.embedding.kernel == "native":
            scale = drop(jnp.ones(token_ids.shape, vectors.dtype), share, key, token_ids.shape)
            return place_tokens(vectors, token_ids, lengths, scale)
        return drop(vectors[token_ids], share, key, (*token_ids.shape, 1))


def _drop_channels(
    values: Float[Array, "batch time width"], share: float, key: PRNGKeyArray | None
) -> Float[Array, "batch time width"]:
    """Some channels left out, of each text others, at all its steps alike."""
    batch, _, width = values.shape
    return drop(values, share, key, (batch, 1, width))


def build_network(
    architecture: Architecture, preset: Preset, rng: np.random.Generator, *, kernel: str = "scan"
) -> TextNetwork:
    """A new network.

    Args:
        architecture: Its shapes.
        preset: How its weights start, and its dropout.
        rng: Source of the starting weights.
        kernel: A name in ``kernels.KERNELS``; see ``kernels.choose_kernel``.
    """
    layers = build_layers(architecture, recurrent_init=preset.recurrent_init, kernel=kernel, rng=rng)
    table_shape = (architecture.vocab_size, architecture.embedding_size)
    head_shape = (architecture.num_classes, architecture.pooled_size)
    return TextNetwork(
        embedding=Embedding(uniform(rng, table_shape, preset.embedding_scale), kernel),
        layers=layers,
        head=Head(
            truncated_normal(rng, head_shape, preset.head_init_scale),
            constant(architecture.num_classes, preset.head_init_bias),
        ),
        pooling=architecture.pooling,
        dropout=DropoutShares(
            embedding=preset.embedding_dropout,
            feature=preset.feature_dropout,
            token=preset.token_dropout,
            locked=preset.locked_dropout,
            output=preset.output_dropout,
        ),
    )
