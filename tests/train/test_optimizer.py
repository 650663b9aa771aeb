"""The optimisers and schedules, against the equations written out in float64."""

import math

import numpy as np
import optax
import pytest

from elman.presets import get_preset
from elman.train import build_optimizer, build_schedule

GRADIENTS = np.random.default_rng(0).normal(size=(6, 5))


def run(settings: dict, gradients: np.ndarray = GRADIENTS, steps: int = 6) -> np.ndarray:
    optimizer = build_optimizer(get_preset("default").override(settings), steps)
    weights = np.ones(gradients.shape[1], np.float32)
    memory = optimizer.init(weights)
    for gradient in gradients.astype(np.float32):
        updates, memory = optimizer.update(gradient, memory, weights)
        weights = optax.apply_updates(weights, updates)
    return np.asarray(weights)


def plain(**settings: object) -> dict:
    return {"schedule": "constant", "warmup_steps": 0, "clip_norm": None, **settings}


def test_rmsprop_is_tensorflow_1s():
    weights, memory = np.ones(5), np.ones(5)  # the memory starts at one, epsilon stands under the root
    for gradient in GRADIENTS:
        memory = 0.9 * memory + 0.1 * gradient**2
        weights = weights - 5e-4 * gradient / np.sqrt(memory + 1e-10)
    textbook = get_preset("textbook")
    settings = plain(optimizer="rmsprop", learning_rate=textbook.learning_rate)
    np.testing.assert_allclose(run(settings), weights, rtol=1e-6)


@pytest.mark.parametrize("decay", [None, 0.1])
def test_adam_and_adamw(decay):
    weights, first, second = np.ones(5), np.zeros(5), np.zeros(5)
    for step, gradient in enumerate(GRADIENTS, start=1):
        first = 0.9 * first + 0.1 * gradient
        second = 0.99 * second + 0.01 * gradient**2
        change = (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.99**step)) + 1e-8)
        weights = weights - 0.01 * (change + (decay or 0) * weights)
    chosen = {"optimizer": "adam"} if decay is None else {"optimizer": "adamw", "weight_decay": decay}
    np.testing.assert_allclose(run(plain(learning_rate=0.01, **chosen)), weights, rtol=1e-5)


def test_a_long_gradient_is_cut_to_the_norm():
    step = plain(optimizer="rmsprop", rmsprop_decay=0.0, rmsprop_start=1.0, rmsprop_epsilon=1.0, learning_rate=1.0)
    gradient = np.array([[3.0, 4.0]])
    cut = gradient[0] / 5
    expected = 1 - cut / np.sqrt(cut**2 + 1)
    np.testing.assert_allclose(run({**step, "clip_norm": 1.0}, gradient), expected, rtol=1e-6)


def test_the_warm_up_rises_in_equal_parts_from_the_first_step():
    schedule = build_schedule(get_preset("default").override({"warmup_steps": 4, "learning_rate": 1.0}), steps=20)
    assert [float(schedule(step)) for step in range(4)] == pytest.approx([0.25, 0.5, 0.75, 1.0])


def test_the_cosine_falls_from_the_peak_to_zero():
    schedule = build_schedule(get_preset("default").override({"warmup_steps": 4, "learning_rate": 0.5}), steps=20)
    expected = [0.5 * (1 + math.cos(math.pi * done / 16)) / 2 for done in range(17)]
    assert [float(schedule(4 + done)) for done in range(17)] == pytest.approx(expected, abs=1e-7)


def test_a_run_shorter_than_its_warm_up_is_all_warm_up():
    schedule = build_schedule(get_preset("default").override({"warmup_steps": 40, "learning_rate": 1.0}), steps=2)
    assert [float(schedule(step)) for step in range(2)] == pytest.approx([0.5, 1.0])


def test_a_constant_rate_stays():
    schedule = build_schedule(get_preset("default").override(plain(learning_rate=0.3)), steps=20)
    assert [float(schedule(step)) for step in range(30)] == pytest.approx([0.3] * 30)
