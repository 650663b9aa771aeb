"""What answers are worth, against scikit-learn and against counting by hand."""

import json
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn import metrics as sklearn_metrics

from elman.evaluate import classification_metrics, confusion_matrix, log_loss, matthews_correlation

NAMES = ["a", "b", "c", "d"]


@st.composite
def answered(draw, classes=None):
    """Number of classes, true class ids, answered class ids; some classes may not occur."""
    classes = draw(st.integers(2, 4)) if classes is None else classes
    pairs = draw(st.lists(st.tuples(*[st.integers(0, classes - 1)] * 2), min_size=1, max_size=30))
    truth, answers = np.array(pairs).T
    return classes, truth, answers


@given(answered())
def test_the_confusion_matrix(case):
    classes, truth, answers = case
    expected = sklearn_metrics.confusion_matrix(truth, answers, labels=range(classes))
    np.testing.assert_array_equal(confusion_matrix(truth, answers, classes), expected)


@pytest.mark.filterwarnings("ignore:A single label was found:UserWarning")
@given(answered())
def test_matthews_correlation(case):
    classes, truth, answers = case
    got = matthews_correlation(confusion_matrix(truth, answers, classes))
    assert got == pytest.approx(sklearn_metrics.matthews_corrcoef(truth, answers), abs=1e-12)


@given(*[st.integers(0, 10**6)] * 4)
def test_matthews_correlation_of_two_classes_is_the_old_formula(tp, tn, fp, fn):
    product = (tp + fp) * (tp + fn) * (tn + fp) * (tn + fn)
    expected = (tp * tn - fp * fn) / math.sqrt(product) if product else 0.0
    assert matthews_correlation(np.array([[tn, fp], [fn, tp]])) == pytest.approx(expected, abs=1e-9)


def test_matthews_correlation_of_many_texts_does_not_overflow():
    many = 2**30
    assert matthews_correlation(np.array([[many, 0], [0, many]])) == 1.0
    assert matthews_correlation(np.array([[0, many], [many, 0]])) == -1.0


@given(answered(), st.data())
def test_log_loss(case, data):
    classes, truth, _ = case
    shape = (len(truth), classes)
    weights = data.draw(st.lists(st.floats(1e-9, 1), min_size=math.prod(shape), max_size=math.prod(shape)))
    probabilities = np.reshape(weights, shape)
    probabilities /= probabilities.sum(axis=1, keepdims=True)
    expected = sklearn_metrics.log_loss(truth, probabilities, labels=range(classes))
    assert log_loss(truth, probabilities) == pytest.approx(expected, rel=1e-9, abs=1e-12)


def test_a_certainty_that_was_wrong_costs_a_finite_loss():
    assert log_loss(np.array([0]), np.array([[0.0, 1.0]])) == -math.log(1e-15)
    assert log_loss(np.array([1]), np.array([[0.0, 1.0]])) == 0.0


@given(answered())
def test_precision_recall_f1_and_count_of_every_class(case):
    classes, truth, answers = case
    got = classification_metrics(truth, answers, NAMES[:classes])
    expected = sklearn_metrics.precision_recall_fscore_support(
        truth, answers, labels=range(classes), zero_division=np.nan
    )
    assert list(got["classes"]) == NAMES[:classes]
    for each, (precision, recall, f1, count) in zip(got["classes"].values(), zip(*expected, strict=True), strict=True):
        assert each["count"] == count
        assert_share(each["precision"], precision)
        assert_share(each["recall"], recall)
        assert_share(each["f1"], f1)


def assert_share(got, expected):
    """Equal, with None in ours where scikit-learn has no number."""
    assert (got is None) if np.isnan(expected) else got == pytest.approx(expected)


@given(answered())
def test_counts_and_accuracy(case):
    classes, truth, answers = case
    got = classification_metrics(truth, answers, NAMES[:classes])
    assert got["n"] == len(truth)
    assert got["errors"] == sum(one != other for one, other in zip(truth, answers, strict=True))
    assert got["accuracy"] == sklearn_metrics.accuracy_score(truth, answers)
    assert got["confusion"] == confusion_matrix(truth, answers, classes).tolist()
    assert got["mcc"] == matthews_correlation(confusion_matrix(truth, answers, classes))
    assert "log_loss" not in got
    assert "spam_caught" not in got


@given(answered(classes=2), st.integers(0, 1))
def test_spam_caught_and_blocked_ham(case, positive):
    _, truth, answers = case
    labels = ["ham", "spam"] if positive else ["spam", "ham"]
    got = classification_metrics(truth, answers, labels, positive_label="spam")
    pairs = [(bool(one == positive), bool(other == positive)) for one, other in zip(truth, answers, strict=True)]
    spam = [taken for is_spam, taken in pairs if is_spam]
    ham = [taken for is_spam, taken in pairs if not is_spam]
    assert got["positive_label"] == "spam"
    assert got["spam_caught"] == (sum(spam) / len(spam) if spam else None)
    assert got["blocked_ham"] == (sum(ham) / len(ham) if ham else None)


@given(answered())
def test_all_of_it_survives_json(case):
    classes, truth, answers = case
    probabilities = np.full((len(truth), classes), 1 / classes)
    positive = 1 if classes == 2 else None
    got = classification_metrics(
        truth, answers, list(range(classes)), probabilities=probabilities, positive_label=positive
    )
    assert json.loads(json.dumps(got, allow_nan=False)) == got


def test_a_small_case_by_hand():
    truth, answers = np.array([0, 0, 0, 1, 1]), np.array([0, 0, 1, 1, 1])
    probabilities = np.array([[0.9, 0.1], [0.8, 0.2], [0.4, 0.6], [0.1, 0.9], [0.5, 0.5]])
    got = classification_metrics(truth, answers, [False, True], probabilities=probabilities, positive_label=True)
    assert got == {
        "n": 5,
        "errors": 1,
        "accuracy": 0.8,
        "mcc": pytest.approx(2 / 3),
        "log_loss": pytest.approx(-math.log(0.9 * 0.8 * 0.4 * 0.9 * 0.5) / 5),
        "spam_caught": 1.0,
        "blocked_ham": pytest.approx(1 / 3),
        "positive_label": True,
        "classes": {
            "False": {"count": 3, "precision": 1.0, "recall": pytest.approx(2 / 3), "f1": pytest.approx(0.8)},
            "True": {"count": 2, "precision": pytest.approx(2 / 3), "recall": 1.0, "f1": pytest.approx(0.8)},
        },
        "confusion": [[2, 1], [0, 2]],
    }
