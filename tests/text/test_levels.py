"""Cutting for language models and joining again: nothing is lost at two levels, and what the third loses is told."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from elman.errors import DataError
from elman.presets import LanguagePreset
from elman.text import LEVELS, UNKNOWN_ID, LanguageEncoder, Vocabulary


def join(level, tokens):
    joiner = LEVELS[level].joiner()
    return "".join([*(joiner.add(token) for token in tokens), joiner.end()])


@given(st.text(st.characters(codec="utf-8")))
def test_characters_and_bytes_give_the_text_back(text):
    assert join("char", LEVELS["char"].cut(text)) == text
    assert LEVELS["char"].cut(text) == list(text)
    assert join("byte", LEVELS["byte"].cut(text)) == text
    assert [ord(token) for token in LEVELS["byte"].cut(text)] == list(text.encode())


@given(st.binary())
def test_any_bytes_at_all_are_given_back(content):
    text = content.decode("utf-8", errors="surrogateescape")
    tokens = LEVELS["byte"].cut(text)
    assert bytes(map(ord, tokens)) == content
    assert join("byte", tokens).encode("utf-8", errors="surrogateescape") == content


@given(st.text("ab0 \t\n.,'&;()£$-é中") | st.text())
def test_words_joined_and_cut_again_are_the_same_words(text):
    tokens = LEVELS["word"].cut(text)
    assert LEVELS["word"].cut(join("word", tokens)) == tokens


@pytest.mark.parametrize(
    "text", ["To be, or not to be:\nthat is the question.\n", "(it cost £5, don't you know?)\n\nyes!", "a\n\n\nb", ""]
)
def test_plain_prose_comes_back_as_it_was(text):
    assert join("word", LEVELS["word"].cut(text)) == text


def test_what_words_lose_is_white_space_inside_a_line():
    assert join("word", LEVELS["word"].cut("  a \t b ,c - d\r\n")) == "a b, c - d\n"


def test_the_ids_of_characters_are_by_frequency_and_an_unseen_one_is_unknown():
    encoder = LanguageEncoder.fit("abbccc", LanguagePreset())
    assert encoder.vocabulary.tokens == ("c", "b", "a")
    assert encoder.encode("cabx").tolist() == [2, 4, 3, UNKNOWN_ID]
    assert [encoder.token(each) for each in (2, 4, UNKNOWN_ID)] == ["c", "a", "\ufffd"]


def test_words_can_be_folded_and_limited():
    preset = LanguagePreset(level="word", lowercase=True, min_frequency=2, max_vocabulary=2)
    encoder = LanguageEncoder.fit("A a B b b c c d", preset)
    assert encoder.vocabulary.tokens == ("b", "a")
    assert encoder.encode("B C").tolist() == [2, UNKNOWN_ID]


def test_bytes_have_all_their_ids_whatever_was_read():
    encoder = LanguageEncoder.fit("a", LanguagePreset(level="byte"))
    assert encoder.encode("é").tolist() == [0xC3 + 2, 0xA9 + 2]


def test_a_prompt_must_be_known():
    encoder = LanguageEncoder(LanguagePreset(level="word"), Vocabulary(["king", "queen"]))
    assert encoder.encode_known("queen king").tolist() == [3, 2]
    with pytest.raises(DataError) as caught:
        encoder.encode_known("the kings")
    assert caught.value.message == "prompt: expected words that the model knows; got 'the'"
    with pytest.raises(DataError) as caught:
        encoder.encode_known("kings")
    assert caught.value.hint == "use one of its 2, such as 'king'"
