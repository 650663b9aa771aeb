"""A whole run: it learns, repeats itself, keeps its best epoch, and says what went wrong."""

import os
import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest

from elman.architecture import CELL_LAYOUTS
from elman.data import train_test_split
from elman.errors import DataError, Diverged, PresetError, UsageError
from elman.nn import CELLS, GRUCell
from elman.runtime import Runtime, cells
from elman.train import Run, Texts, fit_classifier


def same_weights(one, other) -> bool:
    return all(np.array_equal(array, other.weights[name]) for name, array in one.weights.items())


def test_it_learns_what_words_tell_apart(tiny, messages):
    preset = replace(tiny, epochs=30)
    last = fit_classifier(messages, preset, measured={"train": messages}).history[-1]
    assert last["train_accuracy"] == 1.0
    assert last["train_loss"] < 0.1


def test_the_same_seed_gives_the_same_bytes_and_another_does_not(tiny, messages):
    first, again, other = (fit_classifier(messages, tiny, seed=seed) for seed in (0, 0, 1))
    assert same_weights(first, again)
    assert first.history == again.history
    assert not same_weights(first, other)


def test_both_kernels_drop_the_same_and_end_in_nearly_the_same_weights(tiny, messages):
    native = fit_classifier(messages, tiny)
    reference = fit_classifier(messages, tiny, run=Run(kernel="reference"))
    for name, array in native.weights.items():
        np.testing.assert_allclose(array, reference.weights[name], atol=1e-4, err_msg=name)


def test_measuring_a_part_changes_nothing_that_is_learned(tiny, messages):
    alone = fit_classifier(messages, tiny)
    other = Texts(["win home"] * 3, ["ham"] * 3)
    watched = fit_classifier(messages, tiny, measured={"train": messages, "test": other})
    assert same_weights(alone, watched)
    assert set(watched.history[0]) - set(alone.history[0]) == {"test_loss", "test_accuracy"}


def test_the_best_epoch_is_kept(tiny, messages):
    preset = replace(tiny, learning_rate=0.3, epochs=6)  # so fast that it overshoots
    bundle = fit_classifier(messages, preset)
    losses = [row["validation_loss"] for row in bundle.history]
    best = int(np.argmin(losses)) + 1
    assert best < len(losses), "the run must have a best epoch before its last for this test to mean anything"
    assert same_weights(bundle, fit_classifier(messages, replace(preset, epochs=best)))
    assert not same_weights(bundle, fit_classifier(messages, replace(preset, keep_best=False)))


def test_it_stops_when_patience_ends(tiny, messages):
    preset = replace(tiny, learning_rate=0.3, epochs=40, patience=3)
    losses = [row["validation_loss"] for row in fit_classifier(messages, preset).history]
    assert len(losses) < 40
    assert len(losses) - 1 - int(np.argmin(losses)) == 3


def test_the_vocabulary_is_fitted_on_the_training_part_only(tiny, messages):
    bundle = fit_classifier(messages, replace(tiny, epochs=1), measured={"test": Texts(["zebra"], ["ham"])})
    assert "zebra" not in bundle.vocabulary
    peeking = fit_classifier(messages, replace(tiny, epochs=1), vocabulary_texts=[*messages.texts, "zebra"])
    assert "zebra" in peeking.vocabulary


def test_more_than_two_classes_have_neither_threshold_nor_positive_label(tiny, messages):
    three = Texts([*messages.texts, "a b", "b c", "c d", "d e"], [*messages.labels, *["other"] * 4])
    bundle = fit_classifier(three, replace(tiny, epochs=1))
    assert bundle.labels == ("ham", "other", "spam")
    assert (bundle.threshold, bundle.positive_label) == (None, None)


def test_the_positive_label_is_the_last_or_the_one_asked_for(tiny, messages):
    preset = replace(tiny, epochs=1)
    assert fit_classifier(messages, preset).positive_label == "spam"
    assert fit_classifier(messages, preset, positive_label="ham").positive_label == "ham"
    with pytest.raises(UsageError, match=r"^positive label: expected one of ham, spam; got `eggs`\n"):
        fit_classifier(messages, preset, positive_label="eggs")


