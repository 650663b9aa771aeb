"""The linear rivals: each tells two kinds of message apart, the same way every time."""

import pytest
from benchmarks.accuracy import linear
from benchmarks.accuracy.systems import SYSTEMS

from elman.text.surface import surface_tokens

TRAIN = ["WIN a £100 prize now!!", "free prize, call 0800123", "see you at home", "are you late for dinner"]
LABELS = ["spam", "spam", "ham", "ham"]


@pytest.mark.parametrize("name", ["naive-bayes", "words-svm", "union-svm", "surface-svm"])
def test_it_labels_what_it_has_learned(name):
    with SYSTEMS[name].open() as fit_predict:
        answers = [fit_predict(TRAIN, LABELS, ["call for a free £50 prize", "you are home late"]) for _ in range(2)]
    assert answers == [["spam", "ham"]] * 2


def test_the_third_block_of_the_union_is_what_the_message_looks_like():
    union, _ = linear.surface_svm().fit(TRAIN, LABELS).named_steps.values()
    names = union.transformer_list[2][1].get_feature_names_out()
    assert set(names) == {token for text in TRAIN for token in surface_tokens(text)}
