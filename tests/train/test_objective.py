"""The objective, against sums written out in float64 and against scikit-learn."""

import numpy as np
import pytest
from sklearn.metrics import log_loss

from elman.train.objective import cross_entropy, objective, tally


@pytest.fixture
def scored() -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(0)
    return rng.normal(size=(7, 4)).astype(np.float32) * 3, rng.integers(0, 4, 7)


def written_out(logits: np.ndarray, label: int, smoothing: float) -> float:
    wide = logits.astype(np.float64)
    log_probabilities = wide - np.log(np.exp(wide - wide.max()).sum()) - wide.max()
    target = np.full(len(wide), smoothing / len(wide))
    target[label] += 1 - smoothing
    return float(-(target * log_probabilities).sum())


@pytest.mark.parametrize("smoothing", [0.0, 0.1, 0.9])
def test_each_text_costs_what_the_formula_says(scored, smoothing):
    logits, labels = scored
    expected = [written_out(row, label, smoothing) for row, label in zip(logits, labels, strict=True)]
    np.testing.assert_allclose(cross_entropy(logits, labels, smoothing), expected, rtol=1e-5)


def test_without_weights_or_smoothing_it_is_the_log_loss(scored):
    logits, labels = scored
    probabilities = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
    expected = log_loss(labels, probabilities, labels=range(4))
    assert objective(logits, labels, np.ones(7, np.float32), 0.0, "batch") == pytest.approx(expected, rel=1e-5)


def test_weights_make_a_weighted_mean_and_fillers_do_not_count(scored):
    logits, labels = scored
    weights = np.array([1, 2.5, 0, 1, 0, 3, 1], np.float32)
    expected = np.average(
        [written_out(row, label, 0.1) for row, label in zip(logits, labels, strict=True)], weights=weights
    )
    assert objective(logits, labels, weights, 0.1, "batch") == pytest.approx(expected, rel=1e-5)
    of_the_run = objective(logits, labels, weights, 0.1, "run")
    assert of_the_run == pytest.approx(weights.sum() * expected, rel=1e-5)


@pytest.mark.parametrize("mean", ["run", "batch"])
def test_a_batch_of_fillers_alone_costs_nothing(scored, mean):
    logits, labels = scored
    assert objective(logits, labels, np.zeros(7, np.float32), 0.1, mean) == 0


def test_the_tally_sums_real_texts_without_weights(scored):
    logits, labels = scored
    weights = np.array([1, 2.5, 0, 1, 0, 3, 1], np.float32)
    counts = tally(logits, labels, weights)
    real = weights > 0
    losses = np.array([written_out(row, label, 0.0) for row, label in zip(logits, labels, strict=True)])
    assert counts.loss_sum == pytest.approx(losses[real].sum(), rel=1e-5)
    assert counts.correct == (logits.argmax(axis=1) == labels)[real].sum()
