"""Training a language model: truncation, state, gradient and schedule are what they are said to be."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from elman.data import RunningText, Window, cut_streams, window
from elman.errors import CheckpointError, DataError, Diverged, Interrupted, PresetError
from elman.nn import States, Targets, build_language_network, named_arrays
from elman.presets import LanguagePreset
from elman.runtime import LanguageRuntime
from elman.train import Run, fit_language_model
from elman.train.checkpoint import Position
from elman.train.gradient_reach import gradient_reach
from elman.train.language_loop import LanguageLoop, planned_ends
from elman.train.language_measure import HeldOut
from elman.train.language_step import build_language_step, new_language_state, window_loss
from tests.nn.samples import randomized

TEXT = "the cat sat on the mat and the dog sat on the log. " * 12
TINY = LanguagePreset(name="tiny").override(
    {
        "hidden_size": 6,
        "embedding_size": 4,
        "streams": 3,
        "bptt_length": 15,
        "epochs": 4,
        "learning_rate": 0.03,
        "schedule": "plateau",
        "warmup_steps": 0,
        "sample_length": 5,
        "embedding_dropout": 0.1,
        "locked_dropout": 0.1,
        "weight_dropout": 0.1,
        "output_dropout": 0.1,
        "averaging": 0.9,
        "num_layers": 2,
        "bptt_jitter": 0.2,
        "max_ngram": 3,
        "ngram_buckets": 50,
        "ngram_dropout": 0.1,
        "weight_decay": 0.01,
    }
)
PLAIN = LanguagePreset(
    hidden_size=5, embedding_size=3, streams=2, bptt_length=4, sample_length=0, max_ngram=3, ngram_buckets=9
)
VOCAB = 6
IDS = np.random.default_rng(1).integers(2, VOCAB, 24).astype(np.int32)
INPUTS, TARGETS = cut_streams(IDS, 2, 0)


def fit(preset=TINY, **options):
    return fit_language_model(RunningText(TEXT), preset, **options)


@pytest.fixture(scope="module")
def whole():
    """A run without a pause."""
    return fit()


def test_it_learns_and_its_history_and_samples_are_complete(whole):
    shares = np.unique(list(TEXT), return_counts=True)[1] / len(TEXT)
    frequencies_alone = -(shares * np.log(shares)).sum()
    assert min(row["validation_loss"] for row in whole.history) < frequencies_alone
    assert list(whole.history[0]) == [
        "epoch",
        "train_loss",
        "train_bits",
        "gradient_norm",
        "validation_loss",
        "validation_bits",
    ]
    assert whole.history[0]["train_bits"] == pytest.approx(whole.history[0]["train_loss"] / np.log(2))
    assert [sample["epoch"] for sample in whole.samples] == [1, 2, 4]
    assert all(len(sample["text"]) == 5 for sample in whole.samples)


def test_what_is_kept_is_the_best_epoch_and_measured_through_the_runtime(whole):
    held_out = TEXT[int(len(TEXT) * 0.9) :]
    assert len(whole.metrics["gradient_reach"]) == TINY.bptt_length
    assert whole.metrics["validation"] == LanguageRuntime(whole).measure(held_out)
    best = min(row["validation_loss"] for row in whole.history)
    assert whole.metrics["validation"]["nats_per_token"] == pytest.approx(best, rel=1e-5)


def stop_after(windows):
    asked = iter(range(1, windows + 1))
    return lambda: next(asked, windows) == windows


@pytest.mark.parametrize("pieces", [[1], [7], [13, 9]])
def test_a_resumed_run_ends_in_the_same_bytes(whole, tmp_path, pieces):
    path, resume = tmp_path / "run.checkpoint", False
    for windows in pieces:
        with pytest.raises(Interrupted, match=r"stopped after window \d+ of \d+; the checkpoint is"):
            fit(run=Run(checkpoint=path, resume=resume, should_stop=stop_after(windows)))
        resume = True
    resumed = fit(run=Run(checkpoint=path, resume=True))
    assert repr(resumed.history) == repr(whole.history)
    assert resumed.samples == whole.samples
    for name, array in whole.weights.items():
        np.testing.assert_array_equal(resumed.weights[name], array, err_msg=name)


def test_a_checkpoint_of_another_text_is_refused(tmp_path):
    """Of the same tokens and as many, and of no file whose digest would tell."""
    path = tmp_path / "run.checkpoint"
    with pytest.raises(Interrupted):
        fit(run=Run(checkpoint=path, should_stop=stop_after(1)))
    with pytest.raises(CheckpointError) as caught:
        fit_language_model(RunningText(TEXT[::-1]), TINY, run=Run(checkpoint=path, resume=True))
    assert caught.value.message.startswith(
        f"`{path}`: belongs to another run: its SHA-256 of the text learned from is "
    )


def test_more_accumulation_than_windows_is_refused():
    with pytest.raises(PresetError, match=r"^`accumulation`: expected at most the windows of the run, "):
        fit_language_model(RunningText(TEXT), TINY.override({"accumulation": 100_000}))


def test_the_measurement_at_the_end_may_be_stopped_and_gone_on_from(whole, tmp_path):
    path, windows = tmp_path / "run.checkpoint", sum(map(len, planned_ends(len(TEXT) * 9 // 10, TINY, 0)))
    asked = iter(range(10**6))
    with pytest.raises(Interrupted, match="stopped while what is held out was measured; the checkpoint is"):
        fit(run=Run(checkpoint=path, should_stop=lambda: next(asked) >= windows))
    resumed = fit(run=Run(checkpoint=path, resume=True))
    assert resumed.metrics == whole.metrics


def test_another_seed_gives_another_model(whole):
    assert not np.array_equal(fit(seed=1).weights["output.bias"], whole.weights["output.bias"])


def test_what_falls_comes_from_the_seed(monkeypatch):
    class Begun(Exception):
        """A run that got as far as its loop."""

    def begin(**given):
        raise Begun(jax.random.key_data(given["key"]).tolist())

    monkeypatch.setattr("elman.train.language_fit.LanguageLoop", begin)
    keys = []
    for seed in (0, 5, 5, 2**63 + 6):
        with pytest.raises(Begun) as caught:
            fit(seed=seed)
        keys.append(caught.value.args[0])
    assert keys[1] == keys[2]
    assert len({str(key) for key in keys}) == 3


BOTH = pytest.mark.parametrize("preset", [PLAIN, PLAIN.override({"max_ngram": 1})], ids=["n-grams", "tokens alone"])


def double_network(preset=PLAIN):
    network = build_language_network(preset.architecture(VOCAB), preset, np.random.default_rng(0))
    return randomized(network, dtype=np.float64)


def states_of(network):
    layers, tokens = network.initial_states(2)
    return States(jax.tree.map(lambda zeros: jnp.asarray(zeros, jnp.float64), layers), tokens)


def as_jax(now: Window) -> Window:
    return Window(*map(jnp.asarray, now))


@BOTH
def test_no_gradient_crosses_a_window_boundary(float64, preset):
    """The second window's loss by the states it starts from is exactly zero, and so by all of the first window."""
    network = double_network(preset)
    now = as_jax(window(INPUTS, TARGETS, 4, 8, time=4))
    layers, tokens = states_of(network)
    layers = jax.tree.map(lambda zeros: zeros + 0.3, layers)
    gradient = jax.grad(lambda layers: window_loss(network, now, States(layers, tokens))[0])(layers)
    assert all((np.asarray(leaf) == 0).all() for leaf in jax.tree.leaves(gradient))


