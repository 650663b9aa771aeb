"""Pictures for learners: the same bytes in every run, any word can be drawn, and what cannot be is refused."""

import io
from pathlib import Path
from xml.parsers import expat

import matplotlib as mpl
import matplotlib.image
import numpy as np
import pytest

from elman.errors import ShapeError, UsageError
from elman.explain import HiddenStates, RunningProbabilities
from elman.plots import (
    gradients_picture,
    language_model_picture,
    line_picture,
    picture_format,
    recurrent_edge_picture,
    running_picture,
    states_picture,
    training_curve,
    unrolled_picture,
)
from tests.bundle.samples import make_bundle

ODD = ("$x_t$", "a\u200bb", "\x00", "\ud800", "ünïcödé", "x" * 100, "\\frac", "中", "")
LABELS = {"title": "a title", "x_label": "step", "y_label": "norm (no unit)"}


def states(words=ODD):
    values = np.random.default_rng(0).normal(size=(len(words), 6)).astype(np.float32)
    return HiddenStates(tuple(words), {"forward": values, "backward": values[::-1]})


def running(classes=3):
    rows = np.random.default_rng(0).dirichlet(np.ones(classes), size=len(ODD) + 1)
    return RunningProbabilities(ODD, tuple(f"class {each}" for each in range(classes)), rows)


def architecture(**settings):
    return make_bundle(settings=settings).architecture


PICTURES = {
    "states": lambda: states_picture(states()),
    "running": lambda: running_picture(running()),
    "running of many classes": lambda: running_picture(running(30)),
    "gradients": lambda: gradients_picture(
        {"elman": [0.0, 1e-9, 1.0], "gru": [1e-30, 0.5, 1.0]}, tokens=ODD[:3], title="t", y_label="norm"
    ),
    "lines": lambda: line_picture({"one": [1, 2, 3]}, **LABELS),
    "edge": recurrent_edge_picture,
    "language model": lambda: language_model_picture(["the", "cat", "$at", "on"], path=(0, 2)),
    "unrolled": lambda: unrolled_picture(architecture(cell="lstm", bidirectional=True, num_layers=7), ODD),
    "unrolled over one word": lambda: unrolled_picture(architecture(pooling="last+mean+max+inputs"), ["a"]),
}


@pytest.mark.parametrize("name", PICTURES)
@pytest.mark.filterwarnings("ignore:Glyph .* missing from font")
def test_a_picture_is_the_same_bytes_in_every_run(name):
    picture = PICTURES[name]()
    drawn = picture.to_bytes("svg")
    expat.ParserCreate().Parse(drawn, True)
    assert PICTURES[name]().to_bytes("svg") == drawn
    assert picture._repr_svg_() == drawn.decode()


@pytest.mark.parametrize("ending", ["svg", "png", "PDF"])
def test_a_file_has_the_format_that_its_name_says(tmp_path, ending):
    path = tmp_path / "new" / f"picture.{ending}"
    line_picture({"one": [1, 2]}, **LABELS).save(path)
    starts = {"svg": b"<?xml", "png": b"\x89PNG", "PDF": b"%PDF"}
    assert path.read_bytes().startswith(starts[ending])
    assert [each.name for each in path.parent.iterdir()] == [path.name]


@pytest.mark.parametrize(("name", "got"), [("picture.gif", ".gif"), ("picture", "no ending")])
def test_another_ending_is_refused(name, got):
    with pytest.raises(
        UsageError, match=rf"^`{name}`: expected a name that ends in .svg, .png, .pdf; got {got}\nhint:"
    ):
        picture_format(Path(name))


def test_the_heat_map_shows_the_values():
    """A unit that is always at its highest and one at its lowest: purple above, orange below."""
    values = np.tile(np.array([1.0, -1.0], np.float32), (4, 1))
    drawn = states_picture(HiddenStates(("a", "b", "c", "d"), {"forward": values})).to_bytes("png")
    pixels = matplotlib.image.imread(io.BytesIO(drawn))[:, :, :3]
    height, width = pixels.shape[:2]
    above, below = pixels[height // 3, width // 2], pixels[int(height * 0.6), width // 2]
    assert above[2] > above[1], "purple: more blue than green"
    assert below[0] > below[2], "orange: more red than blue"


def test_what_does_not_fit_is_refused():
    with pytest.raises(ShapeError, match=r"^`series`: expected 1 to 8; got 0"):
        line_picture({}, **LABELS)
    with pytest.raises(ShapeError, match=r"^`series`: `two`: expected 3 values, one for each x; got 2"):
        line_picture({"one": [1, 2, 3], "two": [1, 2]}, **LABELS)
    with pytest.raises(ShapeError, match=r"^`words`: expected 3 to 9; got 2"):
        language_model_picture(["a", "b"])
    with pytest.raises(ShapeError, match=r"^`path`: expected two steps from 0 to 1"):
        language_model_picture(["a", "b", "c"], path=(1, 2))
    with pytest.raises(UsageError, match=r"^`measure`: expected loss or accuracy, of at least one epoch; got `f1`, 1"):
        training_curve([{"epoch": 1, "train_loss": 1.0}], "f1")


def test_nothing_of_matplotlib_is_changed():
    before = {name: mpl.rcParams[name] for name in mpl.rcParams if name != "backend"}
    PICTURES["unrolled"]().to_bytes("svg")
    assert {name: mpl.rcParams[name] for name in mpl.rcParams if name != "backend"} == before


def test_any_label_has_its_line_and_its_name():
    """Two that are cut to the same few letters, one that matplotlib would hide, and one that is no formula."""
    labels = ("a long label, one", "a long label, two", "_hidden", "$a^$")
    rows = np.random.default_rng(0).dirichlet(np.ones(4), size=3)
    drawn = running_picture(RunningProbabilities(("win", "now"), labels, rows))._figure.axes[0]
    assert len(drawn.lines) == 4
    names = [text.get_text() for text in drawn.get_legend().get_texts()]
    assert sorted(names) == sorted(["a long label,…", "a long label,…", "_hidden", r"\$a^\$"])
