"""Every command that a page names, run or not: it, its options and the settings that it changes exist."""

import dataclasses
import importlib
import re
from itertools import pairwise

import click
import pytest

from elman.cli.main import cli
from elman.presets import LanguagePreset, Preset
from tests.docs.shown import ROOT

PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "ARCHITECTURE.md"]
PAGES += [page for page in sorted((ROOT / "docs").rglob("*.md")) if "_build" not in page.parts]
SETTINGS = {field.name for preset in (Preset, LanguagePreset) for field in dataclasses.fields(preset)}
_FENCED = re.compile(r"^ *```[^\n]*\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)
_INLINE = re.compile(r"`([^`]+)`")
_NAMED = re.compile(r"(?:^|(?<=\s)|(?<=\())(elman|python -m benchmarks(?:\.\w+)*)((?: +\S+)*)$", re.MULTILINE)


def named(page):
    """The commands in a page's code: what is called, and the words behind it."""
    text = page.read_text(encoding="utf-8")
    blocks = [block.replace("\\\n", " ") for block in _FENCED.findall(text)]
    spans = [re.sub(r"\s+", " ", span) for span in _INLINE.findall(_FENCED.sub("", text))]
    for code in [*blocks, *spans]:
        for called, words in _NAMED.findall(code):
            yield called, words.split()


def missing(called, words):
    """What of a command does not exist."""
    command = cli if called == "elman" else benchmark(called.removeprefix("python -m "))
    while isinstance(command, click.Group) and words and re.fullmatch(r"[a-z-]+", words[0]):
        command, words = command.get_command(click.Context(command), words[0]), words[1:]
        if command is None:
            return ["the command"]
    options = {name for parameter in command.params for name in (*parameter.opts, *parameter.secondary_opts)} | {
        "--help"
    }
    # In a list of commands, what stands behind a command and its options is about it.
    faults = [word for word in words if re.fullmatch(r"--[a-z-]+,?;?", word) and word.rstrip(",;") not in options]
    changed = [after.partition("=")[0] for before, after in pairwise(words) if before == "--set"]
    return faults + [name for name in changed if name not in SETTINGS and name != "FIELD"]


def benchmark(module):
    found = importlib.import_module(module if module.count(".") else f"{module}.__main__")
    if not any(isinstance(each, click.Command) for each in vars(found).values()):
        found = importlib.import_module(f"{module}.__main__")
    return next(each for each in vars(found).values() if isinstance(each, click.Command))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_what_a_page_names_exists(page):
    faults = {f"{called} {' '.join(words)}": missing(called, words) for called, words in named(page)}
    assert not {command: what for command, what in faults.items() if what}


def test_commands_are_found_and_their_faults_seen():
    assert sum(len(list(named(page))) for page in PAGES) > 60
    assert missing("elman", ["train", "DATA", "--out", "DIR", "--set", "epochs=3"]) == []
    assert missing("elman", ["lm", "dream", "DIR"]) == ["the command"]
    assert missing("elman", ["train", "DATA", "--outt", "DIR", "--set", "epoch=3"]) == ["--outt", "epoch"]
    assert missing("python -m benchmarks.speed", ["--parts", "training"]) == []
    assert missing("python -m benchmarks.habits", ["--sed", "1"]) == ["--sed"]


def test_the_version_is_cited_as_it_is_built():
    built = re.search(r'^version = "(.+)"$', (ROOT / "pyproject.toml").read_text(encoding="utf-8"), re.MULTILINE)
    cited = re.search(r"^version: (.+)$", (ROOT / "CITATION.cff").read_text(encoding="utf-8"), re.MULTILINE)
    assert built[1] == cited[1]
