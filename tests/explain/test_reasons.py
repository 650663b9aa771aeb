"""Why a verdict: contributions that add up to the answer, and what leaving a word out really does."""

import math
import sys

import numpy as np
import pytest

from elman.explain import reasons
from elman.runtime import Runtime
from tests.bundle.samples import make_bundle

TEXT = "free prize home unheard free"
WITH_BOTH = {"linear_weight": 2.0, "network_weight": 0.7, "bidirectional": True, "pooling": "mean+max+inputs"}


def log_odds(runtime, text, answer, rival):
    row = dict(zip(runtime.labels, runtime.probabilities([text])[0], strict=True))
    return math.log(row[answer] / row[rival])


@pytest.mark.parametrize("labels", [("ham", "spam"), ("a", "b", "c", "d")])
@pytest.mark.parametrize("text", [TEXT, "", "free"])
def test_the_parts_add_up_to_the_log_odds_of_the_answer(labels, text):
    runtime = Runtime(make_bundle(settings=WITH_BOTH, labels=labels))
    found = reasons(runtime, text)
    total = found.network + found.linear_bias + sum(token.linear for token in found.tokens)
    assert found.log_odds == pytest.approx(total, abs=1e-9)
    assert found.log_odds == pytest.approx(log_odds(runtime, text, found.label, found.against), abs=1e-5)
    assert found.probability == pytest.approx(max(runtime.probabilities([text])[0]))
    assert [token.token for token in found.tokens] == text.split()


def test_the_features_are_the_linear_readers_terms_one_by_one():
    bundle = make_bundle(settings=WITH_BOTH)
    found = reasons(Runtime(bundle), TEXT)
    ids = {"free": 2, "prize": 3, "home": 4, "<unk>": 1}
    answer, rival = bundle.labels.index(found.label), bundle.labels.index(found.against)
    weight = {name: array.astype(float) for name, array in bundle.weights.items()}
    length = math.sqrt(sum(weight["linear.scale"][each] ** 2 for each in ids.values()))
    expected = {
        name: 2.0 * (weight["linear.weight"][answer, each] - weight["linear.weight"][rival, each]) / length
        for name, each in ids.items()
    }
    assert dict(found.features) == pytest.approx(expected)
    sizes = [abs(share) for _, share in found.features]
    assert sizes == sorted(sizes, reverse=True)
    twice = [token.linear for token in (found.tokens[0], found.tokens[4])]
    assert twice == pytest.approx([expected["free"] / 2] * 2), "a feature that two tokens have is shared between them"


def test_a_words_part_in_the_network_is_what_leaving_it_out_changes():
    runtime = Runtime(make_bundle(settings={"pooling": "mean+last", "cell": "gru"}))
    found = reasons(runtime, TEXT)
    words = TEXT.split()
    for left, token in enumerate(found.tokens):
        rest = " ".join(words[:left] + words[left + 1 :])
        fall = found.log_odds - log_odds(runtime, rest, found.label, found.against)
        assert token.network == pytest.approx(fall, abs=1e-5)
        assert token.total == token.network


def test_without_a_linear_reader_there_are_no_features():
    found = reasons(Runtime(make_bundle()), TEXT)
    assert found.features == ()
    assert found.linear_bias == 0
    assert found.network == found.log_odds


def test_padding_that_is_read_as_words_is_named_and_kept_in_number():
    runtime = Runtime(make_bundle(settings={"pooling": "padded_last", "max_length": 4}))
    found = reasons(runtime, "free prize")
    assert [token.token for token in found.tokens] == ["free", "prize", "·", "·"]
    fall = found.log_odds - log_odds(runtime, "prize", found.label, found.against)
    assert found.tokens[0].network == pytest.approx(fall, abs=1e-5)
    assert found.tokens[3].network == pytest.approx(0, abs=1e-6), "another padding comes in its place"


def test_tokens_about_the_whole_text_stand_in_brackets():
    settings = {"surface_tokens": True, "features": "subword", "linear_weight": 1.0}
    found = reasons(Runtime(make_bundle(settings=settings, tokens=("=free", "length:6"))), "free")
    assert [token.token for token in found.tokens][:2] == ["free", "[length:6]"]
    assert len(found.tokens) == 8


def test_many_tokens_are_left_out_in_parts(monkeypatch):
    runtime = Runtime(make_bundle(settings={"pooling": "mean"}))
    whole = reasons(runtime, TEXT)
    monkeypatch.setattr(sys.modules["elman.explain.reasons"], "_TOKENS_AT_ONCE", 7)
    assert reasons(runtime, TEXT) == whole
    assert np.isfinite(whole.log_odds)


def test_a_label_moves_no_cursor_when_reasons_are_shown():
    found = reasons(Runtime(make_bundle(labels=("h\x1b[2J", "s\npam"))), "a")
    assert "\x1b" not in str(found)
    first, second = sorted(("h\\x1b[2J", "s\\npam"), key=str(found).index)
    assert str(found).split("\n")[0].startswith(f"{first} ")
    assert str(found).split("\n")[0].endswith(f" against {second}")


@pytest.mark.parametrize("linear_weight", [0.0, 1.0])
def test_a_word_moves_no_cursor_when_reasons_are_shown(linear_weight):
    settings = {"tokenizer": "whitespace", "features": "token", "cleaning": "keep", "linear_weight": linear_weight}
    shown = str(reasons(Runtime(make_bundle(settings=settings)), "za\u017c\u00f3\u0142\u0107 \x1b[2J\x1b[Hyou"))
    assert "\x1b" not in shown
    assert [line.split()[-1] for line in shown.split("\n")[2:4]] == ["za\u017c\u00f3\u0142\u0107", r"\x1b[2J\x1b[Hyou"]
