"""Starting a classifier from a language model: its settings, its vocabulary, its embeddings and its recurrence."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from elman.bundle import LanguageBundle
from elman.errors import UsageError
from elman.nn import TextNetwork, named_arrays, with_arrays
from elman.presets import Preset
from elman.presets.starting import fitting
from elman.text import TextEncoder, Vocabulary, is_surface_token


@dataclass(frozen=True)
class Start:
    """What a classifier starts from instead of random weights.

    Args:
        preset: The classifier's settings, made to fit.
        tokens: The language model's vocabulary, in the order of its ids.
        arrays: Its embedding and its layers, by name.
    """

    preset: Preset
    tokens: tuple[str, ...]
    arrays: Mapping[str, NDArray[np.float32]]

    def encoder(self, texts: Iterable[str]) -> TextEncoder:
        """How the classifier reads: the language model's tokens, and behind them the texts' surface tokens if asked."""
        reader, known = TextEncoder(self.preset, Vocabulary(self.tokens)), set(self.tokens)
        cuts = (token for text in texts for token in reader.cut(text)) if self.preset.surface_tokens else ()
        surface = dict.fromkeys(token for token in cuts if isinstance(token, str) and is_surface_token(token))
        more = [token for token in surface if token not in known]
        return TextEncoder(self.preset, Vocabulary([*self.tokens, *more]))

    def lay_over(self, network: TextNetwork) -> TextNetwork:
        """The network with the language model's arrays in place of its own; new tokens and the head keep theirs."""
        arrays = named_arrays(network)
        for name, array in self.arrays.items():
            arrays[name] = np.concatenate([array, arrays[name][len(array) :]])
        return with_arrays(network, arrays)

    @property
    def sha256(self) -> str:
        """Digest of all that the start is made of."""
        digest = hashlib.sha256("\0".join(self.tokens).encode(errors="surrogatepass"))
        for name in sorted(self.arrays):
            digest.update(self.arrays[name].tobytes())
        return digest.hexdigest()


def start_from(bundle: LanguageBundle, preset: Preset) -> Start:
    """Make a classifier's settings fit a language model that it is to start from.

    The language model decides how a text is cut (its words, nothing cleaned away, no word unmasked), the vocabulary,
    and the network's cell, sizes and direction; all else is the preset's.

    Args:
        bundle: A language model of words.
        preset: The classifier's settings.

    Raises:
        UsageError: If the language model does not predict words, or reads n-grams of them.
    """
    if bundle.preset.level != "word":
        raise UsageError(
            "the language model to start from: expected one of words, which a classifier reads; "
            f"got one of {bundle.preset.level}s",
            hint="train one with `elman lm train --level word`",
        )
    network = bundle.preset
    if network.max_ngram > 1:
        raise UsageError(
            "the language model to start from: expected one that reads each word by itself, as a classifier does; "
            f"got one with `max_ngram` {network.max_ngram}",
            hint="train one with `elman lm train --level word --set max_ngram=1`",
        )
    arrays = {name: array for name, array in bundle.weights.items() if not name.startswith("output.")}
    return Start(fitting(preset, network), bundle.vocabulary.tokens, arrays)
