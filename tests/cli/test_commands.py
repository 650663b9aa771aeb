"""The command line as a whole: help, version, usage errors, presets and cross-validation."""

import io
import json

import pytest

import elman
from elman.cli.main import _COMMANDS, cli
from elman.presets import PRESETS
from tests.cli.conftest import TINY


@pytest.mark.parametrize("name", sorted(_COMMANDS))
def test_every_command_has_help(run, name):
    command = cli.get_command(None, name)
    assert command.help
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
        (["predict", "x", "-10% off"], "\n\nhint: put -- before a TEXT that begins with -\n"),
        (["predict", "x", "a", "-"], "error: TEXT: expected - alone, for standard input; got it beside others\n"),
        (
            ["lm", "train", "x", "--out", "y", "--level", "byte", "--set", "min_frequency=2"],
            "does nothing where `level` is byte\n\nhint: use --level char, or leave it out\n",
        ),
        (["train", "x", "--out", "y", "--set", "seed=3"], "error: `seed`: no such setting\n\nhint: use --seed\n"),
        (["predict", "x", "--jsno"], "Error: No such option '--jsno'. Did you mean '--json'?\n"),
        (["lm", "surprise", "x", "-10% off"], "\n\nhint: put -- before a TEXT that begins with -\n"),
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
    assert one.err.startswith(f"{corpus}: 40 texts; 40 in 2 folds\n")
    assert run("crossval", corpus, "--folds", "2", *settings, "--json", "--jobs", "2").out == one.out
    found = json.loads(one.out)
    assert {"n", "errors", "accuracy", "mcc", "spam_caught", "blocked_ham", "positive_label"} <= set(found)
    assert (found["n"], found["positive_label"]) == (40, "spam")
    assert sum(found["fold_errors"]) == found["errors"]


def test_a_setting_that_does_not_exist_is_looked_up_in_the_preset_that_was_named(run, corpus, tmp_path):
    for command, listed in ((["train"], "presets tiny"), (["lm", "train"], "lm presets word")):
        preset = listed.split()[-1]
        arguments = [*command, str(corpus), "--out", str(tmp_path / "m"), "--preset", preset, "--set", "qqqq=1"]
        assert (
            run(*arguments).err
            == f"error: `qqqq`: no such setting\n\nhint: run `elman {listed}` to see every setting\n"
        )


def test_a_picture_of_standard_input(run, model, tmp_path, monkeypatch):
    pictures = []
    for name, text in (("one.svg", "win a free prize"), ("two.svg", "-")):
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"win a free prize"), encoding="utf-8"))
        assert run("plot", "running", model, text, "--out", tmp_path / name).status == 0
        pictures.append((tmp_path / name).read_bytes())
    assert pictures[0] == pictures[1]


def test_a_table_that_is_learned_from_as_it_stands_is_told_of(run, tmp_path):
    table = tmp_path / "messages.csv"
    table.write_text("text,label\n" + '"win, now",spam\n"see you",ham\n' * 200)
    sizes = [f"--set={each}" for each in ("hidden_size=4", "streams=2", "bptt_length=5", "max_steps=1")]
    trained = run("lm", "train", table, "--out", tmp_path / "m", *sizes)
    assert trained.status == 0
    assert (
        f"note: {table} looks like csv, but is read as it stands; use --format csv to read it as csv\n" in trained.err
    )