@jax.jit
def whole_gradient(network, inputs, targets):
    length = len(inputs)
    now = Window(inputs, targets, jnp.full(2, length, jnp.int32))
    return jax.grad(lambda network: window_loss(network, now, states_of(network))[0])(network)


@BOTH
def test_one_window_over_the_whole_text_is_full_backpropagation(float64, preset):
    """By central differences of the loss over the text, which know nothing of windows; a longer window fills up."""
    network = double_network(preset)
    padded = as_jax(window(INPUTS, TARGETS, 0, 12, time=20))
    full = jax.jit(jax.grad(lambda network: window_loss(network, padded, states_of(network))[0]))(network)
    exact = whole_gradient(network, jnp.asarray(INPUTS), jnp.asarray(TARGETS))
    for name, array in named_arrays(exact).items():
        np.testing.assert_allclose(named_arrays(full)[name], array, rtol=1e-9, atol=1e-12, err_msg=name)
    loss = jax.jit(lambda network: window_loss(network, padded, states_of(network))[0])
    direction = randomized(network, dtype=np.float64, seed=9)
    ends = [loss(jax.tree.map(lambda at, along: at + sign * 1e-6 * along, network, direction)) for sign in (1, -1)]  # noqa: B023
    slope = sum(np.vdot(named_arrays(exact)[name], array) for name, array in named_arrays(direction).items())
    assert float(ends[0] - ends[1]) / 2e-6 == pytest.approx(slope, rel=1e-6)


