"""The other process draws the same bytes as this one; where it is gone, this one draws; none is left behind."""

import sys
import time
from pathlib import Path

import pytest

from elman.plots import PicturesBeside, language_pictures, training_pictures

HISTORY = [
    {"epoch": 1, "train_loss": 0.7, "train_accuracy": 0.5, "test_loss": 0.65, "test_accuracy": 0.625},
    {"epoch": 2, "train_loss": 1 / 3, "train_accuracy": 0.75, "test_loss": 0.4, "test_accuracy": 0.75},
]


def test_the_pictures_are_those_of_this_process() -> None:
    with PicturesBeside() as pictures:
        assert pictures.process is not None
        drawn = pictures.draw(training_pictures, HISTORY)
        assert pictures.process.returncode == 0
    assert drawn == training_pictures(HISTORY)


def test_those_of_a_language_model_too() -> None:
    history = [{"epoch": 1, "train_loss": 3.1, "train_bits": 4.5}]
    samples = [{"epoch": 1, "text": "thou \udcff art"}]
    with PicturesBeside() as pictures:
        drawn = pictures.draw(language_pictures, history, samples, [0.0, 0.25, 1 / 3])
        assert pictures.process is not None
        assert pictures.process.returncode == 0
    assert sorted(drawn) == ["bits.png", "gradients.png", "loss.png", "samples.png"]
    assert drawn == language_pictures(history, samples, [0.0, 0.25, 1 / 3])


def test_where_the_home_cannot_be_written_nothing_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home, left = tmp_path / "file", tmp_path / "left"
    home.write_text("no folder")
    left.mkdir()
    for name in ("HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(name, str(home))
    for name in ("TMPDIR", "TEMP", "TMP"):
        monkeypatch.setenv(name, str(left))
    monkeypatch.delenv("MPLCONFIGDIR", raising=False)
    with PicturesBeside() as pictures:
        assert sorted(pictures.draw(training_pictures, HISTORY)) == ["accuracy.png", "loss.png"]
        assert pictures.process is not None
        assert pictures.process.returncode == 0
    assert list(left.iterdir()) == []
    with PicturesBeside():  # and is not asked
        deadline = time.monotonic() + 30
        while not list(left.iterdir()) and time.monotonic() < deadline:
            time.sleep(0.01)
    assert list(left.iterdir()) == []


def test_a_process_that_was_ended_is_replaced_by_this_one() -> None:
    with PicturesBeside() as pictures:
        assert pictures.process is not None
        pictures.process.kill()
        assert pictures.draw(training_pictures, HISTORY) == training_pictures(HISTORY)


def test_an_interpreter_that_cannot_be_called_is_replaced_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "no interpreter")
    with PicturesBeside() as pictures:
        assert pictures.draw(training_pictures, []) == {}


def test_a_process_that_is_not_asked_is_ended() -> None:
    with pytest.raises(ValueError, match="bad data"), PicturesBeside() as pictures:
        raise ValueError("bad data")
    assert pictures.process is not None
    assert pictures.process.returncode is not None
