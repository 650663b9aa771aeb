"""How a tagger reads: tokens that were cut already, each the ids of its features."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from elman.presets import Preset
from elman.text.cutting import Cut, features
from elman.text.encoder import TextEncoder, Token
from elman.text.features import END, START, Piece
from elman.text.vocabulary import Vocabulary


@dataclass(frozen=True)
class TaggerEncoder:
    """How one tagger reads.

    Args:
        preset: Its ``lowercase``, ``features``, ``min_ngram``, ``max_ngram`` and ``max_features`` are what counts here.
        vocabulary: The ids of the features.
    """

    preset: Preset
    vocabulary: Vocabulary

    @classmethod
    def fit(cls, sentences: Iterable[Sequence[str]], preset: Preset) -> "TaggerEncoder":
        """Fit the vocabulary on sentences; give it the training part only."""
        counts: Counter[str] = Counter()
        for token, count in Counter(token for sentence in sentences for token in sentence).items():
            for feature in features(_cut(token, preset), preset):
                counts[feature] += count
        vocabulary = Vocabulary.of_counts(counts, min_frequency=preset.min_frequency, max_size=preset.vocabulary_limit)
        return cls(preset, vocabulary)

    def encode(self, sentence: Sequence[str]) -> list[Token]:
        """The tokens of one sentence, each the ids of what is known of it."""
        return [self._encoder.known(_cut(token, self.preset)) for token in sentence]

    @cached_property
    def _encoder(self) -> TextEncoder:
        return TextEncoder(self.preset, self.vocabulary)


def _cut(token: str, preset: Preset) -> Cut:
    token = token.lower() if preset.lowercase else token
    return Piece(START, token, END) if preset.features == "subword" else token