def test_a_diverged_run_names_the_step_and_the_last_finite_loss(tiny, messages):
    preset = replace(tiny, learning_rate=1e38, clip_norm=None)
    with pytest.raises(Diverged) as caught:
        fit_classifier(messages, preset)
    assert caught.value.message.startswith("step 2 (epoch 1): the loss is nan; the last finite loss: 0.55")
    assert caught.value.hint == "lower `learning_rate`, or set `clip_norm`"


def test_a_single_class_and_no_text_are_refused(tiny):
    with pytest.raises(DataError) as caught:
        fit_classifier(Texts(["a", "b"], ["ham", "ham"]), tiny)
    assert caught.value.message == "a single class, `ham`: there is nothing to tell apart"
    with pytest.raises(DataError, match=r"^no texts to train on"):
        fit_classifier(Texts([], []), tiny)


@pytest.mark.parametrize(
    ("setting", "expected"),
    [
        ("none", [1, 1, 1]),
        ("balanced", [9 / (3 * 4), 9 / (3 * 4), 9 / (3 * 1)]),
        ("softened", [1, 1, 1]),
        ({"spam": 1.5}, [1, 1, 1.5]),
    ],
)
def test_class_weights(setting, expected):
    from elman.train.class_weights import class_weights

    labels = ["eggs"] * 4 + ["ham"] * 4 + ["spam"]
    np.testing.assert_allclose(class_weights(setting, ["eggs", "ham", "spam"], labels), expected, rtol=1e-6)


def test_of_two_classes_the_rarer_weighs_a_little_more():
    from elman.train.class_weights import class_weights

    weights = class_weights("softened", ["ham", "spam"], ["ham"] * 16 + ["spam"])
    np.testing.assert_allclose(weights, [(17 / 32) ** 0.25, (17 / 2) ** 0.25], rtol=1e-6)
    assert weights[1] / weights[0] == pytest.approx(2.0)


def test_a_weight_for_an_unknown_label_is_refused(tiny, messages):
    with pytest.raises(PresetError, match=r"^`class_weights`: expected labels among ham, spam; got `eggs`\n"):
        fit_classifier(messages, replace(tiny, class_weights={"eggs": 2.0}))
    with pytest.raises(
        PresetError, match=r"^`class_weights`: expected numbers from 1e-09 to 1e\+09; got 1e-30 for `ham`"
    ):
        fit_classifier(messages, replace(tiny, class_weights={"ham": 1e-30}))


def test_a_class_of_which_no_text_can_choose_the_epoch_is_told_of(tiny):
    texts = Texts(["a b", "b a", "c d", "d c", "e f"], ["ham", "ham", "spam", "spam", "odd"])
    with pytest.raises(
        DataError, match=r"^`validation_fraction`: class `odd`: expected at least 2 different texts; got 1"
    ):
        fit_classifier(texts, replace(tiny, validation_fraction=0.5))


def test_texts_without_any_known_token_are_trained_on_all_the_same(tiny):
    empty = Texts(["", " ", "", " ", "a", "b c"], ["ham", "spam"] * 3)
    bundle = fit_classifier(empty, replace(tiny, epochs=2, validation_fraction=0.0, deduplicate=False))
    assert all(np.isfinite(array).all() for array in bundle.weights.values())


def assert_scaled(scaled, plain, ratio) -> None:
    """That each feature of a vocabulary is so much larger; the reserved ids are not read by either."""
    one, other = (bundle.weights["linear.scale"] for bundle in (scaled, plain))
    np.testing.assert_array_equal([one[:2], other[:2]], 0)
    np.testing.assert_allclose(one[2:] / other[2:], ratio, rtol=1e-6)


def test_a_surface_token_counts_as_much_more_in_the_linear_reader_as_asked(tiny, messages):
    settings = {"surface_tokens": True, "linear_weight": 1.0, "epochs": 1, "validation_fraction": 0.0}
    plain, scaled = (
        fit_classifier(messages, replace(tiny, **settings, linear_surface_scale=scale)) for scale in (1.0, 3.0)
    )
    surface = [":" in token for token in plain.vocabulary.tokens]
    assert_scaled(scaled, plain, np.where(surface, 3.0, 1.0))


