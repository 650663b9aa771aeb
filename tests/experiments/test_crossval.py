"""Cross-validation, against scikit-learn's folds and an estimator trained by hand on each."""

import os
import signal

import numpy as np
import pytest
from sklearn.model_selection import StratifiedKFold

import elman
from elman.data import Corpus
from elman.errors import TrainingError, UsageError
from elman.experiments import cross_validate, crossval
from elman.presets import get_preset
from tests.bundle.samples import make_bundle

TINY = {"embedding_size": 4, "hidden_size": 3, "max_length": 8, "batch_size": 8, "epochs": 4, "learning_rate": 0.05}


def test_pooled_answers_are_those_of_an_estimator_on_scikit_learns_folds():
    words = {"spam": ["win", "free", "prize", "call"], "ham": ["home", "see", "you", "late"]}
    pairs = [(f"{one} {two}", label) for label, few in words.items() for one in few for two in few]
    doubled = [*pairs, ("WIN  win", "spam"), ("home home", "ham")]
    corpus = Corpus(tuple(text for text, _ in doubled), tuple(label for _, label in doubled), "made here", "")
    found = cross_validate(corpus, get_preset("default").override(TINY), folds=4, split_seed=3, seed=2)

    texts, labels = (np.array(column, dtype=object) for column in zip(*pairs, strict=True))
    errors = []
    for train, test in StratifiedKFold(4, shuffle=True, random_state=3).split(texts, labels):
        classifier = elman.TextClassifier(seed=2, **TINY).fit(texts[train], labels[train])
        errors.append(int((classifier.predict(texts[test]) != labels[test]).sum()))
    assert found.fold_errors == errors
    assert found.metrics["n"] == len(pairs)
    assert found.metrics["errors"] == sum(errors)


@pytest.mark.parametrize("vocabulary_from", ["train", "all"])
def test_every_fold_is_trained_as_was_asked_and_told_of(monkeypatch, vocabulary_from):
    corpus = Corpus(tuple(f"text {number}" for number in range(8)), ("spam", "ham") * 4, "made here", "")
    trained, told = [], []

    def fit(train, preset, *, vocabulary_texts, run, **options):
        trained.append((vocabulary_texts, run.kernel))
        return make_bundle()

    monkeypatch.setattr("elman.train.fit_classifier", fit)
    preset = get_preset("default").override({"vocabulary_from": vocabulary_from})
    cross_validate(corpus, preset, folds=3, kernel="reference", tell=lambda done, of: told.append((done, of)))
    assert trained == [(corpus.texts if vocabulary_from == "all" else None, "reference")] * 3
    assert told == [(1, 3), (2, 3), (3, 3)]


def test_a_positive_label_that_does_not_occur_is_told_before_any_training(monkeypatch):
    monkeypatch.setattr(crossval, "_run", None)
    corpus = Corpus(tuple(f"text {number}" for number in range(16)), ("spam", "ham") * 8, "made here", "")
    with pytest.raises(UsageError) as raised:
        cross_validate(corpus, get_preset("default").override(TINY), positive_label="spma")
    assert raised.value.message == "positive label: expected one of ham, spam; got `spma`"
    assert raised.value.hint == "give one of these, or none"


@pytest.mark.parametrize(("vanished", "positive"), [("a", "c"), ("d", "b")])
def test_a_class_of_duplicates_alone_is_no_class(vanished, positive):
    texts = [f"{word} text {number} lorem" for word in "bc" for number in range(10)]
    corpus = Corpus((*texts, "B TEXT 0  lorem"), (*("b" * 10), *("c" * 10), vanished), "made here", "")
    found = cross_validate(corpus, get_preset("default").override(TINY), folds=2, positive_label=positive)
    assert list(found.metrics["classes"]) == ["b", "c"]
    assert (found.metrics["n"], found.metrics["positive_label"]) == (20, positive)


def _killed(fold):
    os.kill(os.getpid(), signal.SIGKILL)


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system has no such signal")
def test_a_process_that_is_ended_from_outside_is_told_of(monkeypatch):
    monkeypatch.setattr(crossval, "_answer_fold", _killed)
    corpus = Corpus(tuple(f"text {number}" for number in range(8)), ("spam", "ham") * 4, "made here", "")
    with pytest.raises(TrainingError) as caught:
        cross_validate(corpus, get_preset("default"), folds=2, jobs=2)
    assert caught.value.message == "cross-validation: one of its 2 processes was ended from outside"
    assert caught.value.hint == "if memory ran out, ask for fewer with `--jobs` (in Python `jobs=`)"


def test_workers_take_no_module_from_the_folder_they_stand_in(tmp_path, monkeypatch):
    (tmp_path / "pickle.py").write_text("raise SystemExit('the pickle.py of the user')")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("PYTHONSAFEPATH", raising=False)
    monkeypatch.setattr(crossval, "_answer_fold", _answered)
    corpus = Corpus(tuple(f"text {number}" for number in range(8)), ("spam", "ham") * 4, "made here", "")
    assert cross_validate(corpus, get_preset("default"), folds=2, jobs=2).fold_errors == [2, 2]
    assert "PYTHONSAFEPATH" not in os.environ


def _answered(fold):
    count = len(fold.split.test)
    return np.zeros(count, np.intp), np.full((count, 2), 0.5)
