"""`elman data`: data on standard output, notes on standard error, JSON where asked for."""

import json

import click
import pytest
from click.testing import CliRunner

from elman.cli.data import data
from elman.cli.reading import reading_options
from elman.data import read
from elman.errors import DataError, UsageError


def run(*arguments: str, **options):
    return CliRunner(catch_exceptions=False).invoke(data, arguments, **options)


def test_list(sms_spam):
    lines = run("list").stdout.splitlines()
    assert lines[0].split("  ")[0] == "name"
    assert lines[1].startswith("sms-spam  SMS Spam Collection v.1")
    assert lines[1].endswith("5,574  4,827 ham, 747 spam  CC BY 4.0  yes")


def test_list_on_a_bare_machine(bare_machine):
    assert run("list").stdout.splitlines()[1].endswith("  no")
    (listed,) = json.loads(run("list", "--json").stdout)
    assert listed["name"] == "sms-spam"
    assert listed["labels"] == {"ham": 4827, "spam": 747}
    assert listed["path"] is None


def test_list_tells_of_a_folder_that_cannot_be_used(bare_machine, monkeypatch):
    monkeypatch.setenv("ELMAN_DATA_DIR", "/nowhere")
    result = run("list")
    assert result.stdout.splitlines()[1].endswith("  no")
    assert result.stderr == (
        "note: sms-spam: environment variable ELMAN_DATA_DIR: expected an existing folder; got `/nowhere`\n"
    )


def test_path(sms_spam):
    result = run("path", "sms-spam")
    assert result.stdout.strip().endswith("SMSSpamCollection")
    assert result.stdout.count("\n") == 1


def test_audit(tmp_path):
    path = tmp_path / "x.csv"
    path.write_text("kind,words\nspam,call now\nham,Call  now\nham,hello\x92\n", encoding="utf-8")
    arguments = ("audit", str(path), "--label-column", "kind", "--text-column", "2")
    result = run(*arguments)
    assert result.stderr == ""
    assert result.stdout.startswith(f"{path}: 3 texts, SHA-256 ")
    for line in (
        "ham        2  66.7%",
        "length in   minimum  median  mean  95 %  maximum",
        "equal but for case and white space             1",
        "odd characters: 1 U+0092",
        " 1 2  1 spam, 1 ham  'call now'",
    ):
        assert line in result.stdout
    found = json.loads(run(*arguments, "--json").stdout)
    assert found["contradiction_examples"] == [{"rows": [1, 2], "labels": ["spam", "ham"]}]


def test_audit_of_standard_input():
    assert json.loads(run("audit", "-", "--json", input="ham\ta\nspam\tb\n").stdout)["name"] == "standard input"


def test_labels_that_may_be_one_are_shown_apart(tmp_path):
    (tmp_path / "x.tsv").write_text("café\ta\ncafe\u0301\tb\n", encoding="utf-8")
    assert r"labels that may be one: 'cafe\u0301', 'caf\xe9'" in run("audit", str(tmp_path / "x.tsv")).stdout
    (tmp_path / "x.tsv").write_text("Чай\ta\nчай\tb\n", encoding="utf-8")
    assert "labels that may be one: 'Чай', 'чай'" in run("audit", str(tmp_path / "x.tsv")).stdout


def test_of_a_text_that_stands_there_often_a_few_rows_are_named(tmp_path):
    (tmp_path / "x.tsv").write_bytes(b"ham\tgone\nspam\tgone\nspam\tgone\n" * 700)
    assert "1 2 3 4 5 6 and 2,094 more  1,400 spam, 700 ham  'gone'" in run("audit", str(tmp_path / "x.tsv")).stdout


def test_a_label_cannot_move_the_cursor(tmp_path):
    (tmp_path / "x.tsv").write_bytes(b"ham\x1b[2J\ta\nspam\tb\n")
    result = run("audit", str(tmp_path / "x.tsv"))
    assert "\x1b" not in result.stdout
    assert r"ham\x1b[2J" in result.stdout


def test_errors_are_left_to_the_entry(tmp_path):
    with pytest.raises(DataError, match="no such file or folder"):
        run("audit", str(tmp_path / "gone"))


def test_an_empty_name_is_refused():
    with pytest.raises(UsageError, match=r"^expected the name of a file, folder or named data set; got an empty name"):
        run("audit", "")


def test_on_a_terminal_tables_are_drawn(monkeypatch, capsys):
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    data.main(["list"], standalone_mode=False)
    drawn = capsys.readouterr().out
    assert "───" in drawn
    assert "sms-spam" in drawn


def test_the_reading_options_reach_read(tmp_path):
    @click.command
    @click.argument("source")
    @reading_options
    def show(source, reading):
        """Print the texts."""
        click.echo(" ".join(read(source, **reading).texts))

    (tmp_path / "x").write_text("1,é,ham\n2,b,spam\n", encoding="cp1252")
    options = ["--text-column", "2", "--label-column", "3", "--format", "csv", "--encoding", "cp1252"]
    assert CliRunner().invoke(show, [str(tmp_path / "x"), *options]).stdout == "é b\n"
    assert CliRunner().invoke(show, ["x", "--format", "xml"]).exit_code == 2


def test_every_command_and_option_has_help():
    for command in (data, *data.commands.values()):
        assert command.help
        for parameter in command.params:
            assert isinstance(parameter, click.Argument) or parameter.help
