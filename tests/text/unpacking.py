"""Encoded texts as lists of tokens."""

import numpy as np

from elman.text import EncodedTexts
from elman.text.encoder import Token


def unpacked(encoded: EncodedTexts) -> list[list[Token]]:
    """The tokens of each text."""
    parts = np.split(encoded.places, np.cumsum(encoded.lengths)[:-1]) if len(encoded) else []
    return [[encoded.tokens[place] for place in part] for part in parts]
