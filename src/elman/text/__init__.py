"""A message becomes tokens, each the ids of its features: cleaning, cutting, features, vocabulary, encoder."""

from elman.text.cleaning import clean, fold, keep
from elman.text.disguise import unmask
from elman.text.encoder import TextEncoder, Token
from elman.text.features import Piece, piece_features, piece_shape, pieces_in_context
from elman.text.language_encoder import START_ID, LanguageEncoder
from elman.text.levels import LEVELS, Joiner
from elman.text.stream import TokenStream
from elman.text.surface import is_surface_token, surface_tokens
from elman.text.tagged_encoder import TaggedEncoder
from elman.text.tokenizer import pieces, whitespace
from elman.text.vocabulary import PAD_ID, UNKNOWN_ID, Vocabulary

__all__ = [
    "LEVELS",
    "PAD_ID",
    "START_ID",
    "UNKNOWN_ID",
    "Joiner",
    "LanguageEncoder",
    "Piece",
    "TaggedEncoder",
    "TextEncoder",
    "Token",
    "TokenStream",
    "Vocabulary",
    "clean",
    "fold",
    "is_surface_token",
    "keep",
    "piece_features",
    "piece_shape",
    "pieces",
    "pieces_in_context",
    "surface_tokens",
    "unmask",
    "whitespace",
]
