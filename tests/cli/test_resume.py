"""A run killed without warning and resumed writes the same folder as one never killed."""

import signal
import subprocess
import sys
import time

import pytest

from elman.cli.alone import alone
from elman.errors import UsageError
from elman.plots import PicturesBeside
from tests.cli.conftest import train_arguments

LONG = ("--set", "epochs=150", "--set", "schedule=cosine")


def test_killed_and_resumed(corpus, tmp_path):
    program = (  # a checkpoint at every look, so that a short run has some to be killed between
        "import elman.train.course as course; course._SAVE_EVERY = 0.0\n"
        "import sys; from elman.cli.main import main; main(sys.argv[1:])"
    )

    def command(out, *more):
        return [sys.executable, "-c", program, *train_arguments(corpus, out, *LONG, *more)]

    whole, broken = tmp_path / "whole", tmp_path / "broken"
    checkpoint = tmp_path / "broken.checkpoint"
    for resume in ([], ["--resume"]):
        process = subprocess.Popen(command(broken, *resume), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        before = checkpoint.stat().st_mtime_ns if checkpoint.exists() else 0
        deadline = time.monotonic() + 60
        while not checkpoint.exists() or checkpoint.stat().st_mtime_ns == before:
            assert process.poll() is None, process.stderr.read().decode()
            assert time.monotonic() < deadline, "no checkpoint in a minute"
            time.sleep(0.01)
        process.kill()
        process.wait()
        process.stderr.close()
        assert not broken.exists()
    subprocess.run(command(broken, "--resume"), check=True, capture_output=True)
    subprocess.run(command(whole), check=True, capture_output=True)
    for path in whole.iterdir():
        assert (broken / path.name).read_bytes() == path.read_bytes(), path.name
    assert not checkpoint.exists()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_while_pictures_are_drawn_throws_no_model_away(run, corpus, tmp_path, monkeypatch, number):
    answer = PicturesBeside.answer

    def interrupted(self, **options):
        signal.raise_signal(number)
        return answer(self, **options)

    monkeypatch.setattr(PicturesBeside, "answer", interrupted)
    result = run(*train_arguments(corpus, tmp_path / "model"))
    assert result.status == 0
    assert (tmp_path / "model" / "loss.png").exists()
    assert not (tmp_path / "model.checkpoint").exists()


def test_a_model_that_cannot_be_written_need_not_be_trained_again(run, corpus, tmp_path, monkeypatch):
    out, answer = tmp_path / "model", PicturesBeside.answer
    arguments = train_arguments(corpus, out)
    assert run(*arguments).status == 0

    def meanwhile(self, **options):
        (out / "thesis.tex").write_text("years of work")
        return answer(self, **options)

    with monkeypatch.context() as patched:
        patched.setattr("elman.train.course._SAVE_EVERY", 0.0)
        patched.setattr(PicturesBeside, "answer", meanwhile)
        refused = run(*arguments)
    assert (refused.status, refused.err.split("error: ")[-1]) == (
        1,
        f"`{out}`: would be replaced, and holds `thesis.tex`, which is not ours\n\nhint: mend that, then give the "
        f"same command with --resume: the run is kept in `{tmp_path / 'model.checkpoint'}`\n",
    )
    (out / "thesis.tex").unlink()
    resumed = run(*arguments, "--resume")
    assert resumed.status == 0
    assert not (tmp_path / "model.checkpoint").exists()


@pytest.mark.parametrize("command", [["train"], ["lm", "train"], ["tag", "train"]])
def test_a_checkpoint_that_is_not_there_is_told_before_anything_is_read(run, tmp_path, command):
    result = run(*command, tmp_path / "no data", "--out", tmp_path / "model", "--resume")
    checkpoint = tmp_path / "model.checkpoint"
    assert (result.status, result.err) == (
        1,
        f"error: `{checkpoint}`: no checkpoint to resume from\n\nhint: leave out --resume to start again\n",
    )


def test_two_runs_at_once_do_not_share_a_place(run, corpus, tmp_path):
    out = tmp_path / "model"
    with alone(out):
        result = run(*train_arguments(corpus, out))
        assert (result.status, result.err.split("error: ")[-1]) == (
            2,
            f"`{out}`: another run is training a model for this folder\n\n"
            "hint: wait until it has ended, or name another folder with --out\n",
        )
    assert list(tmp_path.iterdir()) == []
    assert run(*train_arguments(corpus, out)).status == 0
    assert [path.name for path in tmp_path.iterdir()] == ["model"]


def test_a_lock_that_another_run_has_taken_over_is_left(tmp_path):
    pytest.importorskip("fcntl")
    out, lock = tmp_path / "model", tmp_path / ".model.elman-lock"
    with alone(out):
        lock.unlink()
        after = alone(out)
        after.__enter__()
    assert lock.exists()
    after.__exit__(None, None, None)
    assert not lock.exists()


def test_a_lock_that_its_holder_removed_meanwhile_keeps_nobody_out(tmp_path, monkeypatch):
    fcntl = pytest.importorskip("fcntl")
    out, lock, flock = tmp_path / "model", tmp_path / ".model.elman-lock", fcntl.flock

    def removed_just_before(held, how):
        monkeypatch.setattr(fcntl, "flock", flock)
        lock.unlink()
        flock(held, how)

    monkeypatch.setattr(fcntl, "flock", removed_just_before)
    with alone(out):
        assert lock.exists()  # the next run's is refused by this name
        with pytest.raises(UsageError, match="another run is training"), alone(out):
            pass
    assert not lock.exists()


def test_a_place_is_kept_without_harm_to_what_is_there(tmp_path):
    (tmp_path / ".model.elman-lock").write_text("somebody's")
    with alone(tmp_path / "model"):
        pass
    assert (tmp_path / ".model.elman-lock").read_text() == "somebody's"
    with alone(tmp_path / "one" / "two" / "model"):
        assert (tmp_path / "one" / "two").is_dir()
    assert not (tmp_path / "one").exists()


def test_a_place_is_kept_until_the_model_is_written(corpus, tmp_path, run, monkeypatch):
    out, asked = tmp_path / "model", []

    def write(*_, **__):
        with pytest.raises(UsageError, match="another run is training a model for this folder"), alone(out):
            pass
        asked.append(out)

    monkeypatch.setattr("elman.bundle.write_bundle", write)
    assert run(*train_arguments(corpus, out)).status == 0
    assert asked == [out]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_run_that_is_asked_to_end_leaves_a_checkpoint(corpus, tmp_path, number):
    """By the keyboard, by the system, or by a terminal that is gone."""
    arguments = train_arguments(corpus, tmp_path / "model", "--set", "epochs=100000")
    command = [sys.executable, "-c", "import sys; from elman.cli.main import main; main(sys.argv[1:])", *arguments]
    program = (
        "import os, signal, threading\n"
        "import elman.train.course as course\n"
        "end = course.Course.run\n"
        "def run(*given):\n"
        f"    threading.Timer(0.5, os.kill, (os.getpid(), {int(number)})).start()\n"
        "    return end(*given)\n"
        "course.Course.run = run\n"
    )
    command[2] = program + command[2]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 130, done.stderr
    assert "stopping after this step" in done.stderr
    assert (tmp_path / "model.checkpoint").exists()
