"""Stopped anywhere and resumed, a run ends in the same bytes as one that was never stopped."""

import json
import time
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest
from safetensors import safe_open
from safetensors.numpy import save_file

from elman.errors import CheckpointError, Interrupted
from elman.nn.kernels import choose_kernel
from elman.train import Run, Texts, fit_classifier
from tests.runtime.test_language import make_language_bundle

STEPS = 5 * 4  # five epochs of thirty texts in batches of eight


def stop_after(steps: int):
    """A ``should_stop`` that says yes after so many steps."""
    asked = iter(range(1, steps + 1))
    return lambda: next(asked, steps) == steps


def train_in_pieces(messages, preset, path, pieces):
    resume = False
    for steps in pieces:
        with pytest.raises(Interrupted):
            fit_classifier(messages, preset, run=Run(checkpoint=path, resume=resume, should_stop=stop_after(steps)))
        resume = True
    return fit_classifier(messages, preset, run=Run(checkpoint=path, resume=True))


@pytest.mark.parametrize("pieces", [[1], [4], [7], [STEPS - 1], [STEPS], [1, 2, 3, 5], [1] * 6])
def test_a_resumed_run_ends_in_the_same_bytes(tiny, messages, tmp_path, pieces):
    whole = fit_classifier(messages, tiny)
    resumed = train_in_pieces(messages, tiny, tmp_path / "run.checkpoint", pieces)
    assert repr(resumed.history) == repr(whole.history)
    for name, array in whole.weights.items():
        np.testing.assert_array_equal(resumed.weights[name], array, err_msg=name)


def test_a_resumed_run_keeps_the_best_epoch_of_before_the_pause(tiny, messages, tmp_path):
    preset = replace(tiny, learning_rate=0.3, epochs=6)  # so fast that it overshoots
    whole = fit_classifier(messages, preset)
    losses = [row["validation_loss"] for row in whole.history]
    best = int(np.argmin(losses)) + 1
    assert best < len(losses), "the run must have a best epoch before its last for this test to mean anything"
    resumed = train_in_pieces(messages, preset, tmp_path / "run.checkpoint", [best * 4 + 1])
    assert repr(resumed.history) == repr(whole.history)
    for name, array in whole.weights.items():
        np.testing.assert_array_equal(resumed.weights[name], array, err_msg=name)


def test_a_resumed_run_over_subword_features_ends_in_the_same_bytes(tiny, messages, tmp_path):
    preset = replace(tiny, features="subword", surface_tokens=True, feature_dropout=0.3, epochs=3)
    whole = fit_classifier(messages, preset)
    resumed = train_in_pieces(messages, preset, tmp_path / "run.checkpoint", [5])
    for name, array in whole.weights.items():
        np.testing.assert_array_equal(resumed.weights[name], array, err_msg=name)


def test_a_run_killed_between_two_checkpoints_goes_on_from_the_first(tiny, messages, tmp_path, monkeypatch):
    """What a kill leaves is the last checkpoint; later steps are simply done again."""
    path = tmp_path / "run.checkpoint"
    with pytest.raises(Interrupted):
        fit_classifier(messages, tiny, run=Run(checkpoint=path, should_stop=stop_after(6)))
    left = path.read_bytes()
    with pytest.raises(Interrupted):
        fit_classifier(messages, tiny, run=Run(checkpoint=path, resume=True, should_stop=stop_after(3)))
    path.write_bytes(left)
    resumed = fit_classifier(messages, tiny, run=Run(checkpoint=path, resume=True))
    whole = fit_classifier(messages, tiny)
    assert all(np.array_equal(array, whole.weights[name]) for name, array in resumed.weights.items())


def test_the_interruption_says_where_to_go_on(tiny, messages, tmp_path):
    path = tmp_path / "run.checkpoint"
    with pytest.raises(Interrupted) as caught:
        fit_classifier(messages, tiny, run=Run(checkpoint=path, should_stop=stop_after(6)))
    assert caught.value.message == f"stopped after step 6 of {STEPS}; the checkpoint is `{path}`"
    assert caught.value.hint == "go on with the same command and --resume"
    assert caught.value.exit_status == 130


