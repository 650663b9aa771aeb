"""The features of many texts, counted, and their tokens, numbered: what vocabularies and encoded texts come from."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from elman.presets import Preset
from elman.text.alphabet import spelling, traits
from elman.text.cutting import Cut, cut, features, spell

Numbers: TypeAlias = NDArray[np.int32]


@dataclass(frozen=True)
class Census:
    """What some texts are made of.

    Args:
        features: Different features of their tokens, in the order in which they first came.
        counts: How many tokens have each.
        token_sizes: Tokens, most of them different: how many features each has.
        token_features: These features, as places in ``features``, one token's after the other's.
        places: Which of the tokens stands where, one text after the other. No text is cut short.
        lengths: Tokens of each text.
    """

    features: Sequence[str]
    counts: NDArray[np.int64]
    token_sizes: Numbers
    token_features: Numbers
    places: Numbers
    lengths: Numbers


def take_census(texts: Sequence[str], preset: Preset) -> Census:
    """The census of some texts, by the compiled core where there is one."""
    try:
        from elman._native import census
    except ImportError:
        return plain_census(texts, preset)

    def cut_plainly(text: str) -> list[list[bytes]]:
        return [
            [each.encode("utf-8", "surrogatepass") for each in features(token, preset)] for token in _cut(text, preset)
        ]

    read_singly = partial(spelling, cleaning=preset.cleaning)
    found, counts, *numbers = census(preset, list(texts), read_singly, traits, cut_plainly)
    return Census(found, np.frombuffer(counts, np.int64), *(np.frombuffer(each, np.int32) for each in numbers))


def plain_census(texts: Iterable[str], preset: Preset) -> Census:
    """The same in Python alone."""
    cuts = [_cut(text, preset) for text in texts]
    counts = Counter(chain.from_iterable(cuts))
    number: dict[str, int] = {}
    of_token = [[number.setdefault(each, len(number)) for each in features(token, preset)] for token in counts]
    place = {token: each for each, token in enumerate(counts)}
    sizes = np.array([len(each) for each in of_token], np.int32)
    flat = np.array(list(chain.from_iterable(of_token)), np.int32)
    times = np.repeat(np.fromiter(counts.values(), np.int64, len(counts)), sizes)
    return Census(
        features=list(number),
        counts=np.bincount(flat, times, minlength=len(number)).astype(np.int64),
        token_sizes=sizes,
        token_features=flat,
        places=np.array([place[token] for token in chain.from_iterable(cuts)], np.int32),
        lengths=np.array([len(each) for each in cuts], np.int32),
    )


def _cut(text: str, preset: Preset) -> list[Cut]:
    return cut(spell(text, preset), preset)
