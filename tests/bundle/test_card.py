"""The model card names the model's labels, where it came from, and what was measured."""

from dataclasses import replace

import pytest

from elman.bundle import TrainingData, write_bundle
from elman.bundle.card import classifier_card, language_card, tagger_card
from tests.bundle.samples import make_bundle
from tests.runtime.test_language import make_language_bundle


def test_the_whole_card():
    metrics = {"test": {"n": 1115, "accuracy": 0.98765, "spam_caught": None, "confusion": [[1]], "classes": {}}}
    assert classifier_card(make_bundle(metrics=metrics)) == (
        "# default classifier of ham, spam\n"
        "\n"
        "A network of 1 × 2 elman units that reads a text\n"
        "token by token: 10 tokens, 36 parameters, written by elman.\n"
        "\n"
        f"- Trained on 5,574 texts of `sms-spam` (SHA-256 `{'ab' * 32}`), seed 7.\n"
        "- Reads at most 1000 tokens of a text, from its start.\n"
        "- Says `spam` from a probability of 0.5.\n"
        "\n"
        "## Measured on held-out texts\n"
        "\n"
        "| measure | value |\n"
        "|---|---|\n"
        "| n | 1115 |\n"
        "| accuracy | 0.9877 |\n"
        "\n"
        "## Use\n"
        "\n"
        '`elman predict DIR "a message"` on the command line, `elman.load(DIR).predict(["a message"])` in Python.\n'
        "It knows only what its training texts showed; measure it on your own messages before you rely on it.\n"
    )


def test_the_parameters_are_counted():
    bundle = make_bundle()
    embedding, cell, head = 10 * 2, 2 * 2 + 2 * 2 + 2, 2 * 2 + 2
    assert f"{embedding + cell + head} parameters" in classifier_card(bundle)


@pytest.mark.parametrize("metrics", [{}, {"test": 1}, {"train": {"accuracy": 1.0}}])
def test_nothing_is_said_to_be_measured_that_was_not(metrics):
    assert "Measured" not in classifier_card(make_bundle(metrics=metrics))


@pytest.mark.parametrize("is_measured", [True, False])
def test_what_taggers_and_language_models_were_measured_on_is_said(is_measured):
    settings = {"pooling": "each", "word_pairs": False}
    tagger = make_bundle(settings=settings, threshold=None, positive_label=None)
    measured = {"tokens": 1115, "accuracy": 0.98765, "whole": 0.5}
    table = "| measure | value |\n|---|---|\n| tokens | 1115 |\n| accuracy | 0.9877 |\n| whole | 0.5 |\n"
    for card, bundle, part, heading in (
        (tagger_card, tagger, "test", "## Measured on sentences given for it"),
        (language_card, make_language_bundle(), "validation", "## Measured on a text that was held out"),
    ):
        shown = card(replace(bundle, metrics={part: measured} if is_measured else {}))
        assert (f"{heading}\n\n{table}\n## Use\n" in shown) == is_measured == ("Measured" in shown)


def test_more_than_two_labels_have_no_threshold():
    card = classifier_card(make_bundle(labels=(1, 2, "three")))
    assert card.startswith("# default classifier of 1, 2, three\n")
    assert "from a probability" not in card


def test_texts_given_in_python_have_no_digest():
    card = classifier_card(replace(make_bundle(), training_data=TrainingData("texts given in Python", "", 4)))
    assert "- Trained on 4 texts of `texts given in Python`, seed 7.\n" in card


def test_lone_surrogates_are_written_out(tmp_path):
    source = TrainingData("caf\udce9.csv", "", 4)
    write_bundle(make_bundle(labels=("ham", "\ud800"), training_data=source), tmp_path / "model")
    card = (tmp_path / "model" / "README.md").read_text("utf-8")
    assert card.startswith("# default classifier of ham, \\ud800\n")
    assert "`caf\\udce9.csv`" in card