@pytest.fixture
def checkpoint(tiny, messages, tmp_path):
    path = tmp_path / "run.checkpoint"
    with pytest.raises(Interrupted):
        fit_classifier(messages, tiny, run=Run(checkpoint=path, should_stop=stop_after(6)))
    return path


def resume_error(messages, preset, path, **options) -> CheckpointError:
    with pytest.raises(CheckpointError) as caught:
        fit_classifier(messages, preset, run=Run(checkpoint=path, resume=True), **options)
    return caught.value


def test_there_must_be_a_checkpoint(tiny, messages, tmp_path):
    error = resume_error(messages, tiny, tmp_path / "none")
    assert error.message == f"`{tmp_path / 'none'}`: no checkpoint to resume from"
    assert error.hint == "leave out --resume to start again"


def test_a_checkpoint_of_other_settings_is_refused(tiny, messages, checkpoint):
    error = resume_error(messages, replace(tiny, epochs=9), checkpoint)
    assert error.message == (f"`{checkpoint}`: belongs to another run: its setting `epochs` is 5; this run's is 9")
    error = resume_error(messages, tiny, checkpoint, seed=3)
    assert error.message == f"`{checkpoint}`: belongs to another run: its seed is 0; this run's is 3"


def test_the_same_file_by_another_path_is_the_same_run(tiny, messages, tmp_path):
    path = tmp_path / "run.checkpoint"
    with pytest.raises(Interrupted):
        fit_classifier(replace(messages, name="data/x.csv"), tiny, run=Run(checkpoint=path, should_stop=stop_after(2)))
    elsewhere = replace(messages, name="/home/somebody/x.csv")
    assert fit_classifier(elsewhere, tiny, run=Run(checkpoint=path, resume=True)).training_data.name == "x.csv"


def test_a_checkpoint_of_another_kernel_is_refused(tiny, messages, tmp_path):
    """The two agree to rounding only, so a run that changed between them would end in other bytes."""
    path = tmp_path / "run.checkpoint"
    with pytest.raises(Interrupted):
        fit_classifier(messages, tiny, run=Run(checkpoint=path, should_stop=stop_after(2), kernel="reference"))
    if choose_kernel("scan", "mingru") == "scan":
        pytest.skip("no compiled kernel here")
    error = resume_error(messages, tiny, path)
    assert error.message == f'`{path}`: belongs to another run: its kernel is "reference"; this run\'s is "native"'


def test_a_checkpoint_of_other_measured_parts_is_refused(tiny, messages, checkpoint):
    measured = {"test": Texts(["win win"], ["spam"])}
    error = resume_error(messages, tiny, checkpoint, measured=measured)
    assert error.message.startswith(
        f'`{checkpoint}`: belongs to another run: its SHA-256 of the texts measured is "none"; this run\'s is '
    )


def test_a_checkpoint_of_another_language_model_is_refused(tiny, messages, tmp_path):
    """What a run starts from decides every bit of it."""
    path = tmp_path / "run.checkpoint"
    one, other = (make_language_bundle(seed=seed, tokens=("win", "home"), level="word", cell="gru") for seed in (0, 1))
    with pytest.raises(Interrupted):
        fit_classifier(messages, tiny, initial=one, run=Run(checkpoint=path, should_stop=stop_after(1)))
    error = resume_error(messages, tiny, path, initial=other)
    assert error.message.startswith(f"`{path}`: belongs to another run: its SHA-256 of the language model is ")


def test_a_checkpoint_of_other_texts_is_refused(tiny, messages, checkpoint):
    swapped = Texts([*messages.texts[1:], "win win"], [*messages.labels[1:], "spam"])
    assert (
        "`: belongs to another run: its SHA-256 of the texts learned from is "
        in resume_error(swapped, tiny, checkpoint).message
    )


