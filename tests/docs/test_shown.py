"""Every command that the README and the guides show is run, and what they show is compared with what it prints."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from elman.architecture import CELL_LAYOUTS
from elman.data import read
from elman.nn import CELLS
from elman.runtime.cells import STEPS
from tests.docs.shown import ROOT, agrees, blocks, commands, same_line

DOCS = ROOT / "docs"
PAGES = [ROOT / "README.md", *sorted(DOCS.glob("*.md")), *sorted((DOCS / "guides").glob("*.md"))]
PAGES = [page for page in PAGES if blocks(page)]
# What is not run here: it installs, or takes minutes, and has tests of its own. That it exists is checked in any case.
NOT_RUN = ("pip install ", "make ", "python -m benchmarks.")
FASTTEXT = {
    "train.txt": [
        ("spam", f"win {word} {when}") for word in ("free", "prize", "cash", "tickets") for when in ("now", "today")
    ]
    + [("ham", f"see {whom} at {word}") for word in ("home", "dinner", "noon", "work") for whom in ("you", "them")],
    "test.txt": [("spam", "win free tickets"), ("spam", "prize now"), ("ham", "dinner at home"), ("ham", "see you")],
}


@pytest.fixture
def place(tmp_path, monkeypatch):
    """A folder with the files that the guides speak of, and the package's commands on the path."""
    read("sms-spam")  # fetched here, where this test is the first to ask for it: the pages show a later run
    for name in ("messages.csv", "orders.conll", "ugrnn.py"):
        shutil.copy(ROOT / "docs" / "guides" / name, tmp_path)
    for name, rows in FASTTEXT.items():
        (tmp_path / name).write_text("".join(f"__label__{label} {text}\n" for label, text in rows), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(tmp_path)
    tables = (CELL_LAYOUTS, CELLS, STEPS)
    before = [dict(table) for table in tables]
    yield tmp_path
    for table, kept in zip(tables, before, strict=True):  # a guide adds a cell
        table.clear()
        table.update(kept)
    sys.modules.pop("ugrnn", None)


def test_there_is_something_to_run():
    assert sum(kind == "console" for page in PAGES for kind, _ in blocks(page)) > 8


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_page_shows_what_is_printed(page, place):
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    failures, names = [], sample_names()
    for kind, content in blocks(page):
        if kind == "python":
            exec(compile(content, f"{page.name}, a Python block", "exec"), names)  # noqa: S102 (our own page)
            continue
        for command, shown in commands(content):
            if command.startswith(NOT_RUN):
                continue
            done = subprocess.run(
                ["/bin/sh", "-c", command],
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                check=False,
                env={**os.environ, "PATH": path, "COLUMNS": "100"},
            )
            if not agrees(shown, done.stdout.splitlines()):
                failures.append(f"$ {command}\n{done.stdout}")
    assert not failures, f"{page.name} shows otherwise:\n" + "\n".join(failures)


def sample_names():
    """What the guides' Python takes for granted."""
    texts = ["win a prize now", "are you home", "free prize", "see you at home"] * 5
    running = {"text": "To be or not to be, that is the question\n" * 100, "other": "to be the question\n"}
    return {"texts": texts, "labels": ["spam", "ham", "spam", "ham"] * 5, **running}


@pytest.mark.parametrize(
    ("shown", "real", "same"),
    [
        ("accuracy 99.42% (6 wrong)", "accuracy 99.22%  (8 wrong)", True),
        ("accuracy 99.42% (6 wrong)", "accuracy 90.00% (6 wrong)", False),
        ("spam caught 95.31%", "ham caught 95.31%", False),
        ("probability 0.98", "probability 0.97", True),
        ("probability 0.98", "probability 0.92", False),
        ("error: …", "error: anything", True),
        ("1 2", "1", False),
    ],
)
def test_figures_may_differ_a_little_and_words_not_at_all(shown, real, same):
    assert same_line(shown, real) == same


def test_an_ellipsis_stands_for_any_number_of_lines():
    assert agrees(["a", "…", "d"], ["a", "b", "c", "d"])
    assert agrees(["…"], [])
    assert not agrees(["a", "…", "d"], ["a", "b"])
    assert not agrees(["a"], ["a", "b"])
