"""A census, by the compiled core and in Python: against counting token by token, and each against the other."""

import random
import sys
from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from elman.data import read as read_corpus
from elman.presets import Preset, get_preset
from elman.text import EncodedTexts
from elman.text.census import Census, plain_census, take_census
from elman.text.cutting import features, tokenize
from tests.strategies import odd_texts
from tests.text.unpacking import unpacked

PRESETS = {
    "default": get_preset("default"),
    "few features": get_preset("default").override({"max_features": 3, "word_pairs": False}),
    "short": get_preset("tiny").override({"max_length": 2, "keep_side": "end", "lowercase": True}),
    "textbook": get_preset("textbook"),
    "words": Preset(surface_tokens=True, lowercase=True, ascii_only=True),
    "whitespace": Preset(cleaning="keep", tokenizer="whitespace", features="token"),
}
SAMPLES = [
    "Call free now, call FREE NOW",
    "free free",
    "",
    " ",
    "Don't &amp; won't",
    "WIN £100 at Café!",
    "ΣΣ 한글 e\u0301",
]


def read(census: Census) -> list[list[list[str]]]:
    """The features of each token of each text."""
    ends = np.cumsum(census.token_sizes)
    tokens = [
        [census.features[each] for each in census.token_features[end - size : end]]
        for end, size in zip(ends, census.token_sizes, strict=True)
    ]
    ends = np.cumsum(census.lengths)
    return [
        [tokens[place] for place in census.places[end - size : end]]
        for end, size in zip(ends, census.lengths, strict=True)
    ]


@pytest.mark.parametrize("take", [take_census, plain_census])
@pytest.mark.parametrize("name", sorted(PRESETS))
def test_it_holds_every_feature_of_every_token(name: str, take: type) -> None:
    preset = PRESETS[name]
    found = [[list(features(token, preset)) for token in tokenize(text, preset)] for text in SAMPLES * 2]
    census = take(SAMPLES * 2, preset)
    assert read(census) == found
    counts = Counter(feature for text in found for token in text for feature in token)
    assert dict(zip(census.features, census.counts.tolist(), strict=True)) == counts
    assert list(census.features) == list(counts)


@settings(max_examples=100)
@given(st.sampled_from(sorted(PRESETS)), st.lists(odd_texts | st.sampled_from(SAMPLES), max_size=8))
def test_the_compiled_one_is_the_plain_one(name: str, texts: list[str]) -> None:
    compiled, plain = take_census(texts, PRESETS[name]), plain_census(texts, PRESETS[name])
    assert list(compiled.features) == list(plain.features)
    assert compiled.counts.tolist() == plain.counts.tolist()
    assert compiled.lengths.tolist() == plain.lengths.tolist()
    assert read(compiled) == read(plain)


def test_the_compiled_one_is_the_plain_one_on_real_messages() -> None:
    texts = list(read_corpus("sms-spam").texts)
    compiled, plain = take_census(texts, PRESETS["default"]), plain_census(texts, PRESETS["default"])
    assert list(compiled.features) == list(plain.features)
    assert np.array_equal(compiled.counts, plain.counts)
    assert read(compiled) == read(plain)


def test_without_a_compiled_core_it_is_taken_in_python(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "elman._native", None)
    taken, plain = take_census(SAMPLES, PRESETS["default"]), plain_census(SAMPLES, PRESETS["default"])
    assert read(taken) == read(plain)
    assert taken.token_sizes.tolist() == plain.token_sizes.tolist()


TOKENS = st.lists(st.tuples(st.integers(0, 3)) | st.tuples(st.integers(0, 2), st.integers(0, 1)), max_size=5)


@given(st.lists(TOKENS, max_size=5), st.randoms(use_true_random=False))
def test_encoded_texts_are_the_same_however_their_tokens_are_numbered(
    texts: list[list[tuple[int, ...]]], order: random.Random
) -> None:
    encoded = EncodedTexts.of(texts)
    assert unpacked(encoded) == texts
    assert len(set(encoded.tokens)) == len(encoded.tokens)
    tokens = [token for text in texts for token in text] + [(9,)]  # equal ones apart, and one that stands nowhere
    places = list(range(len(tokens)))
    order.shuffle(places)
    shuffled = [token for _, token in sorted(zip(places, tokens, strict=True))]
    ends = np.cumsum([len(text) for text in texts], dtype=int)
    parts = [np.array(places[end - len(text) : end], np.int32) for end, text in zip(ends, texts, strict=True)]
    again = EncodedTexts.numbered(shuffled, parts)
    assert unpacked(again) == texts
    assert list(again.tokens) == list(encoded.tokens)
