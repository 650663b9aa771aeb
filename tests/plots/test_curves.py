"""Pictures of a run: the same bytes for the same history, and nothing of the caller's matplotlib touched."""

import io
import json
import struct
import subprocess
import sys

import matplotlib as mpl
import matplotlib.image
import numpy as np
import pytest

from elman.plots import training_pictures

HISTORY = [
    {
        "epoch": epoch,
        "train_loss": 0.7 / epoch,
        "train_accuracy": 1 - 0.3 / epoch,
        "test_loss": 0.8 / epoch,
        "test_accuracy": 1 - 0.4 / epoch,
        "validation_loss": 0.9 / epoch,
        "validation_accuracy": 1 - 0.5 / epoch,
    }
    for epoch in range(1, 6)
]
SIZE = (768, 480)  # 6.4 by 4.0 inches at 120 dots an inch


def only(part):
    """The history of one part."""
    return [{name: value for name, value in row.items() if name.startswith(("epoch", part))} for row in HISTORY]


@pytest.fixture(scope="module")
def pictures():
    """The pictures of the whole history."""
    return training_pictures(HISTORY)


def test_there_is_one_of_the_loss_and_one_of_the_accuracy(pictures):
    assert list(pictures) == ["loss.png", "accuracy.png"]
    assert pictures["loss.png"] != pictures["accuracy.png"]


@pytest.mark.parametrize("name", ["loss.png", "accuracy.png"])
def test_a_picture_opens_and_has_its_size(pictures, name):
    header = struct.unpack(">8sI4sII", pictures[name][:24])
    assert header == (b"\x89PNG\r\n\x1a\n", 13, b"IHDR", *SIZE)
    pixels = matplotlib.image.imread(io.BytesIO(pictures[name]))
    assert pixels.shape == (SIZE[1], SIZE[0], 4)
    assert len(np.unique(pixels.reshape(-1, 4), axis=0)) > 10, "there is something in it"


def test_the_same_history_gives_the_same_bytes(pictures):
    assert training_pictures([dict(row) for row in HISTORY]) == pictures


def test_another_history_gives_another_picture(pictures):
    changed = [{**row, "test_loss": row["test_loss"] + 0.1} for row in HISTORY]
    assert training_pictures(changed)["loss.png"] != pictures["loss.png"]
    assert training_pictures(changed)["accuracy.png"] == pictures["accuracy.png"]


@pytest.mark.parametrize("part", ["train", "test", "validation"])
def test_every_part_has_a_colour_of_its_own(part):
    colour = {"train": (0, 0, 0), "test": (0xD5, 0x5E, 0x00), "validation": (0x00, 0x72, 0xB2)}[part]
    pixels = matplotlib.image.imread(io.BytesIO(training_pictures(only(part))["loss.png"]))
    found = (np.round(pixels[:, :, :3] * 255) == colour).all(axis=2).sum()
    assert found > 100


def test_a_run_of_one_epoch_has_pictures():
    assert len(training_pictures(HISTORY[:1])) == 2


def test_a_history_without_epochs_has_none():
    assert training_pictures([]) == {}
    assert training_pictures(()) == {}


def test_nothing_of_matplotlib_is_changed():
    def parameters():
        # To look at the backend would choose one.
        return {name: mpl.rcParams[name] for name in mpl.rcParams if name != "backend"}

    before = parameters()
    training_pictures(HISTORY)
    assert parameters() == before


def test_no_window_system_is_asked_for():
    program = """
import json, sys
import matplotlib
backend = matplotlib.rcParams._get_backend_or_none()
from elman.plots import training_pictures
training_pictures([{"epoch": 1, "train_loss": 0.5, "train_accuracy": 0.5}])
print(json.dumps(["matplotlib.pyplot" in sys.modules, backend == matplotlib.rcParams._get_backend_or_none()]))
"""
    found = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True).stdout
    assert json.loads(found) == [False, True]


def test_the_caller_s_style_changes_nothing():
    with mpl.rc_context({"text.usetex": True, "font.size": 30, "savefig.bbox": "tight", "axes.edgecolor": "white"}):
        styled = training_pictures(HISTORY)
        assert mpl.rcParams["font.size"] == 30
    assert styled == training_pictures(HISTORY)


def test_a_tagger_s_pictures_speak_of_tokens():
    of_texts, of_tokens = (training_pictures(HISTORY, noun) for noun in ("text", "token"))
    assert of_texts == training_pictures(HISTORY)
    assert all(of_texts[name] != of_tokens[name] for name in ("loss.png", "accuracy.png"))
