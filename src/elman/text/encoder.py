"""From a message to tokens, each the ids of its features: the same in training and in answering."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias

from elman.presets import Preset
from elman.text.cutting import Cut, features, tokenize
from elman.text.features import LONGEST_REMEMBERED, MOST_REMEMBERED, PairedPiece, Piece, pair_feature
from elman.text.vocabulary import PAD_ID, UNKNOWN_ID, Vocabulary, known_words

if TYPE_CHECKING:
    from elman.text.encoded import EncodedTexts

Token: TypeAlias = tuple[int, ...]
"""The ids of one token's features, at least one."""

_REMEMBERED = 1 << 16  # different tokens whose ids an encoder keeps at hand


@dataclass(frozen=True)
class TextEncoder:
    """How one model reads text: the preset's text settings and the vocabulary fitted with them.

    Args:
        preset: Its ``cleaning``, ``ascii_only``, ``lowercase``, ``unmask``, ``tokenizer``, ``features``, ``min_ngram``,
            ``max_ngram``, ``max_features``, ``word_pairs``, ``max_length``, ``keep_side``, ``surface_tokens`` and
            ``pooling`` (which may ask for padding to be read as words) are what counts here.
        vocabulary: The ids of the features.
    """

    preset: Preset
    vocabulary: Vocabulary

    # What reads many texts at once needs NumPy, which answering does without.

    @classmethod
    def fit(cls, texts: Iterable[str], preset: Preset) -> "TextEncoder":
        """Fit the vocabulary on texts; give it the training part only."""
        from elman.text.bulk import fit_vocabulary
        from elman.text.census import take_census

        return cls(preset, fit_vocabulary(take_census(list(texts), preset), preset))

    @classmethod
    def fit_and_encode(cls, texts: Sequence[str], preset: Preset) -> tuple["TextEncoder", "EncodedTexts"]:
        """``fit``, and what ``encode`` makes of the same texts, which are cut once for both."""
        from elman.text.bulk import encode_census, fit_vocabulary
        from elman.text.census import take_census

        census = take_census(texts, preset)
        encoder = cls(preset, fit_vocabulary(census, preset))
        return encoder, encode_census(encoder, texts, census)

    def encode_all(self, texts: Sequence[str]) -> "EncodedTexts":
        """What ``encode`` makes of each of some texts."""
        from elman.text.bulk import encode_census
        from elman.text.census import take_census

        return encode_census(self, texts, take_census(texts, self.preset))

    def encode(self, text: str) -> list[Token]:
        """The tokens of one text: at most ``max_length``, and the surface tokens; without any, an empty list.

        A feature that is not in the vocabulary is left out; a token without any other reads as unknown. Where padding
        is read as words (``pooling=padded_last``), always exactly ``max_length`` tokens.
        """
        tokens = [self.known(token) for token in self.cut(text, self.preset.max_length)]
        if not self.preset.feeds_padding:
            return tokens
        return tokens + [(PAD_ID,)] * (self.preset.max_length - len(tokens))

    def cut(self, text: str, limit: int | None = None) -> list[Cut]:
        """A text cut into tokens that have no ids yet: all of them, or at most ``limit``."""
        return tokenize(text, self.preset, self.words if self.preset.unmask else frozenset(), limit)

    def known(self, token: Cut) -> Token:
        """The ids of what is known of a token."""
        if not isinstance(token, PairedPiece):
            return self._core(token) or (UNKNOWN_ID,)
        pair = self.vocabulary.find(pair_feature(token))
        core = self._core(token.piece)
        return (core if pair is None else (*core, pair)) or (UNKNOWN_ID,)

    def _core(self, token: str | Piece) -> Token:
        """The features that are known of a token by itself."""
        known = self._remembered.get(token)
        if known is None:
            ids = self.vocabulary.encode(features(token, self.preset))
            known = tuple(each for each in ids if each != UNKNOWN_ID)
            if len(self._remembered) >= _REMEMBERED:
                self._remembered.clear()
            length = len(token if isinstance(token, str) else token.text)
            if length <= LONGEST_REMEMBERED and len(known) <= MOST_REMEMBERED:
                self._remembered[token] = known
        return known

    @cached_property
    def _remembered(self) -> dict[str | Piece, Token]:
        return {}

    @cached_property
    def words(self) -> frozenset[str]:
        """The known words that a disguise may hide, in lower case."""
        return known_words(self.vocabulary.tokens, self.preset.features)


def embedded(token: Token, vocab_size: int) -> Token:
    """What a network hears of a token: the ids that it has vectors for; without any, the unknown one.

    Args:
        token: Ids of features.
        vocab_size: Rows of the network's embedding; a linear reader beside it may read features of higher ids.
    """
    if max(token) < vocab_size:
        return token
    return tuple(each for each in token if each < vocab_size) or (UNKNOWN_ID,)
