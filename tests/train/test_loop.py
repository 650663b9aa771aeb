"""The loop of a classifier: how much each text counts over an epoch."""

import numpy as np
import pytest

from elman.presets import Preset
from elman.train.examples import Examples
from elman.train.loop import Loop
from elman.train.progress import Silent

SIZE = 8
LENGTHS = [*range(1, 17), *range(30, 47)]  # 33 texts: one is left over when they are cut into eights
LABELS = [int(length > 30) for length in LENGTHS]  # the longer are of the other class, as spam is
WEIGHTS = np.array([0.5, 4.0], np.float32)


def new_loop(loss_mean: str = "batch", seed: int = 0) -> Loop:
    """A loop that takes no step."""
    examples = Examples([[(2,)] * length for length in LENGTHS], LABELS, WEIGHTS, vocab_size=3)
    return Loop(
        preset=Preset(batch_size=SIZE, loss_mean=loss_mean, epochs=1),
        seed=seed,
        step=None,
        key=None,
        train=examples,
        vocab_size=3,
        kernel="scan",
        measured=dict,
        progress=Silent(),
        checkpoint=None,
        should_stop=lambda: False,
    )


def loss_shares(loss_mean: str) -> np.ndarray:
    """What a nat of each text adds to the losses of an epoch's steps, by the lengths."""
    loop = new_loop(loss_mean)
    shares = dict.fromkeys(LENGTHS, 0.0)
    for rows, time in loop._epoch(0):
        batch = loop._batch(rows, time)
        divisor = batch.weights.sum() if loss_mean == "batch" else 1.0
        for length, weight in zip(batch.lengths, batch.weights, strict=True):
            if weight:
                shares[int(length)] += float(weight / divisor)
    return np.array(list(shares.values()))


def test_of_a_run_s_mean_each_text_counts_by_its_own_weight():
    shares, weights = loss_shares("run"), WEIGHTS[LABELS].astype(np.float64)
    np.testing.assert_allclose(shares, 5 * weights / weights.sum(), rtol=1e-5)  # of five steps, each a mean


def test_of_a_batch_s_mean_texts_of_a_short_batch_count_for_more():
    shares = loss_shares("batch")
    assert shares.sum() == pytest.approx(5)
    assert shares.max() == pytest.approx(1)


def test_another_seed_or_epoch_is_another_order() -> None:
    def order(seed: int, epoch: int) -> list[list[int]]:
        return [rows.tolist() for rows, _ in new_loop(seed=seed)._epoch(epoch)]

    assert order(3, 0) == order(3, 0)
    assert order(3, 0) != order(4, 0)
    assert order(3, 0) != order(3, 1)