@BOTH
def test_truncated_gradients_are_those_of_each_window_with_its_first_state_given(float64, preset):
    network = double_network(preset)
    states, summed = states_of(network), None
    for start in (0, 4, 8):
        now = as_jax(window(INPUTS, TARGETS, start, start + 4, time=4))
        part, (_, states) = jax.grad(lambda network: window_loss(network, now, states), has_aux=True)(network)  # noqa: B023
        summed = part if summed is None else jax.tree.map(jnp.add, summed, part)
    full = whole_gradient(network, jnp.asarray(INPUTS), jnp.asarray(TARGETS))
    bias = named_arrays(summed)["output.bias"] / 3
    np.testing.assert_allclose(
        bias, named_arrays(full)["output.bias"], rtol=1e-9
    )  # nothing lies between it and the loss
    assert not np.allclose(
        named_arrays(summed)["layers.0.forward.weight_hh"] / 3, named_arrays(full)["layers.0.forward.weight_hh"]
    )


def run_steps(preset, starts, size, rate=1.0):
    network = build_language_network(preset.architecture(VOCAB), preset, np.random.default_rng(0))
    state, step = new_language_state(network, preset), build_language_step(preset, 10)
    for start in starts:
        state, _ = step(state, window(INPUTS, TARGETS, start, start + size, time=size), jax.random.key(0), rate)
    return state


def test_weights_stand_still_until_the_windows_of_a_step_are_read():
    preset = PLAIN.override({"accumulation": 2})
    before, half, whole_step = (named_arrays(run_steps(preset, starts, 4).network) for starts in ([], [0], [0, 4]))
    assert all(np.array_equal(array, half[name]) for name, array in before.items())
    assert any(not np.array_equal(array, whole_step[name]) for name, array in before.items())


def test_at_a_rate_of_nothing_the_weights_stand_still():
    """What ``plateau`` makes of the learning rate is a factor of every update."""
    preset = PLAIN.override({"averaging": 0.5})
    before, after = (named_arrays(run_steps(preset, starts, 4, rate=0.0).network) for starts in ([], [0]))
    for name, array in before.items():
        np.testing.assert_array_equal(after[name], array, err_msg=name)


def test_the_average_follows_the_weights_slowly():
    state = run_steps(PLAIN.override({"averaging": 0.5}), [0], 4)
    start = named_arrays(run_steps(PLAIN, [], 4).network)
    now, average = named_arrays(state.network), named_arrays(state.average)
    for name, array in start.items():  # at the first step its memory is 1/10
        np.testing.assert_allclose(average[name], 0.1 * array + 0.9 * now[name], rtol=1e-4, atol=1e-7)


def test_windows_are_cut_off_after_max_steps():
    preset = PLAIN.override({"epochs": 3, "max_steps": 7})
    assert planned_ends(24, preset, 0) == [[4, 8, 12], [4, 8, 12], [4]]


def test_the_learning_rate_falls_where_validation_stands_still():
    loop = object.__new__(LanguageLoop)
    loop.preset = TINY.override({"plateau_patience": 2, "plateau_factor": 0.5})
    losses = [3.0, 2.0, 2.1, 2.0, 1.9, 2.0, 2.0, 2.0, 2.0]
    rates = [loop._rate_after(Position(history=[{"validation_loss": loss} for loss in losses[:n]])) for n in range(10)]
    assert rates == [1, 1, 1, 1, 0.5, 0.5, 0.5, 0.25, 0.25, 0.125]


@BOTH
@pytest.mark.parametrize(("count", "measured"), [(100, 100), (1500, 11 * 136), (8262, 64 * 129)])
def test_the_held_out_loss_is_that_of_one_reading(preset, count, measured):
    """Of as many tokens as fill whole stretches; what a state knew from 128 tokens back is gone."""
    network = randomized(build_language_network(preset.architecture(VOCAB), preset, np.random.default_rng(0)))
    token_ids = np.random.default_rng(0).integers(2, VOCAB, count).astype(np.int32)
    held_out = HeldOut(token_ids)
    assert held_out.tokens == measured
    inputs, targets = cut_streams(token_ids[:measured], 1, 0)
    one = Window(jnp.asarray(inputs), jnp.asarray(targets), jnp.full(1, measured, jnp.int32))
    expected = float(jax.jit(window_loss)(network, one, network.initial_states(1))[0])
    assert held_out.mean_loss(network) == pytest.approx(expected, rel=1e-6)


