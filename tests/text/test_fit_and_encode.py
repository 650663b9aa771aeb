"""A vocabulary fitted and its texts encoded at once: as one after the other, and as counted feature by feature."""

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from elman.presets import Preset, get_preset
from elman.text import TextEncoder
from elman.text.cutting import features, tokenize
from tests.strategies import odd_texts
from tests.text.unpacking import unpacked

PRESETS = {
    "default": get_preset("default").override({"min_frequency": 1}),
    "short": get_preset("default").override({"min_frequency": 1, "max_length": 3, "keep_side": "end"}),
    "textbook": get_preset("textbook"),
    "words": Preset(surface_tokens=True, unmask=True, lowercase=True),
    "few": get_preset("default").override({"min_frequency": 1, "max_vocabulary": 60}),
    "nothing known": get_preset("default").override({"min_frequency": 1000}),
}
SAMPLES = ["Call free now", "call FR3E f.r.e.e now", "free free", "", "WIN £100 at Café!", "a b c d e f g"]


@settings(max_examples=30)
@given(st.sampled_from(sorted(PRESETS)), st.lists(odd_texts | st.sampled_from(SAMPLES), max_size=8))
def test_at_once_is_as_one_after_the_other(name: str, texts: list[str]) -> None:
    encoder, encoded = TextEncoder.fit_and_encode(texts, PRESETS[name])
    apart = TextEncoder.fit(texts, PRESETS[name])
    assert encoder.vocabulary == apart.vocabulary
    assert unpacked(encoded) == [apart.encode(text) for text in texts] == unpacked(apart.encode_all(texts))


@pytest.mark.parametrize("name", sorted(PRESETS))
def test_every_feature_counts_once_for_each_token_that_has_it(name: str) -> None:
    preset = PRESETS[name]
    counts = Counter(
        feature for text in SAMPLES * 2 for token in tokenize(text, preset) for feature in features(token, preset)
    )
    frequent = [feature for feature, count in counts.most_common() if count >= preset.min_frequency]
    kept = frequent[: preset.vocabulary_limit]
    pairs = [feature for feature in kept if preset.word_pairs and feature[0] == "_"]
    fitted = TextEncoder.fit(SAMPLES * 2, preset).vocabulary.tokens
    assert list(fitted) == [feature for feature in kept if feature not in pairs] + pairs
