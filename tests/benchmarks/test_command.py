"""The command, against scikit-learn's own cross-validation; and what it says to those who ask for what cannot be."""

import json
import re

import numpy as np
import pytest
from benchmarks.accuracy.system import CannotRun
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.metrics import f1_score
from sklearn.model_selection import StratifiedKFold, cross_val_predict
from sklearn.naive_bayes import MultinomialNB
from sklearn.pipeline import make_pipeline

from benchmarks import environments
from elman.data import read
from elman.experiments import cross_validate
from elman.presets import PRESETS, get_preset

TINY = {"name": "small", "cell": "mingru", "embedding_size": 4, "hidden_size": 3, "max_length": 8, "epochs": 2}


def expected_answers(path, folds, split_seed):
    corpus = read(path)
    folding = StratifiedKFold(folds, shuffle=True, random_state=split_seed)
    model = make_pipeline(CountVectorizer(), MultinomialNB())
    return np.array(corpus.labels), cross_val_predict(model, corpus.texts, corpus.labels, cv=folding)


def test_a_rival_makes_the_errors_of_scikit_learns_cross_validation(run, messages):
    result = run(messages, "--folds", 4, "--split-seed", 3, "--systems", "naive-bayes", "--presets", "", "--json")
    labels, answers = expected_answers(messages, 4, 3)
    (row,) = json.loads(result.stdout)["systems"]
    assert 0 < row["mean"]["errors"] == (labels != answers).sum()
    assert row["runs"][0]["metrics"]["n"] == len(labels)


def test_several_split_seeds_are_averaged_and_each_is_listed(run, messages):
    arguments = [messages, "--folds", 4, "--systems", "naive-bayes", "--presets", ""]
    errors = [int(np.not_equal(*expected_answers(messages, 4, seed)).sum()) for seed in (0, 5, 7)]
    result = run(*arguments, "--split-seed", "0,5", "--split-seed", 7)
    last = result.stdout.splitlines()[-1]
    assert re.match(rf"multinomial naive Bayes +{sum(errors) / 3:.1f} ", last)
    assert last.endswith(f"   {errors[0]} {errors[1]} {errors[2]}")


def test_more_than_two_classes_have_a_macro_f1_and_no_spam(run, topics):
    result = run(topics, "--folds", 4, "--systems", "naive-bayes", "--presets", "")
    found = json.loads(run(topics, "--folds", 4, "--systems", "naive-bayes", "--presets", "", "--json").stdout)
    assert "macro F1" in result.stdout
    assert "caught" not in result.stdout
    (row,) = found["systems"]
    assert row["mean"]["macro_f1"] == pytest.approx(f1_score(*expected_answers(topics, 4, 0), average="macro"))
    assert row["mean"]["spam_caught"] is None


def test_the_table_has_a_line_for_every_linear_rival(run, messages):
    result = run(messages, "--folds", 2, "--systems", "naive-bayes,words-svm,union-svm,surface-svm", "--presets", "")
    assert (result.exit_code, result.stderr) == (0, "")
    lines = result.stdout.splitlines()
    assert lines[0].endswith("messages.tsv: 50 texts without duplicates, 2 folds, split seed 0")
    assert lines[1] == "caught: `spam` answered as `spam`; blocked: others answered as `spam`"
    assert lines[3].split() == ["system", "errors", "accuracy", "MCC", "caught", "blocked", "s/fold"]
    assert [line[:32].rstrip() for line in lines[4:]] == [
        "multinomial naive Bayes",
        "words(1,2) SVM",
        "words + characters SVM",
        "words + characters + surface SVM",
    ]


def test_our_row_is_what_the_package_measures(run, messages, monkeypatch):
    preset = get_preset("default").override(TINY)
    monkeypatch.setitem(PRESETS, "small", preset)
    result = run(
        messages, "--folds", 2, "--systems", "", "--presets", "small", "--split-seed", 1, "--seed", 4, "--json"
    )
    (row,) = json.loads(result.stdout)["systems"]
    expected = cross_validate(read(messages), preset, folds=2, split_seed=1, seed=4).metrics
    assert row["title"] == "elman small"
    assert row["runs"][0] == {**row["runs"][0], "metrics": expected, "split_seed": 1, "seed": 4}


def test_a_system_that_cannot_run_leaves_a_row_that_says_why(run, messages, monkeypatch):
    failure = CannotRun("its environment cannot be made: no compiler", hint="install one")
    monkeypatch.setattr(environments, "_made_or_failure", lambda environment: failure)
    arguments = [messages, "--folds", 2, "--systems", "fasttext,naive-bayes", "--presets", ""]
    result = run(*arguments)
    assert result.exit_code == 0
    *_, fasttext, naive_bayes = result.stdout.splitlines()
    assert fasttext.split(maxsplit=2)[2] == "not run: its environment cannot be made: no compiler"
    assert naive_bayes.startswith("multinomial naive Bayes")
    assert result.stderr == (
        "fastText, defaults: not run: its environment cannot be made: no compiler\n\nhint: install one\n"
    )
    assert json.loads(run(*arguments, "--json").stdout)["systems"][0] == {
        "system": "fasttext",
        "title": "fastText, defaults",
        "not_run": "its environment cannot be made: no compiler",
    }


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--systems", "bayes"], "error: `--systems`: expected some of naive-bayes, words-svm, "),
        (["--presets", "smal"], "error: `--presets`: expected some of default, "),
        (["--split-seed", "0,x"], "expected whole numbers of at least 0, with commas between them; got `0,x`"),
        (["--seed", "-1"], "expected whole numbers of at least 0, with commas between them; got `-1`"),
        (["--positive", "eggs"], "error: `--positive`: expected one of two labels; got `eggs`; `"),
        (["--split", "doceng2011", "--folds", "5"], "error: `--folds`: `--split doceng2011` is one fixed split\n"),
        (["--split", "doceng2011"], "error: `--split doceng2011`: expected the 5,574 texts of sms-spam; got 50 from `"),
    ],
)
def test_what_cannot_be_asked(run, messages, arguments, message):
    result = run(messages, "--presets", "", *arguments)
    assert result.exit_code == 2
    assert message in result.stderr
    assert result.stdout == ""


def test_the_published_split_is_measured_by_the_same_code(run, tmp_path, monkeypatch):
    texts = [f"{'free prize' if number % 3 == 0 else 'see you'} {number}" for number in range(5_574)]
    corpus = tmp_path / "collection.tsv"
    corpus.write_text("".join(f"{'spam' if 'free' in text else 'ham'}\t{text}\n" for text in texts), encoding="utf-8")
    preset = get_preset("default").override({**TINY, "batch_size": 512})
    monkeypatch.setitem(PRESETS, "small", preset)
    result = run(corpus, "--split", "doceng2011", "--systems", "naive-bayes", "--presets", "small", "--json")
    found = json.loads(result.stdout)
    assert (found["split"], found["split_seeds"], found["folds"]) == ("doceng2011", [None], 1)
    assert [row["runs"][0]["metrics"]["n"] for row in found["systems"]] == [3_900, 3_900]
