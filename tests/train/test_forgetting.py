"""What a trained model forgets of its dictionary: nothing that changes an answer."""

from dataclasses import replace

import numpy as np
import pytest

from elman.presets import Preset, get_preset
from elman.runtime import Runtime
from elman.runtime.numpy_core import NumpyCore
from elman.text import TextEncoder, Vocabulary
from elman.train import Texts, fit_classifier
from elman.train import fit as fitting
from elman.train.forgetting import forget_unread

SPAM = [
    "call free now",
    "win a FREE prize today",
    "free ringtone, txt WIN",
    "prize of 500 waiting: call",
    "win win win",
]
HAM = ["see you at home", "late again, sorry", "call me when home", "lunch at one?", "home by eight, see you"]
MESSAGES = Texts([*SPAM, *HAM], ["spam"] * 5 + ["ham"] * 5)
PRESET = replace(
    get_preset("default"),
    min_frequency=1,
    network_vocabulary=20,
    linear_features=15,
    epochs=1,
    min_steps=1,
    embedding_size=4,
    hidden_size=3,
)
ASKED = [
    *MESSAGES.texts,
    "",
    "call fr3e now",
    "f r e e",
    "s3e y0u",
    "unheard of",
    "\u4f60\u597d",
    "win £££ 12345 today!!",
]


@pytest.fixture
def whole(monkeypatch):
    """The same model with its whole dictionary."""
    with monkeypatch.context() as patched:
        patched.setattr(fitting, "forget_unread", lambda vocabulary, arrays, preset, vocab_size: (vocabulary, arrays))
        return fit_classifier(MESSAGES, PRESET)


def test_every_answer_stays_what_it_was_to_the_last_bit(whole):
    bundle = fit_classifier(MESSAGES, PRESET)
    assert len(bundle.vocabulary) < len(whole.vocabulary)
    for core in (Runtime, NumpyCore):
        np.testing.assert_array_equal(core(bundle).probabilities(ASKED), core(whole).probabilities(ASKED))


def test_what_somebody_reads_stays_in_its_order(whole):
    bundle = fit_classifier(MESSAGES, PRESET)
    read = whole.weights["linear.scale"] > 0
    assert read.sum() == 15
    tokens = [
        token
        for number, token in enumerate(whole.vocabulary.tokens)
        if number < 20 or read[2 + number] or token.startswith("=")
    ]
    assert list(bundle.vocabulary.tokens) == tokens
    np.testing.assert_array_equal(
        np.sort(bundle.weights["linear.scale"])[-15:], np.sort(whole.weights["linear.scale"][read])
    )


@pytest.mark.parametrize("unmask", [True, False])
@pytest.mark.parametrize("features", ["token", "subword"])
def test_words_stay_where_they_are_looked_for_in_disguise(features, unmask):
    vocabulary = Vocabulary(["=free", "~fre", "=call", "~cal", "=now"])
    arrays = {
        "linear.weight": np.ones((2, 7), np.float32),
        "linear.scale": np.array([0, 0, 0, 0, 0, 0, 1], np.float32),
        "linear.bias": np.zeros(2, np.float32),
    }
    preset = Preset(features=features, unmask=unmask, linear_weight=1.0)
    kept, sliced = forget_unread(vocabulary, arrays, preset, vocab_size=3)
    expected = {("token", True): 5, ("subword", True): 3}.get((features, unmask), 2)
    assert len(kept.tokens) == expected == sliced["linear.scale"].shape[0] - 2 == sliced["linear.weight"].shape[1] - 2
    assert kept.tokens[0] == "=free"
    assert kept.tokens[-1] == "=now"
    assert sliced["linear.scale"][-1] == 1


def test_without_a_limit_nothing_is_forgotten():
    preset = replace(PRESET, linear_features=None)
    bundle = fit_classifier(MESSAGES, preset)
    assert bundle.vocabulary == TextEncoder.fit(MESSAGES.texts, preset).vocabulary
