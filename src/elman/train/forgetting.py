"""A trained model's dictionary without the features that nobody reads any more."""

from collections.abc import Mapping
from itertools import compress

import numpy as np
from numpy.typing import NDArray

from elman.presets import Preset
from elman.text import Vocabulary
from elman.text.vocabulary import RESERVED, is_word


def forget_unread(
    vocabulary: Vocabulary, arrays: Mapping[str, NDArray[np.float32]], preset: Preset, *, vocab_size: int
) -> tuple[Vocabulary, dict[str, NDArray[np.float32]]]:
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
        needed[len(RESERVED) :] |= [is_word(token, preset.features) for token in vocabulary.tokens]
    kept = Vocabulary(compress(vocabulary.tokens, needed[len(RESERVED) :]))
    return kept, dict(arrays) | {name: arrays[name][..., needed] for name in ("linear.weight", "linear.scale")}
