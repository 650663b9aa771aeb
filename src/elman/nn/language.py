"""The language model as a network: embedding, recurrent layers, and what the softmax over the vocabulary reads."""

import equinox as eqx
import jax
import jax.numpy as jnp
import numpy as np
from jaxtyping import Array, Float, Int, PRNGKeyArray

from elman.architecture import LanguageArchitecture
from elman.nn.cell import Cell
from elman.nn.dropout import drop
from elman.nn.embedding import Embedding
from elman.nn.initial import constant, truncated_normal, uniform
from elman.nn.kernels import KERNELS
from elman.nn.language_parts import LanguageDropoutShares, Output, States, Targets
from elman.nn.layer import RecurrentLayer, build_layers
from elman.nn.ngrams import Ngrams
from elman.nn.softmax import softmax_loss_sum
from elman.nn.unroll import unroll, unroll_entries
from elman.presets import LanguagePreset
from elman.text import START_ID


class LanguageNetwork(eqx.Module):
    """Tokens in, the loss of predicting the next one out.

    The names of its arrays, joined by dots, are those of ``LanguageArchitecture.shapes``.
    """

    embedding: Embedding
    layers: tuple[RecurrentLayer, ...]
    output: Output
    ngrams: Ngrams | None
    dropout: LanguageDropoutShares = eqx.field(static=True)

    def initial_states(self, batch: int) -> States:
        """What stands before the first step: zeros in every layer, and no tokens."""
        context = 0 if self.ngrams is None else self.ngrams.max_ngram - 1
        layers = tuple(layer.forward.initial_state(batch) for layer in self.layers)
        return States(layers, jnp.full((context, batch), START_ID, jnp.int32))

    def read(
        self,
        token_ids: Int[Array, "time batch"],
        lengths: Int[Array, " batch"],
        states: States,
        *,
        key: PRNGKeyArray | None = None,
        nudge: Float[Array, "time batch rows"] | None = None,
    ) -> tuple[Float[Array, "time batch hidden"], States]:
        """Go through a window.

        Args:
            token_ids: The window; what stands at and after ``lengths`` does not matter.
            lengths: Real steps of each stream.
            states: What the window before left, or ``initial_states``.
            key: Seed of the dropout; None leaves nothing out.
            nudge: Added to the first layer's projected inputs, so that a gradient by it can be asked for.

        Returns:
            The top layer's hidden state after every step, and what the next window needs.
        """
        draws = 2 + 2 * len(self.layers) + (self.ngrams is not None)
        keys = iter([None] * draws if key is None else jax.random.split(key, draws))
        batch = token_ids.shape[1]
        table = drop(self.embedding.weight, self.dropout.embedding, next(keys), (len(self.embedding.weight), 1))
        tokens = jnp.concatenate([states.tokens, token_ids])
        inputs = self._vectors(table, tokens, token_ids, key, None if self.ngrams is None else next(keys))
        outputs, lasts = table[:0], []
        for number, (layer, state) in enumerate(zip(self.layers, states.layers, strict=True)):
            cell = _drop_weights(layer.forward, self.dropout.weight, next(keys))
            share, channel_key = self.dropout.locked if number else self.dropout.input, next(keys)
            if inputs is not None:
                inputs = drop(inputs, share, channel_key, (1, batch, inputs.shape[-1]))
            if number == 0 and nudge is not None:
                projected = cell.project(table[token_ids] if inputs is None else inputs) + nudge
                every, last = KERNELS[layer.kernel](cell, projected, state, lengths)
                outputs = cell.hidden(every)
            elif inputs is None:  # each entry is projected once, however often it occurs
                entries = cell.project(table)
                outputs, last = unroll_entries(cell, entries, token_ids, lengths, state, kernel=layer.kernel)
            else:
                texts = jnp.swapaxes(inputs, 0, 1)
                outputs, last = unroll(cell, texts, lengths, state, kernel=layer.kernel)
                outputs = jnp.swapaxes(outputs, 0, 1)
            lasts.append(last)
            inputs = outputs
        outputs = drop(outputs, self.dropout.output, next(keys), (1, batch, outputs.shape[-1]))
        ends = lengths + jnp.arange(len(states.tokens))[:, None]  # of the tokens read, the last ones
        return outputs, States(tuple(lasts), jnp.take_along_axis(tokens, ends, axis=0))

    def _vectors(
        self,
        table: Float[Array, "vocab embedding"],
        tokens: Int[Array, "steps batch"],
        token_ids: Int[Array, "time batch"],
        key: PRNGKeyArray | None,
        ngram_key: PRNGKeyArray | None,
    ) -> Float[Array, "time batch embedding"] | None:
        """What the first layer reads; None where it is a row of the table at every step, and the table is short."""
        if self.ngrams is not None:
            return table[token_ids] + self.ngrams(tokens, dropout=self.dropout.ngram, key=ngram_key)
        if (self.dropout.input and key is not None) or len(table) > token_ids.size:
            return table[token_ids]
        return None

    def loss_sum(self, outputs: Float[Array, "time batch hidden"], targets: Targets) -> Float[Array, ""]:
        """The sum of the steps' cross-entropies in nats, from what ``read`` gives."""
        flat = outputs.reshape(-1, outputs.shape[-1])
        weight = self.output.weight
        if weight is None:
            weight = self.embedding.weight
            flat = flat if self.output.projection is None else flat @ self.output.projection.T
        return softmax_loss_sum(flat, weight, self.output.bias, targets.token_ids.ravel(), targets.counts.ravel())


def _drop_weights(cell: Cell, share: float, key: PRNGKeyArray | None) -> Cell:
    """The cell with some of its recurrent weights left out."""
    if not share or key is None:
        return cell
    weight = cell.weight_hh  # type: ignore[attr-defined]  # the preset refuses it for a cell that has none
    dropped: Cell = eqx.tree_at(lambda each: each.weight_hh, cell, drop(weight, share, key, weight.shape))
    return dropped


def build_language_network(
    architecture: LanguageArchitecture, preset: LanguagePreset, rng: np.random.Generator, *, kernel: str = "scan"
) -> LanguageNetwork:
    """A new network.

    Args:
        architecture: Its shapes.
        preset: How its weights start, and its dropout.
        rng: Source of the starting weights.
        kernel: A name in ``kernels.KERNELS``; see ``kernels.choose_kernel``.
    """
    embedding = uniform(rng, (architecture.vocab_size, architecture.embedding_size), preset.embedding_scale)
    layers = build_layers(architecture, recurrent_init=preset.recurrent_init, kernel=kernel, rng=rng)
    shapes, deviation = architecture.shapes(), architecture.hidden_size**-0.5
    weight, projection = (
        truncated_normal(rng, shapes[name], deviation) if name in shapes else None
        for name in ("output.weight", "output.projection")
    )
    ngrams = None
    if architecture.ngram_buckets:
        ngrams = Ngrams(jnp.zeros(shapes["ngrams.weight"], jnp.float32), preset.max_ngram)
    return LanguageNetwork(
        embedding=Embedding(embedding),
        layers=layers,
        output=Output(constant(architecture.vocab_size, 0.0), weight, projection),
        ngrams=ngrams,
        dropout=LanguageDropoutShares(
            embedding=preset.embedding_dropout,
            ngram=preset.ngram_dropout,
            input=preset.input_dropout,
            locked=preset.locked_dropout,
            weight=preset.weight_dropout,
            output=preset.output_dropout,
        ),
    )
