"""A run small enough to train in a blink: one compilation serves all the tests here."""

import pytest

from elman.presets import Preset
from elman.train import Texts

WORDS = {"spam": ["win", "free", "prize", "call", "now"], "ham": ["home", "see", "you", "late", "dinner"]}


@pytest.fixture(scope="session")
def tiny() -> Preset:
    """A preset with every kind of dropout, a validation part, and five short epochs."""
    return Preset(name="tiny").override(
        {
            "embedding_size": 4,
            "hidden_size": 3,
            "max_length": 8,
            "batch_size": 8,
            "epochs": 5,
            "schedule": "constant",
            "warmup_steps": 0,
            "learning_rate": 0.02,
            "validation_fraction": 0.25,
            "embedding_dropout": 0.1,
            "feature_dropout": 0.1,
            "token_dropout": 0.1,
            "locked_dropout": 0.1,
            "output_dropout": 0.1,
        }
    )


@pytest.fixture(scope="session")
def messages() -> Texts:
    """Forty messages, two words each, that words alone tell apart."""
    texts, labels = [], []
    for label, words in WORDS.items():
        for first in words:
            for second in words[:4]:
                texts.append(f"{first} {second}")
                labels.append(label)
    return Texts(texts, labels)
