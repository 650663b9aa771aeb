"""A message becomes token ids: cleaning, tokenising, vocabulary, and the encoder that joins them."""

from elman.text.cleaning import clean, keep
from elman.text.encoder import TextEncoder
from elman.text.tokenizer import pieces, whitespace
from elman.text.vocabulary import PAD_ID, UNKNOWN_ID, Vocabulary

__all__ = ["PAD_ID", "UNKNOWN_ID", "TextEncoder", "Vocabulary", "clean", "keep", "pieces", "whitespace"]
