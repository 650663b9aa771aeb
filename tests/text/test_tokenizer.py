"""Cutting into tokens, against a walk along the characters and by what must hold for any text."""

import pytest
from hypothesis import given

from elman.text import pieces, whitespace
from elman.text.tokenizer import spans
from tests import oracles
from tests.strategies import ascii_texts, texts


@given(texts)
def test_pieces_are_those_of_a_walk_along_the_text(text: str) -> None:
    assert pieces(text) == oracles.pieces(text)


@given(texts)
def test_every_character_but_white_space_is_in_one_piece_in_order(text: str) -> None:
    assert "".join(pieces(text)) == "".join(text.split())


@given(texts)
def test_spans_are_where_the_pieces_stand(text: str) -> None:
    assert [text[start:end] for start, end in spans(text)] == oracles.pieces(text)
    places = [0, *(place for span in spans(text) for place in span), len(text)]
    assert places == sorted(places)


@given(ascii_texts)
def test_ascii_is_cut_the_same_beside_other_scripts(text: str) -> None:
    assert pieces(text + " 中") == [*pieces(text), "中"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Free entry, call 08001234!", ["Free", "entry", ",", "call", "08001234", "!"], id="plain"),
        pytest.param("don't 'quoted' rock'n'roll", ["don't", "'", "quoted", "'", "rock'n'roll"], id="apostrophes"),
        pytest.param("don’t l’été", ["don’t", "l’été"], id="typographic apostrophes"),
        pytest.param("'' o''clock '", ["'", "'", "o", "'", "'", "clock", "'"], id="apostrophes alone"),
        pytest.param("&lt;#&gt; &#163;5 & &amp", ["&lt;", "#", "&gt;", "&#163;", "5", "&", "&", "amp"], id="entities"),
        pytest.param("&; &#; &#x41;", ["&", ";", "&", "#", ";", "&", "#", "x", "41", ";"], id="not entities"),
        pytest.param("£1000cash 4u", ["£", "1000", "cash", "4", "u"], id="digits beside letters"),
        pytest.param("٣٤ १२", ["٣٤", "१२"], id="digits of other scripts"),
        pytest.param("x² ½", ["x", "²", "½"], id="numbers that are no digits"),
        pytest.param("e\u0301te\u0301 नमस्ते", ["e\u0301te\u0301", "नमस्ते"], id="combining marks"),
        pytest.param("🙂🙂👍\U0001f3fd", ["🙂", "🙂", "👍", "\U0001f3fd"], id="emoji"),
        pytest.param("a\ud800b", ["a", "\ud800", "b"], id="lone surrogate"),
        pytest.param("a\u200bb\u200dc", ["a", "\u200b", "b", "\u200d", "c"], id="zero width"),
        pytest.param("a\u00a0b\u3000c\u2028d", ["a", "b", "c", "d"], id="white space of other kinds"),
        pytest.param("a_b", ["a", "_", "b"], id="underscore"),
        pytest.param("中文字", ["中文字"], id="script without spaces"),
        pytest.param("", [], id="empty"),
    ],
)
def test_pieces_by_example(text: str, expected: list[str]) -> None:
    assert pieces(text) == expected


@given(texts)
def test_whitespace_leaves_no_white_space_and_nothing_else_out(text: str) -> None:
    tokens = whitespace(text)
    assert not any(character.isspace() for token in tokens for character in token)
    assert "".join(tokens) == "".join(character for character in text if not character.isspace())
