"""From a message to tokens, each the ids of its features: the same in training and in answering."""

import re
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

from elman.presets import SURFACE_TOKENS, Preset
from elman.text.cleaning import CLEANINGS, drop_non_ascii
from elman.text.disguise import unmask
from elman.text.features import (
    PairedPiece,
    Piece,
    pair_feature,
    piece_features,
    pieces_in_context,
    pieces_in_pairs,
)
from elman.text.surface import surface_tokens
from elman.text.tokenizer import TOKENIZERS
from elman.text.vocabulary import PAD_ID, UNKNOWN_ID, Vocabulary, known_words

Token = tuple[int, ...]
"""The ids of one token's features, at least one."""

Cut = str | Piece | PairedPiece
"""A token as it was cut from a text: by itself, in its context, or with the word before it too."""

_HALVES = re.compile(r"[\ud800-\udbff][\udc00-\udfff]")  # of one character: JSON does not tell them from the whole

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

    @classmethod
    def fit(cls, texts: Iterable[str], preset: Preset) -> "TextEncoder":
        """Fit the vocabulary on texts; give it the training part only."""
        return cls._of_cuts([_cut(_spell(text, preset), preset) for text in texts], preset)

    @classmethod
    def fit_and_encode(cls, texts: Iterable[str], preset: Preset) -> tuple["TextEncoder", list[list[Token]]]:
        """``fit``, and what ``encode`` makes of the same texts: each is cut once, unless a word is in disguise."""
        spelled = [_spell(text, preset) for text in texts]
        cuts = [_cut(text, preset) for text in spelled]
        encoder = cls._of_cuts(cuts, preset)
        if preset.unmask and encoder.words:
            plain = [unmask(text, encoder.words) for text in spelled]
            cuts = [
                cut if after == before else _cut(after, preset)
                for cut, after, before in zip(cuts, plain, spelled, strict=True)
            ]
        return encoder, [encoder._encode_cut(_limited(cut, preset, preset.max_length)) for cut in cuts]

    @classmethod
    def _of_cuts(cls, cuts: Sequence[Sequence[Cut]], preset: Preset) -> "TextEncoder":
        tokens = Counter(chain.from_iterable(cuts))
        cores: defaultdict[str | Piece, int] = defaultdict(
            int
        )  # a piece has the same features whichever word is before it
        for token, count in tokens.items():
            cores[token.piece if isinstance(token, PairedPiece) else token] += count
        counts: defaultdict[str, int] = defaultdict(int)
        for token, count in tokens.items():
            core = token.piece if isinstance(token, PairedPiece) else token
            if times := cores.pop(core, 0):
                for feature in features(core, preset):
                    counts[feature] += times
            if isinstance(token, PairedPiece):
                counts[pair_feature(token)] += count
        vocabulary = Vocabulary.of_counts(counts, min_frequency=preset.min_frequency, max_size=preset.vocabulary_limit)
        return cls(preset, vocabulary)

    def encode(self, text: str) -> list[Token]:
        """The tokens of one text: at most ``max_length``, and the surface tokens; without any, an empty list.

        A feature that is not in the vocabulary is left out; a token without any other reads as unknown. Where padding
        is read as words (``pooling=padded_last``), always exactly ``max_length`` tokens.
        """
        return self._encode_cut(self.cut(text, self.preset.max_length))

    def _encode_cut(self, cut: Sequence[Cut]) -> list[Token]:
        tokens = [self.known(token) for token in cut]
        if not self.preset.feeds_padding:
            return tokens
        return tokens + [(PAD_ID,)] * (self.preset.max_length - len(tokens))

    def cut(self, text: str, limit: int | None = None) -> list[Cut]:
        """A text cut into tokens that have no ids yet: all of them, or at most ``limit``."""
        return tokenize(text, self.preset, self.words, limit)

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


def tokenize(text: str, preset: Preset, words: Container[str] = (), limit: int | None = None) -> list[Cut]:
    """Clean a text and cut it into tokens, as the preset says.

    Args:
        text: Any string.
        preset: The text settings.
        words: The words that are known, in lower case, for ``unmask``.
        limit: Tokens kept, surface tokens not counted; None keeps all.
    """
    text = _spell(text, preset)
    if preset.unmask and words:
        text = unmask(text, words)
    return _limited(_cut(text, preset), preset, limit)


def _spell(text: str, preset: Preset) -> str:
    if preset.ascii_only:
        text = drop_non_ascii(text)
    text = _HALVES.sub(_whole, CLEANINGS[preset.cleaning](text))
    return text.lower() if preset.lowercase else text


def _whole(halves: re.Match[str]) -> str:
    return halves[0].encode("utf-16-le", errors="surrogatepass").decode("utf-16-le")


def _cut(text: str, preset: Preset) -> list[Cut]:
    """All tokens of a cleaned text, and at their end the surface tokens."""
    tokens: list[Cut] = []
    if preset.features == "token":
        tokens += TOKENIZERS[preset.tokenizer](text)
    else:
        tokens += pieces_in_pairs(text) if preset.word_pairs else pieces_in_context(text)
    return [*tokens, *surface_tokens(text)] if preset.surface_tokens else tokens


def _limited(tokens: list[Cut], preset: Preset, limit: int | None) -> list[Cut]:
    """At most ``limit`` tokens of one side, surface tokens not counted."""
    surface = SURFACE_TOKENS if preset.surface_tokens else 0
    if limit is None or len(tokens) <= limit + surface:
        return tokens
    end = len(tokens) - surface
    kept = tokens[end - limit : end] if preset.keep_side == "end" else tokens[:limit]
    return kept + tokens[end:]


def features(token: Cut, preset: Preset) -> tuple[str, ...]:
    """What a token is made of: its subword features, or itself alone."""
    if isinstance(token, str):
        return (token,)
    if isinstance(token, PairedPiece):
        return (*features(token.piece, preset), pair_feature(token))
    return piece_features(token, range(preset.min_ngram, preset.max_ngram + 1), preset.max_features)