def test_a_checkpoint_cut_anywhere_is_refused(tiny, messages, checkpoint):
    content = checkpoint.read_bytes()
    header = 8 + int.from_bytes(content[:8], "little")
    for length in [0, 1, 7, 8, 9, header // 2, header - 1, header, header + 1, len(content) - 1]:
        checkpoint.write_bytes(content[:length])
        assert resume_error(messages, tiny, checkpoint).message.startswith(f"`{checkpoint}`: damaged checkpoint: ")


@pytest.mark.parametrize(
    "described",
    [
        "[]",
        "{}",
        '{"run": 3, "position": {}}',
        '{"run": {}, "position": {"epoch": "x"}}',
        '{"run": {}, "position": {"epoch": -3}}',
        '{"run": {}, "position": {"epoch": 2, "history": [{"epoch": 1}]}}',
        '{"run": {}, "position": {"epoch": 1, "history": [{"train_loss": 1}]}}',
        "[" * 200_000,
    ],
)
def test_a_checkpoint_that_describes_no_run_is_refused(tiny, messages, tmp_path, described):
    path = tmp_path / "run.checkpoint"
    save_file({"some": np.zeros(1, np.float32)}, path, metadata={"elman": described})
    assert resume_error(messages, tiny, path).message.startswith(f"`{path}`: damaged checkpoint: ")


def test_a_full_disk_keeps_the_checkpoint_before(tiny, messages, checkpoint, monkeypatch):
    before = checkpoint.read_bytes()

    def full(path, content):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("elman.replace.write_synced", full)
    with pytest.raises(CheckpointError) as caught:
        fit_classifier(messages, tiny, run=Run(checkpoint=checkpoint, resume=True, should_stop=stop_after(1)))
    assert caught.value.message == f"`{checkpoint}`: cannot write the checkpoint: No space left on device"
    assert checkpoint.read_bytes() == before


def test_a_checkpoint_is_plain_safetensors_and_json(checkpoint):
    with safe_open(checkpoint, framework="numpy") as file:
        described = json.loads(file.metadata()["elman"])
    assert described["position"]["epoch"] == 1
    assert len(described["position"]["losses"]) == 2


def test_a_run_that_kept_checkpoints_keeps_its_end(tiny, messages, tmp_path, monkeypatch):
    """So a model that could not be written is there without training again."""
    monkeypatch.setattr("elman.train.course._SAVE_EVERY", 0.0)
    path = tmp_path / "run.checkpoint"
    whole = fit_classifier(messages, tiny, run=Run(checkpoint=path))

    def no_step() -> bool:
        raise AssertionError("a step was taken")

    again = fit_classifier(messages, tiny, run=Run(checkpoint=path, resume=True, should_stop=no_step))
    assert all(np.array_equal(array, whole.weights[name]) for name, array in again.weights.items())


def test_a_run_that_kept_a_checkpoint_early_on_keeps_its_end_too(tiny, messages, tmp_path, monkeypatch):
    """Here time passes before the first look alone, which is the only one that is late enough."""
    later = time.monotonic() + 1_000.0
    monkeypatch.setattr("elman.train.course.time", SimpleNamespace(monotonic=lambda: later))
    path = tmp_path / "run.checkpoint"
    fit_classifier(messages, tiny, run=Run(checkpoint=path))
    with safe_open(path, framework="numpy") as file:
        position = json.loads(file.metadata()["elman"])["position"]
    assert position["epoch"] == len(position["history"]) == tiny.epochs


def test_a_short_run_leaves_no_checkpoint(tiny, messages, tmp_path):
    path = tmp_path / "run.checkpoint"
    fit_classifier(messages, tiny, run=Run(checkpoint=path))
    assert not path.exists()


def test_a_checkpoint_of_another_vocabulary_is_refused(tiny, messages, tmp_path):
    path, words = tmp_path / "run.checkpoint", sorted({word for text in messages.texts for word in text.split()})
    with pytest.raises(Interrupted):
        fit_classifier(messages, tiny, vocabulary_texts=words, run=Run(checkpoint=path, should_stop=stop_after(6)))
    error = resume_error(messages, tiny, path, vocabulary_texts=[*words, "unseen"] * 2)
    assert "belongs to another run: its SHA-256 of the vocabulary is" in error.message
