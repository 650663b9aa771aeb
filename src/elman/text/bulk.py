"""Many texts at once, from their census: a vocabulary for them, and all of them encoded."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from elman.presets import Preset
from elman.text.census import Census
from elman.text.cutting import limited, spell
from elman.text.disguise import unmask
from elman.text.encoded import EncodedTexts
from elman.text.encoder import TextEncoder, Token
from elman.text.features import is_pair
from elman.text.vocabulary import PAD_ID, UNKNOWN_ID, Vocabulary


def fit_vocabulary(census: Census, preset: Preset) -> Vocabulary:
    """The features that have an id, by ``min_frequency`` and the preset's limit.

    The more frequent ones come first, but pairs of words behind all others: a network has vectors for the first of them
    (``network_vocabulary``), and pairs say more to a linear reader, which has a weight for each.
    """
    counts = dict(zip(census.features, census.counts.tolist(), strict=True))
    fitted = Vocabulary.of_counts(counts, min_frequency=preset.min_frequency, max_size=preset.vocabulary_limit)
    if preset.features != "subword":
        return fitted
    return Vocabulary(sorted(fitted.tokens, key=is_pair))


def encode_census(encoder: TextEncoder, texts: Sequence[str], census: Census) -> EncodedTexts:
    """What ``encoder.encode`` makes of each of some texts.

    Args:
        encoder: How they are read.
        texts: The texts.
        census: Theirs, taken with the encoder's preset.
    """
    preset, tokens = encoder.preset, _known(census, encoder.vocabulary)
    ends = np.cumsum(census.lengths).tolist()
    parts = [census.places[end - count : end] for end, count in zip(ends, census.lengths.tolist(), strict=True)]
    parts = [_cut_short(part, preset) if len(part) > preset.longest else part for part in parts]
    if preset.feeds_padding:
        padded = np.full((len(parts), preset.longest), len(tokens), np.int32)
        tokens.append((PAD_ID,))
        for row, part in zip(padded, parts, strict=True):
            row[: len(part)] = part
        parts = list(padded)
    for text in _disguised(encoder, texts):
        own = encoder.encode(texts[text])
        parts[text] = np.arange(len(tokens), len(tokens) + len(own), dtype=np.int32)
        tokens += own
    return EncodedTexts.numbered(tokens, parts)


def _known(census: Census, vocabulary: Vocabulary) -> list[Token]:
    """The ids of what is known of every different token."""
    ids = np.array(vocabulary.encode(census.features), np.int32)[census.token_features]
    known = ids != UNKNOWN_ID
    ends = np.cumsum(census.token_sizes)
    before = np.concatenate([[0], np.cumsum(known)])  # how many are known of what stands before each place
    kept = ids[known].tolist()
    starts, ends = before[ends - census.token_sizes].tolist(), before[ends].tolist()
    return [tuple(kept[start:end]) or (UNKNOWN_ID,) for start, end in zip(starts, ends, strict=True)]


def _cut_short(part: NDArray[np.int32], preset: Preset) -> NDArray[np.int32]:
    return np.array(limited(part.tolist(), preset, preset.max_length), np.int32)


def _disguised(encoder: TextEncoder, texts: Sequence[str]) -> list[int]:
    """The texts in which a known word stands in disguise: what they are read as is not what was counted."""
    preset, words = encoder.preset, encoder.words
    if not (preset.unmask and words):
        return []
    spelled = [spell(text, preset) for text in texts]
    return [number for number, text in enumerate(spelled) if unmask(text, words) != text]
