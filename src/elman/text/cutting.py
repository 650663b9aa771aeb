"""A text cut into tokens that have no ids yet, and what each is made of, as the preset says."""

import re
from collections.abc import Container
from typing import TypeAlias, TypeVar

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

Cut: TypeAlias = str | Piece | PairedPiece
"""A token as it was cut from a text: by itself, in its context, or with the word before it too."""

_Token = TypeVar("_Token")

_HALVES = re.compile(r"[\ud800-\udbff][\udc00-\udfff]")  # of one character: JSON does not tell them from the whole


def tokenize(text: str, preset: Preset, words: Container[str] = (), limit: int | None = None) -> list[Cut]:
    """Clean a text and cut it into tokens, as the preset says.

    Args:
        text: Any string.
        preset: The text settings.
        words: The words that are known, in lower case, for ``unmask``.
        limit: Tokens kept, surface tokens not counted; None keeps all.
    """
    text = spell(text, preset)
    if preset.unmask and words:
        text = unmask(text, words)
    return limited(cut(text, preset), preset, limit)


def spell(text: str, preset: Preset) -> str:
    """A text as it is cleaned."""
    if preset.ascii_only:
        text = drop_non_ascii(text)
    text = _HALVES.sub(_whole, CLEANINGS[preset.cleaning](text))
    return text.lower() if preset.lowercase else text


def _whole(halves: re.Match[str]) -> str:
    return halves[0].encode("utf-16-le", errors="surrogatepass").decode("utf-16-le")


def cut(text: str, preset: Preset) -> list[Cut]:
    """All tokens of a cleaned text, and at their end the surface tokens."""
    tokens: list[Cut] = []
    if preset.features == "token":
        tokens += TOKENIZERS[preset.tokenizer](text)
    else:
        tokens += pieces_in_pairs(text) if preset.word_pairs else pieces_in_context(text)
    return [*tokens, *surface_tokens(text)] if preset.surface_tokens else tokens


def limited(tokens: list[_Token], preset: Preset, limit: int | None) -> list[_Token]:
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