def test_a_text_shorter_than_a_window_of_each_stream_is_refused():
    with pytest.raises(DataError) as caught:
        fit_language_model(RunningText("abcdefgh" * 5, "it"), TINY)
    assert caught.value.message == (
        "`it`: expected at least 45 characters to learn from, a window of 15 for each of 3 streams; got 36"
    )


@pytest.mark.parametrize(("text", "message"), [("", "it is empty"), ("a" * 500, "a single character, 'a', repeated")])
def test_a_text_that_teaches_nothing_is_refused(text, message):
    with pytest.raises(DataError, match=message):
        fit_language_model(RunningText(text, "it"), TINY)


def test_a_loss_that_is_not_finite_ends_the_run():
    with pytest.raises(Diverged, match=r"^window \d+ \(epoch \d\): the loss is (nan|inf)"):
        fit(TINY.override({"learning_rate": 1e30, "clip_norm": None, "averaging": 0}))


@BOTH
def test_the_gradient_reaches_back_as_far_as_the_loss_moves(float64, preset):
    """By central differences of the last step's loss, one nudge at a time."""
    network = double_network(preset.override({"cell": "elman", "hidden_size": 2}))
    now = as_jax(window(INPUTS, TARGETS, 0, 4, time=4))

    @jax.jit
    def last_losses(nudge):
        outputs, _ = network.read(now.inputs, now.lengths, states_of(network), nudge=nudge)
        one = Targets(now.targets[-1:, :1], jnp.ones((1, 1)))
        other = Targets(now.targets[-1:, 1:], jnp.ones((1, 1)))
        return jnp.stack([network.loss_sum(outputs[-1:, :1], one), network.loss_sum(outputs[-1:, 1:], other)])

    slopes = np.zeros((4, 2, 2))
    for time, stream, unit in np.ndindex(4, 2, 2):
        nudge = jnp.zeros((4, 2, 2)).at[time, stream, unit].set(1e-6)
        slopes[time, stream, unit] = (last_losses(nudge) - last_losses(-nudge))[stream] / 2e-6
    expected = np.linalg.norm(slopes, axis=-1).mean(axis=1)
    np.testing.assert_allclose(gradient_reach(network, now), expected, rtol=1e-5, atol=1e-10)


@pytest.mark.parametrize("validation", ["", "   "])
@pytest.mark.parametrize("settings", [{}, {"schedule": "constant"}, {"schedule": "constant", "patience": 1}])
def test_a_validation_text_without_a_token_is_refused_before_training(validation, settings):
    preset = TINY.override({"level": "word", "min_frequency": 1, "streams": 2, "bptt_length": 5, **settings})
    with pytest.raises(DataError) as caught:
        fit_language_model(RunningText(TEXT), preset, validation=validation)
    assert caught.value.message == "the validation text: expected at least one word; got none"


def test_a_vocabulary_without_anything_in_it_is_refused():
    with pytest.raises(DataError, match="nothing to know the text by: no token occurs 1,000,000 times or more"):
        fit_language_model(RunningText(TEXT), TINY.override({"min_frequency": 1_000_000}))


def test_any_seed_will_do():
    assert fit_language_model(RunningText(TEXT), TINY.override({"epochs": 1}), seed=2**70).seed == 2**70


def test_a_network_that_its_last_window_ruined_is_no_model():
    preset = TINY.override({"learning_rate": 1e38, "clip_norm": None, "averaging": 0, "max_steps": 1})
    for length in (0, 5):
        with pytest.raises(Diverged, match="the network that was trained has a weight of"):
            fit(preset.override({"sample_length": length}))


def test_bits_of_the_validation_part_are_of_each_of_its_characters():
    text = TEXT * 20  # what is held out fills no whole number of stretches
    history = fit_language_model(RunningText(text), TINY.override({"epochs": 1})).history
    assert history[0]["validation_bits"] == pytest.approx(history[0]["validation_loss"] / np.log(2))


def test_half_of_a_character_has_no_bytes():
    with pytest.raises(DataError) as caught:
        fit_language_model(RunningText("a\ud800b" + TEXT), TINY.override({"level": "byte"}))
    assert (
        caught.value.message
        == "the text: expected whole characters; got an unpaired surrogate, '\\ud800', at position 1"
    )
