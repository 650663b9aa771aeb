"""From message to ids: what the preset's text settings do, and that nothing is learned from texts not given."""

import pytest
from hypothesis import given

from elman.presets import Preset, get_preset
from elman.text import PAD_ID, UNKNOWN_ID, TextEncoder, Vocabulary
from tests.strategies import texts

LETTERS = Vocabulary("abcdefgh")


def encode_letters(text: str, **settings: object) -> list[str]:
    encoder = TextEncoder(Preset(**settings), LETTERS)
    return read(encoder, text)


def read(encoder: TextEncoder, text: str) -> list[str]:
    """The one feature of every token."""
    return encoder.vocabulary.decode(feature for (feature,) in encoder.encode(text))


@pytest.mark.parametrize(("side", "kept"), [("start", "abc"), ("end", "fgh")])
def test_a_long_text_keeps_the_side_that_is_asked_for(side: str, kept: str) -> None:
    assert encode_letters("a b c d e f g h", max_length=3, keep_side=side) == list(kept)


@pytest.mark.parametrize("side", ["start", "end"])
def test_a_text_of_just_the_length_stays_whole(side: str) -> None:
    assert encode_letters("a b c", max_length=3, keep_side=side) == ["a", "b", "c"]


@pytest.mark.parametrize("text", ["", "a b", "a b c", "a b c d"])
def test_padding_read_as_words_fills_up_at_the_end(text: str) -> None:
    tokens = TextEncoder(Preset(pooling="padded_last", max_length=3), LETTERS).encode(text)
    assert tokens == ([(2,), (3,), (4,)][: len(text.split())] + [(PAD_ID,)] * 3)[:3]


@pytest.mark.parametrize("text", ["", " \t\n", "\u3000"])
def test_a_text_without_tokens_is_empty(text: str) -> None:
    assert TextEncoder(Preset(), LETTERS).encode(text) == []


def test_a_word_of_other_texts_is_unknown() -> None:
    encoder = TextEncoder.fit(["free entry", "free call"], Preset())
    assert encoder.vocabulary.tokens == ("free", "entry", "call")
    assert encoder.encode("free lottery call") == [(2,), (UNKNOWN_ID,), (4,)]


def test_fit_applies_the_vocabulary_settings() -> None:
    encoder = TextEncoder.fit(["a a a b b c c d"], Preset(min_frequency=2, max_vocabulary=2))
    assert encoder.vocabulary.tokens == ("a", "b")


def test_the_vocabulary_is_fitted_on_whole_texts_as_in_the_chapter() -> None:
    encoder = TextEncoder.fit(["a b c"], Preset(max_length=1))
    assert encoder.vocabulary.tokens == ("a", "b", "c")


@pytest.mark.parametrize(
    ("settings", "tokens"),
    [
        ({}, ("WIN", "£", "100", "at", "Café", "!")),
        ({"lowercase": True}, ("win", "£", "100", "at", "café", "!")),
        ({"ascii_only": True}, ("WIN", "100", "at", "Caf", "!")),
        ({"tokenizer": "whitespace"}, ("WIN", "£100", "at", "Café!")),
        ({"cleaning": "clean"}, ("win", "at", "café")),
        ({"cleaning": "clean", "ascii_only": True}, ("win", "at", "caf")),
    ],
)
def test_each_text_setting_does_what_it_says(settings: dict[str, object], tokens: tuple[str, ...]) -> None:
    assert TextEncoder.fit(["WIN £100 at Café!"], Preset(**settings)).vocabulary.tokens == tokens


def test_two_spellings_of_one_character_are_one_token() -> None:
    encoder = TextEncoder.fit(["caf\u00e9"], Preset())
    assert encoder.encode("cafe\u0301") == [(2,)]


def test_the_chapter_reads_a_message_from_its_end() -> None:
    encoder = TextEncoder.fit([f"Go! {'x ' * 24}jurong"], get_preset("textbook"))
    assert read(encoder, f"Go! {'x ' * 24}jurong") == ["x"] * 24 + ["jurong"]


def test_a_million_characters() -> None:
    text = "free£ 100! " * 91_000
    assert TextEncoder.fit([text], Preset(max_length=5)).encode(text) == [(2,), (3,), (4,), (5,), (2,)]


@given(texts)
def test_any_text_becomes_one_id_in_use_for_each_token(text: str) -> None:
    encoder = TextEncoder.fit(["free entry"], Preset(max_length=4))
    tokens = encoder.encode(text)
    assert len(tokens) <= 4
    assert set(tokens) <= {(UNKNOWN_ID,), (2,), (3,)}


@given(texts)
def test_a_text_that_was_fitted_has_no_unknown_token(text: str) -> None:
    assert (UNKNOWN_ID,) not in TextEncoder.fit([text], Preset()).encode(text)
