"""A text fed in parts gives the tokens of the whole."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from elman.errors import UsageError
from elman.presets import Preset
from elman.text import TextEncoder, TokenStream
from tests.strategies import odd_texts

LEARNED = ["free prize now", "call me at home, at 9", "it's free"]
PRESETS = {
    "words": Preset(tokenizer="whitespace", max_length=10_000),
    "subwords": Preset(features="subword", word_pairs=True, max_length=10_000),
    "clean": Preset(cleaning="clean", max_length=10_000),
}


@pytest.mark.parametrize("preset", PRESETS.values(), ids=PRESETS)
@given(parts=st.lists(st.one_of(odd_texts, st.sampled_from([" ", "fr", "ee ", "at home", "\n"])), max_size=6))
def test_tokens_are_those_of_the_whole(preset, parts):
    encoder = TextEncoder.fit(LEARNED, preset)
    stream = TokenStream(encoder)
    tokens = [token for part in parts for token in stream.feed(part)] + stream.end()
    assert tokens == encoder.encode("".join(parts))


def test_a_word_waits_until_it_is_over():
    stream = TokenStream(TextEncoder.fit(LEARNED, PRESETS["words"]))
    assert stream.feed("fr") == []
    assert len(stream.feed("ee pri")) == 1
    assert len(stream.end()) == 1


def test_what_never_ends_is_cut_where_it_stands():
    stream = TokenStream(TextEncoder.fit(LEARNED, PRESETS["words"]))
    assert sum(len(stream.feed("a" * 1_000)) for _ in range(200)) == 3


def test_a_model_that_needs_the_whole_text_is_refused():
    encoder = TextEncoder.fit(LEARNED, Preset(surface_tokens=True, unmask=True))
    with pytest.raises(UsageError) as caught:
        TokenStream(encoder)
    assert caught.value.message == (
        "a stream: this model needs the whole text before it answers, for its surface_tokens, unmask"
    )
    assert caught.value.hint == "train one with the settings surface_tokens=false, unmask=false"


def test_padding_that_is_read_needs_the_whole_text_too():
    encoder = TextEncoder.fit(LEARNED, Preset(pooling="padded_last", bidirectional=False))
    with pytest.raises(UsageError) as caught:
        TokenStream(encoder)
    assert caught.value.message == "a stream: this model needs the whole text before it answers, for its pooling"
    assert caught.value.hint == "train one with the settings pooling=mean+max"


def test_white_space_that_is_dropped_parts_nothing():
    """White space outside ASCII goes before anything is cut, however the text comes."""
    encoder = TextEncoder.fit(["foobar win"], Preset(ascii_only=True))
    for parts in (["foo\u00a0bar"], ["foo\u00a0", "bar"], ["foo", "\u2003bar"]):
        stream = TokenStream(encoder)
        tokens = [token for part in parts for token in stream.feed(part)] + stream.end()
        assert tokens == encoder.encode("foo\u00a0bar") == encoder.encode("foobar")
