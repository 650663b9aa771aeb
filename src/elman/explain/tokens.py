"""A text as a model read it: the tokens that have states, and what a person would call each of them."""

from elman.bundle import Bundle
from elman.errors import DataError
from elman.text import Piece, Token, is_surface_token
from elman.text.cutting import Cut
from elman.text.features import PairedPiece

PADDING = "·"  # what stands for padding that is read as though it were words


def read_tokens(bundle: Bundle, text: str) -> tuple[tuple[str, ...], list[Token]]:
    """The tokens of a text: their names, and the ids of their features.

    A word stands for itself, a token about the whole text in brackets (``[length:21]``), and padding that the model
    reads as words as a dot.
    """
    encoder = bundle.encoder
    cut = [_name(token) for token in encoder.cut(text, bundle.preset.max_length)]
    ids = encoder.encode(text)
    return (*cut, *[PADDING] * (len(ids) - len(cut))), ids


def read_some_tokens(bundle: Bundle, text: str) -> tuple[tuple[str, ...], list[Token]]:
    """As ``read_tokens``, of a text of which there must be something to show.

    Raises:
        DataError: If it has no tokens.
    """
    tokens, ids = read_tokens(bundle, text)
    if not tokens:
        raise DataError(
            "the text: expected at least one token; got none that this model reads", hint="give a text with words in it"
        )
    return tokens, ids


def _name(token: Cut) -> str:
    if isinstance(token, PairedPiece):
        return token.piece.text
    if isinstance(token, Piece):
        return token.text
    return f"[{token}]" if is_surface_token(token) else token