def test_words_and_pairs_count_as_much_more_in_the_linear_reader_as_asked(tiny, messages):
    subword = {"tokenizer": "pieces", "features": "subword", "word_pairs": True, "surface_tokens": True}
    settings = {**subword, "linear_weight": 1.0, "epochs": 1, "validation_fraction": 0.0}
    plain, scaled = (
        fit_classifier(messages, replace(tiny, **settings, linear_word_scale=scale)) for scale in (1.0, 2.0)
    )
    words = [token.startswith(("=", "_")) for token in plain.vocabulary.tokens]
    assert 0 < sum(words) < len(words)
    assert_scaled(scaled, plain, np.where(words, 2.0, 1.0))


@pytest.mark.parametrize(("seed", "given"), [(5, 5), (2**32 + 6, 6)])
def test_the_linear_reader_draws_by_the_run_s_seed(tiny, messages, seed, given):
    """As far as scikit-learn takes it."""

    class Handed(Exception):
        """A run that got as far as its linear reader."""

    class Beside:
        def hand_over(self, problem):
            raise Handed(problem().seed)

    with pytest.raises(Handed) as caught:
        fit_classifier(messages, replace(tiny, linear_weight=1.0), seed=seed, linear=Beside())
    assert caught.value.args == (given,)


def test_the_linear_reader_reads_on_where_the_network_s_vectors_end(tiny, messages):
    settings = {"linear_weight": 1.0, "epochs": 1, "validation_fraction": 0.0}
    whole, part = (fit_classifier(messages, replace(tiny, **settings, network_vocabulary=kept)) for kept in (None, 3))
    assert part.vocabulary == whole.vocabulary
    assert part.weights["embedding.weight"].shape[0] == 5 < len(whole.vocabulary)
    for name in ("linear.weight", "linear.scale", "linear.bias"):
        np.testing.assert_array_equal(part.weights[name], whole.weights[name])
    assert np.isfinite(Runtime(part).probabilities(messages.texts)).all()


def test_parts_longer_than_what_is_learned_from_can_be_measured(tiny, messages):
    long = Texts(["win " * 90, "home"], ["spam", "ham"])
    preset = replace(tiny, max_length=100, epochs=1, validation_fraction=0.0)
    bundle = fit_classifier(messages, preset, measured={"test": long})
    probabilities = Runtime(bundle).probabilities(long.texts)[[0, 1], [1, 0]]
    assert bundle.history[-1]["test_loss"] == pytest.approx(-np.log(probabilities).mean(), rel=1e-4)


def test_labels_that_are_spelled_alike_are_refused(tiny):
    """They would be one class wherever a label is a name: in metrics, in JSON, on the command line."""
    with pytest.raises(DataError) as caught:
        fit_classifier(Texts(["win", "home"] * 4, [1, "1"] * 4), tiny)
    assert caught.value.message == "two classes are spelled alike: 1 and '1'"


def test_a_vocabulary_without_anything_in_it_is_refused(tiny, messages):
    for settings in ({}, {"linear_weight": 1.0}):
        with pytest.raises(DataError) as caught:
            fit_classifier(messages, tiny.override({**settings, "min_frequency": 1_000}))
        assert caught.value.message == ("nothing to know the texts by: no token occurs 1,000 times or more")


def test_a_cell_that_could_not_answer_is_refused_before_training(tiny, messages, monkeypatch):
    monkeypatch.delitem(cells.STEPS, "gru")
    with pytest.raises(PresetError, match=r"^`cell`: `gru` has no step in NumPy, and could not answer"):
        fit_classifier(messages, tiny.override({"cell": "gru"}))


class OwnCell(GRUCell):
    """The GRU by another name."""


