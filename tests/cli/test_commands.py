"""The command line as a whole: help, version, usage errors, presets and cross-validation."""

import json

import pytest

import elman
from elman.cli.main import _COMMANDS, cli
from elman.presets import PRESETS
from tests.cli.conftest import TINY


@pytest.mark.parametrize("name", sorted(_COMMANDS))
def test_every_command_has_help_that_begins_as_its_line_in_the_list(run, name):
    command = cli.get_command(None, name)
    assert command.help.split("\n\n")[0].replace("\n", " ")
    result = run(name, "--help")
    assert (result.status, result.err) == (0, "")
    assert result.out.startswith(f"Usage: elman {name} ")
    for option in command.params:
        assert option.param_type_name == "argument" or option.help, f"{name} {option.name} has no help"


def test_the_list_names_every_command(run):
    shown = run("--help").out
    for name, line in _COMMANDS.items():
        assert f"  {name} " in shown
        assert line in shown


def test_version(run):
    assert run("--version").out == f"elman {elman.__version__}\n"


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (["trian"], "Error: No such command 'trian'."),
        (["train", "x"], "Error: Missing option '--out'."),
        (["info", ""], "Error: Invalid value for 'DIR': expected the name of a folder; got an empty one"),
        (
            ["train", "x", "--out", ""],
            "Error: Invalid value for '--out': expected the name of a folder; got an empty one",
        ),
        (["crossval", "x", "--folds", "1"], "Error: Invalid value for '--folds': 1 is not in the range x>=2."),
        (
            ["train", "x", "--out", "y", "--seed", "-1"],
            "Error: Invalid value for '--seed': -1 is not in the range x>=0.",
        ),
    ],
)
def test_wrong_usage_exits_with_2(run, arguments, error):
    result = run(*arguments)
    assert (result.status, result.out) == (2, "")
    assert error in result.err


def test_presets_prints_every_setting_with_its_meaning(run):
    assert run("presets").out.split() == list(PRESETS)
    assert json.loads(run("presets", "textbook", "--json").out) == PRESETS["textbook"].settings()
    lines = run("presets", "textbook").out.splitlines()
    assert len(lines) == len(PRESETS["textbook"].settings())
    assert all(" = " in line and "  # " in line for line in lines)
    assert run("presets", "huge").status == 2


def test_cross_validation_is_the_same_with_any_number_of_processes(run, corpus):
    settings = [word for setting in TINY for word in ("--set", setting)]
    one = run("crossval", corpus, "--folds", "2", *settings, "--json")
    assert one.status == 0
    assert run("crossval", corpus, "--folds", "2", *settings, "--json", "--jobs", "2").out == one.out
    found = json.loads(one.out)
    assert {"n", "errors", "accuracy", "mcc", "spam_caught", "blocked_ham", "positive_label"} <= set(found)
    assert (found["n"], found["positive_label"]) == (40, "spam")
    assert sum(found["fold_errors"]) == found["errors"]
