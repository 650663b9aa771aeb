"""How the answer comes about: the probability of every class after each word."""

import re
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from elman.bundle import Label
from elman.errors import DataError
from elman.runtime import Runtime

MOST_WORDS = 2_000  # each is a text of its own to answer, so the work grows with the square of their number


@dataclass(frozen=True)
class RunningProbabilities:
    """The answers to a text as it grows.

    Args:
        words: The text cut at white space.
        labels: The classes.
        probabilities: ``[words + 1, classes]``; row 0 before the first word, row t after word t.
    """

    words: tuple[str, ...]
    labels: tuple[Label, ...]
    probabilities: NDArray[np.float64]


def running_probabilities(runtime: Runtime, text: str) -> RunningProbabilities:
    """The probability of each class after every word of a text.

    Each row is the answer to the text up to there, as though it ended there. A model that reads from the start only is
    never asked anything else while it reads; one that is bidirectional, or has tokens about the whole text, reads
    every beginning anew, so its rows are answers to so many texts rather than stages of one reading.

    Args:
        runtime: The model.
        text: Any string with at least one word, and at most 2,000.

    Raises:
        DataError: If the text has no words, or more.
    """
    words = list(re.finditer(r"\S+", text))
    if not 0 < len(words) <= MOST_WORDS:
        raise DataError(
            f"the text: expected 1 to {MOST_WORDS:,} words; got {len(words):,}",
            hint="give a text with words in it" if not words else "give its first words",
        )
    beginnings = ["", *(text[: word.end()] for word in words)]
    return RunningProbabilities(tuple(word[0] for word in words), runtime.labels, runtime.probabilities(beginnings))
