"""How a tagger reads: its vocabulary against counts made by hand."""

import pytest

from elman.presets import get_preset
from elman.text import TaggerEncoder

SENTENCES = [["A", "a", "b", "b", "c"], ["a"]]


@pytest.mark.parametrize(
    ("settings", "tokens"),
    [
        ({}, ("a", "b", "A", "c")),
        ({"lowercase": True}, ("a", "b", "c")),
        ({"min_frequency": 2}, ("a", "b")),
        ({"lowercase": True, "min_frequency": 2, "max_vocabulary": 1}, ("a",)),
    ],
    ids=str,
)
def test_the_most_frequent_tokens_are_kept(settings: dict, tokens: tuple) -> None:
    preset = get_preset("tagger").override({"features": "token", "lowercase": False, "min_frequency": 1, **settings})
    assert TaggerEncoder.fit(SENTENCES, preset).vocabulary.tokens == tokens


@pytest.mark.parametrize(("min_frequency", "is_known"), [(5, True), (6, False)])
def test_a_feature_counts_once_for_each_token_that_has_it(min_frequency: int, is_known: bool) -> None:
    settings = {"features": "subword", "lowercase": True, "min_ngram": 3, "max_ngram": 3}
    preset = get_preset("tagger").override({**settings, "min_frequency": min_frequency})
    fitted = TaggerEncoder.fit([["Cat", "cat", "hat"], ["hat", "mat"]], preset)
    assert ("~at>" in fitted.vocabulary) == is_known
