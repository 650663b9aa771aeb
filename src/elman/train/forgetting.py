"""A trained model's dictionary without the features that nobody reads any more."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from elman.presets import Preset
from elman.text import WORD, Vocabulary

Arrays = dict[str, NDArray[np.float32]]


def forget_unread(
    vocabulary: Vocabulary, arrays: Mapping[str, NDArray[np.float32]], preset: Preset, *, vocab_size: int
) -> tuple[Vocabulary, Arrays]:
    """Leave out what the network has no vector for and the linear reader gives no weight.

    A text becomes the same tokens as before but for those features, so every answer stays what it was. Words stay where
    they are looked for in disguise.

    Args:
        vocabulary: What the texts were encoded with.
        arrays: The trained weights, a linear reader's among them.
        preset: Its ``features`` and ``unmask``.
        vocab_size: Ids, from 0 on, that the network has vectors for.

    Returns:
        The vocabulary, and the arrays for its ids.
    """
    needed = (arrays["linear.scale"] > 0) | (np.arange(len(vocabulary)) < vocab_size)
    if preset.unmask:
        words = [token for token in vocabulary.tokens if preset.features == "token" or token.startswith(WORD)]
        needed[vocabulary.encode(words)] = True
    of_tokens = needed[len(vocabulary) - len(vocabulary.tokens) :]
    kept = Vocabulary(token for token, need in zip(vocabulary.tokens, of_tokens, strict=True) if need)
    return kept, dict(arrays) | {name: arrays[name][..., needed] for name in ("linear.weight", "linear.scale")}
