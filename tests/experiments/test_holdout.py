"""Training on one part and measuring on the other: what is passed on to the training."""

import pytest

from elman.data import Corpus
from elman.experiments import Parts, train_and_measure
from elman.presets import get_preset
from tests.bundle.samples import make_bundle

CORPUS = Corpus(("free prize", "home", "prize"), ("spam", "ham", "spam"), "made here", "")
TEST = Corpus(("free", "late"), ("spam", "ham"), "held out", "")


@pytest.mark.parametrize(
    ("vocabulary_from", "texts"), [("train", None), ("all", ["free prize", "home", "prize", "free", "late"])]
)
def test_the_vocabulary_is_of_every_text_on_request(monkeypatch, vocabulary_from, texts):
    asked = []

    def fit(train, preset, **options):
        asked.append(options["vocabulary_texts"])
        return make_bundle()

    monkeypatch.setattr("elman.train.fit_classifier", fit)
    preset = get_preset("default").override({"vocabulary_from": vocabulary_from})
    bundle = train_and_measure(CORPUS, Parts(CORPUS, TEST, 0), preset)
    assert asked == [texts]
    assert bundle.metrics["texts"] == {"read": 3, "left_out": 0, "train": 3, "test": 2}
