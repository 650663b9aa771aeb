"""Dividing a corpus: nothing stands on both sides, and the given test part wins."""

import pytest

from elman.data import Corpus, duplicate_key
from elman.errors import DataError
from elman.experiments import divide
from elman.presets import get_preset

PRESET = get_preset("default")


def corpus(*pairs: tuple[str, str]) -> Corpus:
    return Corpus(tuple(text for _, text in pairs), tuple(label for label, _ in pairs), "made here", "")


MESSAGES = corpus(*[("ham", f"hello {n % 15}") for n in range(20)], *[("spam", f"WIN {n % 15}") for n in range(20)])


@pytest.mark.parametrize("seed", range(5))
def test_no_text_stands_on_both_sides(seed):
    parts = divide(MESSAGES, PRESET, seed)
    train, test = ({duplicate_key(text) for text in part.texts} for part in (parts.train, parts.test))
    assert not train & test
    assert len(train) + len(test) == 30
    assert parts.left_out == 10


def test_duplicates_stay_on_request():
    parts = divide(MESSAGES, PRESET.override({"deduplicate": False}), 0)
    assert (len(parts.train.texts), len(parts.test.texts), parts.left_out) == (32, 8, 0)


def test_texts_of_a_given_test_part_are_not_learned_from():
    test = corpus(("ham", "Hello  3"), ("spam", "new"))
    parts = divide(MESSAGES, PRESET, 0, test)
    assert parts.test == test
    assert "hello 3" not in parts.train.texts
    assert (len(parts.train.texts), parts.left_out) == (29, 11)


@pytest.mark.parametrize("label", ["odd", "ham"])
def test_a_test_part_that_holds_all_of_a_class_is_told_of(label):
    messages = corpus(
        ("ham", "hello"), ("ham", "see you"), ("odd", "one thing"), ("odd", "ONE thing"), ("new", "hello")
    )
    with pytest.raises(DataError) as caught:
        divide(messages, PRESET, 0, corpus(("ham", "good day"), (label, "one  thing"), ("new", "never learned")))
    assert caught.value.message == (
        "`made here`: every text of the class `odd` stands in the test part too; none is left to learn from"
    )
    assert caught.value.hint == "hold out other texts, or give the class more of them"


def test_a_class_that_cannot_be_divided_is_told_of_with_the_corpus():
    with pytest.raises(DataError, match=r"^`made here`: class `odd`: expected at least 2 different texts; got 1\n"):
        divide(corpus(("ham", "hello"), ("ham", "see you"), ("odd", "one thing")), PRESET, 0)


def test_a_test_part_that_holds_everything_leaves_nothing():
    with pytest.raises(DataError) as caught:
        divide(MESSAGES, PRESET, 0, MESSAGES)
    assert caught.value.message == "`made here`: every text stands in the test part too; nothing is left to learn from"
    assert caught.value.hint == "hold out another file, or leave out --test to hold out a part of this one"


def test_unlabelled_texts_cannot_be_divided():
    with pytest.raises(DataError) as caught:
        divide(Corpus(("a",), None, "made here", ""), PRESET, 0)
    assert caught.value.message == "`made here`: expected a label with each text; got none"


def test_the_first_texts_are_learned_from_on_request():
    preset = PRESET.override({"train_first": "22"})
    parts = divide(MESSAGES, preset, 0)
    assert parts.train.texts == (*(f"hello {n}" for n in range(15)), "WIN 0", "WIN 1")
    assert parts.test.texts == tuple(f"WIN {n}" for n in range(2, 15))
    assert parts.left_out == 10
    whole = divide(MESSAGES, preset.override({"deduplicate": False}), 0)
    assert (whole.train.texts, whole.test.texts) == (MESSAGES.texts[:22], MESSAGES.texts[22:])


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        (
            {"train_first": 40},
            "`made here`: cannot learn from the first 40 of 40 texts and hold out the rest\n"
            "hint: set `train_first` lower",
        ),
        (
            {"train_first": 18},
            "`made here`: the class `spam` is held out, and none of the 15 texts that are learned from is of it\n"
            "hint: set `train_first` higher, or shuffle the file",
        ),
        (
            {"train_first": 36},
            "`made here`: every text after the first 36 stands among them already; nothing is held out\n"
            "hint: set `train_first` lower, or `deduplicate` to false",
        ),
    ],
)
def test_a_first_part_that_leaves_nothing_is_refused(settings, message):
    with pytest.raises(DataError) as caught:
        divide(MESSAGES, PRESET.override(settings), 0)
    assert str(caught.value) == message