@pytest.mark.parametrize(
    ("layout", "kind", "step", "message"),
    [
        (CELL_LAYOUTS["gru"], None, cells.gru, "`own` has no step in JAX, and cannot be trained"),
        (CELL_LAYOUTS["gru"], OwnCell, None, "`own` has no step in NumPy, and could not answer"),
        (
            CELL_LAYOUTS["lstm"],
            OwnCell,
            cells.lstm,
            "`own` of 3 inputs and 4 units: expected arrays of the shapes {'weight_ih': (16, 3), 'bias': (16,), "
            "'weight_hh': (16, 4)}, as its layout has them; got {'weight_ih': (12, 3), 'weight_hh': (12, 4), "
            "'bias': (12,), 'bias_candidate': (4,)}",
        ),
        (
            CELL_LAYOUTS["gru"],
            OwnCell,
            lambda *given: cells.gru(*given)[0],
            "`own`: expected its step in NumPy to return a tuple of 1 arrays of the shape of their state, (1, 4); got "
            "ndarray",
        ),
        (CELL_LAYOUTS["gru"], OwnCell, cells.gru, None),
    ],
)
def test_a_cell_of_ones_own_that_is_not_whole_is_refused_before_training(
    tiny, messages, monkeypatch, layout, kind, step, message
):
    monkeypatch.setitem(CELL_LAYOUTS, "own", layout)
    for table, each in ((CELLS, kind), (cells.STEPS, step)):
        if each is not None:
            monkeypatch.setitem(table, "own", each)
    preset = tiny.override({"cell": "own", "epochs": 1})
    if message is None:
        assert fit_classifier(messages, preset).preset.cell == "own"
        return
    with pytest.raises(PresetError) as caught:
        fit_classifier(messages, preset)
    assert caught.value.message == f"`cell`: {message}"


def test_the_training_curve_is_that_of_what_is_learned_from(tiny, messages):
    """Without dropout, and without the validation part; in Python as on the command line."""
    during, after = (
        fit_classifier(messages, replace(tiny, train_curve=curve, validation_fraction=0.5, keep_best=False))
        for curve in ("during", "after")
    )
    assert same_weights(during, after)
    split = train_test_split(
        messages.texts,
        messages.labels,
        test_fraction=0.5,
        seed=0,
        stratify=tiny.stratify,
        deduplicate=tiny.deduplicate,
        purpose="validation",
    )
    learned = messages.select(split.train)
    right = [after.labels.index(label) for label in learned.labels]
    probabilities = Runtime(after).probabilities(learned.texts)
    assert after.history[-1]["train_accuracy"] == pytest.approx(np.mean(probabilities.argmax(axis=1) == right))
    log_loss = -np.log(probabilities[np.arange(len(right)), right]).mean()
    assert after.history[-1]["train_loss"] == pytest.approx(log_loss, rel=1e-5)
    assert during.history != after.history


def test_a_class_that_is_all_in_the_validation_part_weighs_something(tiny):
    few = Texts([*(f"home {number}" for number in range(12)), "win"], ["ham"] * 12 + ["spam"])
    preset = replace(tiny, validation_fraction=0.5, stratify=False, class_weights="balanced")
    for seed in range(4):  # for some of which it is
        assert len(fit_classifier(few, preset, seed=seed).labels) == 2


def test_a_measured_part_with_a_label_that_is_not_learned_is_refused(tiny, messages):
    with pytest.raises(DataError, match=r"^`other`: expected labels that are learned, ham, spam; got `news`"):
        fit_classifier(messages, tiny, measured={"other": Texts(["a text"], ["news"])})


def test_what_is_got_ready_beside_is_for_the_device_that_trains():
    """In a process of its own, with two devices."""
    program = (
        "import jax\n"
        "import elman.train.loop as loop\n"
        "from elman.presets import get_preset\n"
        "from elman.train import Texts, fit_classifier\n"
        "measure, devices = loop.measure, set()\n"
        "def measured(network, batch):\n"
        "    found = measure(network, batch)\n"
        "    devices.update(found.loss_sum.devices())\n"
        "    return found\n"
        "loop.measure = measured\n"
        "texts = Texts(['win prize', 'at home'] * 8, ['spam', 'ham'] * 8)\n"
        "preset = get_preset('tiny').override({'epochs': 1})\n"
        "with jax.default_device(jax.devices()[1]):\n"
        "    fit_classifier(texts, preset, measured={'test': texts})\n"
        "print([device.id for device in devices])\n"
    )
    environment = {**os.environ, "JAX_PLATFORMS": "cpu", "XLA_FLAGS": "--xla_force_host_platform_device_count=2"}
    done = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True)
    assert done.stdout == "[1]\n"
