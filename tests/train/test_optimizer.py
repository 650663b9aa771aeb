"""The optimisers and schedules, against the equations written out in float64."""

import math

import jax
import numpy as np
import optax
import pytest

from elman.presets import LanguagePreset, get_preset
from elman.train import build_optimizer, build_schedule
from elman.train.optimizer import build_language_optimizer

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


def test_the_cosine_of_a_language_model_falls_to_the_share_that_is_left():
    preset = LanguagePreset(learning_rate=0.5, final_rate=0.1, warmup_steps=4, schedule="cosine")
    schedule = build_schedule(preset, steps=20)
    expected = [0.5 * (0.1 + 0.9 * (1 + math.cos(math.pi * done / 16)) / 2) for done in range(17)]
    assert [float(schedule(4 + done)) for done in range(17)] == pytest.approx(expected, abs=1e-7)


def test_a_run_shorter_than_its_warm_up_is_all_warm_up():
    schedule = build_schedule(get_preset("default").override({"warmup_steps": 40, "learning_rate": 1.0}), steps=2)
    assert [float(schedule(step)) for step in range(2)] == pytest.approx([0.5, 1.0])


def test_a_constant_rate_stays():
    schedule = build_schedule(get_preset("default").override(plain(learning_rate=0.3)), steps=20)
    assert [float(schedule(step)) for step in range(30)] == pytest.approx([0.3] * 30)


WINDOWS = 20
STEPS = {"schedule": "constant", "warmup_steps": 0, "clip_norm": None, "learning_rate": 0.01}


def window_gradients() -> list[dict[str, np.ndarray]]:
    """A matrix's and a bias's, some windows' far longer than others'."""
    rng = np.random.default_rng(1)
    return [
        {"matrix": size * rng.normal(size=(2, 3)), "bias": size * rng.normal(size=4)}
        for size in np.exp(2 * rng.normal(size=WINDOWS))
    ]


def run_language(settings: dict, gradients: list[dict[str, np.ndarray]]) -> dict[str, np.ndarray]:
    optimizer = build_language_optimizer(LanguagePreset().override({**STEPS, **settings}), len(gradients))
    weights = {name: np.ones(array.shape, np.float32) for name, array in gradients[0].items()}
    memory, update = optimizer.init(weights), jax.jit(optimizer.update)
    for gradient in gradients:
        single = {name: array.astype(np.float32) for name, array in gradient.items()}
        updates, memory = update(single, memory, weights)
        weights = {name: array + np.asarray(updates[name]) for name, array in weights.items()}
    return weights


def written_out(gradients: list[dict[str, np.ndarray]], *, clip_norm: float = math.inf, weight_decay: float = 0.0):
    """AdamW at a constant rate, of the whole gradient cut to a length; what is no matrix does not decay."""
    weights = {name: np.ones(array.shape) for name, array in gradients[0].items()}
    first, second = ({name: np.zeros(array.shape) for name, array in weights.items()} for _ in range(2))
    for step, gradient in enumerate(gradients, start=1):
        norm = math.sqrt(sum((array**2).sum() for array in gradient.values()))
        for name, array in gradient.items():
            cut = array * min(1.0, clip_norm / norm)
            first[name] = 0.9 * first[name] + 0.1 * cut
            second[name] = 0.99 * second[name] + 0.01 * cut**2
            change = (first[name] / (1 - 0.9**step)) / (np.sqrt(second[name] / (1 - 0.99**step)) + 1e-8)
            decay = weight_decay if name == "matrix" else 0.0
            weights[name] = weights[name] - 0.01 * (change + decay * weights[name])
    return weights


@pytest.mark.parametrize("settings", [{}, {"clip_norm": 1.0}, {"weight_decay": 0.5}], ids=str)
def test_a_language_model_is_stepped_by_adamw_that_clips_and_spares_biases(settings):
    found, expected = run_language(settings, window_gradients()), written_out(window_gradients(), **settings)
    for name, array in expected.items():
        np.testing.assert_allclose(found[name], array, rtol=1e-5, err_msg=name)


def test_nothing_but_the_decay_moves_a_matrix_without_a_gradient():
    still = [{"matrix": np.zeros((2, 3)), "bias": np.zeros(4)}] * WINDOWS
    weights = run_language({"weight_decay": 0.1}, still)
    np.testing.assert_allclose(weights["matrix"], (1 - 0.01 * 0.1) ** WINDOWS, rtol=1e-5)
    np.testing.assert_array_equal(weights["bias"], 1.0)


def test_accumulated_windows_are_one_step_of_their_mean():
    """The mean's length is what is clipped, and the schedule counts steps."""
    settings = {"schedule": "cosine", "final_rate": 0.2, "warmup_steps": 3, "clip_norm": 2.0, "weight_decay": 0.1}
    gradients = window_gradients()
    means = [
        {name: (one[name] + other[name]) / 2 for name in one}
        for one, other in zip(gradients[::2], gradients[1::2], strict=True)
    ]
    found, expected = run_language({**settings, "accumulation": 2}, gradients), run_language(settings, means)
    for name, array in expected.items():
        np.testing.assert_allclose(found[name], array, rtol=1e-5, err_msg=name)
