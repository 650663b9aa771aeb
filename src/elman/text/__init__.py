"""A message becomes tokens, each the ids of its features: cleaning, cutting, features, vocabulary, encoder.

The names below are loaded when they are first used: answering by the compiled core needs few of them.
"""

from typing import TYPE_CHECKING

from elman.lazy import load_lazily

if TYPE_CHECKING:
    from elman.text.cleaning import clean, fold, keep
    from elman.text.disguise import unmask
    from elman.text.encoded import EncodedTexts
    from elman.text.encoder import TextEncoder, Token, embedded
    from elman.text.features import PAIR, Piece, piece_features, piece_shape, pieces_in_context
    from elman.text.language_encoder import START_ID, LanguageEncoder
    from elman.text.levels import LEVELS, Joiner
    from elman.text.ngrams import ngram_rows
    from elman.text.stream import TokenStream
    from elman.text.surface import is_surface_token, surface_tokens
    from elman.text.tagger_encoder import TaggerEncoder
    from elman.text.tokenizer import pieces, whitespace
    from elman.text.vocabulary import PAD_ID, UNKNOWN_ID, WORD, Vocabulary

__all__ = [
    "LEVELS",
    "PAD_ID",
    "PAIR",
    "START_ID",
    "UNKNOWN_ID",
    "WORD",
    "EncodedTexts",
    "Joiner",
    "LanguageEncoder",
    "Piece",
    "TaggerEncoder",
    "TextEncoder",
    "Token",
    "TokenStream",
    "Vocabulary",
    "clean",
    "embedded",
    "fold",
    "is_surface_token",
    "keep",
    "ngram_rows",
    "piece_features",
    "piece_shape",
    "pieces",
    "pieces_in_context",
    "surface_tokens",
    "unmask",
    "whitespace",
]

if not TYPE_CHECKING:
    __getattr__, __dir__ = load_lazily(
        __name__,
        {
            "LEVELS": "elman.text.levels",
            "PAD_ID": "elman.text.vocabulary",
            "PAIR": "elman.text.features",
            "START_ID": "elman.text.language_encoder",
            "UNKNOWN_ID": "elman.text.vocabulary",
            "WORD": "elman.text.vocabulary",
            "EncodedTexts": "elman.text.encoded",
            "Joiner": "elman.text.levels",
            "LanguageEncoder": "elman.text.language_encoder",
            "Piece": "elman.text.features",
            "TaggerEncoder": "elman.text.tagger_encoder",
            "TextEncoder": "elman.text.encoder",
            "Token": "elman.text.encoder",
            "TokenStream": "elman.text.stream",
            "Vocabulary": "elman.text.vocabulary",
            "clean": "elman.text.cleaning",
            "embedded": "elman.text.encoder",
            "fold": "elman.text.cleaning",
            "is_surface_token": "elman.text.surface",
            "keep": "elman.text.cleaning",
            "ngram_rows": "elman.text.ngrams",
            "piece_features": "elman.text.features",
            "piece_shape": "elman.text.features",
            "pieces": "elman.text.tokenizer",
            "pieces_in_context": "elman.text.features",
            "surface_tokens": "elman.text.surface",
            "unmask": "elman.text.disguise",
            "whitespace": "elman.text.tokenizer",
        },
    )
