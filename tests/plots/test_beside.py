"""The other process draws the same bytes as this one; where it is gone, this one draws; none is left behind."""

import sys

import pytest

from elman.plots import CurvesBeside, training_pictures

HISTORY = [
    {"epoch": 1, "train_loss": 0.7, "train_accuracy": 0.5, "test_loss": 0.65, "test_accuracy": 0.625},
    {"epoch": 2, "train_loss": 1 / 3, "train_accuracy": 0.75, "test_loss": 0.4, "test_accuracy": 0.75},
]


def test_the_pictures_are_those_of_this_process() -> None:
    with CurvesBeside() as curves:
        assert curves.beside.process is not None
        drawn = curves.draw(HISTORY)
        assert curves.beside.process.returncode == 0
    assert drawn == training_pictures(HISTORY)


def test_a_process_that_was_ended_is_replaced_by_this_one() -> None:
    with CurvesBeside() as curves:
        assert curves.beside.process is not None
        curves.beside.process.kill()
        assert curves.draw(HISTORY) == training_pictures(HISTORY)


def test_an_interpreter_that_cannot_be_called_is_replaced_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "no interpreter")
    with CurvesBeside() as curves:
        assert curves.draw([]) == {}


def test_a_process_that_is_not_asked_is_ended() -> None:
    with pytest.raises(ValueError, match="bad data"), CurvesBeside() as curves:
        raise ValueError("bad data")
    assert curves.beside.process is not None
    assert curves.beside.process.returncode is not None
