"""The other process draws the same bytes as this one; where it is gone, this one draws; none is left behind."""

import subprocess
import sys

import pytest

import elman.plots.beside as beside
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


COPIES = """
import os, sys
import elman.plots.beside as beside
from elman.plots.curves import training_figures

beside._COPIES = {copies}
first, real = os.getpid(), beside.png
def png(figure):
    if os.getpid() != first and {fails}:
        raise MemoryError
    return real(figure)
beside.png = png
figures = training_figures([{{"epoch": 1, "train_loss": 0.5, "train_accuracy": 0.5}}])
drawn = beside._drawn(figures)
assert drawn == {{name: real(figure) for name, figure in figures.items()}}
"""


@pytest.mark.parametrize("copies", [True, False])
@pytest.mark.parametrize("fails", [False, True])
@pytest.mark.skipif(not beside._COPIES, reason="processes cannot be copied here")
def test_pictures_are_the_same_whoever_draws_them(copies: bool, fails: bool) -> None:
    subprocess.run([sys.executable, "-c", COPIES.format(copies=copies, fails=fails)], check=True, timeout=60)


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
