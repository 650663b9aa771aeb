"""``elman predict``, ``evaluate`` and ``info``: what they print, and what they refuse."""

import dataclasses
import io
import json
import os
import re
import shlex
import subprocess
import sys
import threading
from pathlib import Path

import pytest

import elman
import elman.cli.predict
from elman.data import FORMATS
from tests.cli.conftest import train_arguments
from tests.runtime.cores import needs_native
from tests.test_scikit_learn import FAST

TEXTS = ["win a free prize", "see you at home", "", "ünïcödé 🙂"]


@pytest.fixture
def expected(model):
    classifier = elman.load(model)
    return list(zip(classifier.predict(TEXTS).tolist(), classifier.predict_proba(TEXTS).tolist(), strict=True))


def test_a_line_for_each_text(run, model, expected):
    result = run("predict", model, *TEXTS)
    assert result.out.splitlines() == [f"{label}\tham={p[0]:.6f}\tspam={p[1]:.6f}" for label, p in expected]
    assert (result.status, result.err) == (0, "")


def test_json_lines_hold_every_digit(run, model, expected):
    lines = [json.loads(line) for line in run("predict", model, *TEXTS, "--json").out.splitlines()]
    assert lines == [
        {"text": text, "label": label, "probabilities": {"ham": p[0], "spam": p[1]}}
        for text, (label, p) in zip(TEXTS, expected, strict=True)
    ]


def test_a_file_and_standard_input_are_read_line_by_line(run, model, tmp_path, monkeypatch):
    content = "".join(text + "\n" for text in TEXTS).encode()
    (tmp_path / "texts").write_bytes(content)
    answers = run("predict", model, *TEXTS).out
    assert run("predict", model, "--file", tmp_path / "texts").out == answers
    for arguments in ([], ["--file", "-"]):
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(content), encoding="utf-8"))
        assert run("predict", model, *arguments).out == answers


def test_a_line_is_answered_before_the_next_is_written(model):
    process = subprocess.Popen(
        [sys.executable, "-m", "elman", "predict", str(model)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    with process:
        for text in TEXTS:
            process.stdin.write(text + "\n")
            process.stdin.flush()
            assert process.stdout.readline().split("\t")[0] in {"ham", "spam"}
        process.stdin.close()


def test_a_reader_that_has_had_enough_is_no_error(model):
    command = f"yes win | head -20000 | {sys.executable} -m elman predict {model} | head -1"
    found = subprocess.run(["/bin/sh", "-c", command], capture_output=True, text=True, check=True)
    assert found.stdout.startswith("spam\t")
    assert found.stderr == ""


def test_texts_that_pour_are_answered_as_they_are_alone(run, model, tmp_path):
    (tmp_path / "texts").write_text("".join(f"win {n} prizes\n" for n in range(20_000)), encoding="utf-8")
    answers = run("predict", model, "--file", tmp_path / "texts").out.splitlines()
    assert len(answers) == 20_000
    assert answers[-1] + "\n" == run("predict", model, "win 19999 prizes").out


def test_undecodable_lines_are_told_after_the_answers_before_them(run, model, tmp_path):
    (tmp_path / "texts").write_bytes(b"win\n\xff\xfe\xff\n")
    result = run("predict", model, "--file", tmp_path / "texts", "--encoding", "utf-8")
    assert result.status == 1
    assert result.out.startswith("spam\t")
    assert result.err.startswith(
        f"error: `{tmp_path / 'texts'}:2`: byte 0xff cannot be decoded; tried `utf-8`\n\nhint: "
    )


def test_a_million_characters_are_a_text_like_any_other(run, model, tmp_path):
    (tmp_path / "texts").write_text("win " * 250_000 + "\n", encoding="utf-8")
    assert run("predict", model, "--file", tmp_path / "texts").out.startswith("spam\t")


def test_texts_and_a_file_at_once_are_refused(run, model):
    result = run("predict", model, "win", "--file", "-")
    assert (result.status, result.err) == (
        2,
        "error: TEXT and --file: expected one or the other; got both\n\nhint: leave one out\n",
    )


def test_evaluate_measures_what_predict_answers(run, model, corpus):
    found = json.loads(run("evaluate", model, corpus, "--json").out)
    rows = [line.split("\t") for line in corpus.read_text().splitlines()]
    answers = elman.load(model).predict([text for _, text in rows])
    assert found["n"] == len(rows)
    assert found["errors"] == sum(answer != label for answer, (label, _) in zip(answers, rows, strict=True))


def test_evaluate_knows_the_part_that_was_held_out(run, model, corpus):
    found = json.loads(run("evaluate", model, corpus, "--part", "test", "--json").out)
    assert found == json.loads((model / "metrics.json").read_text())["test"]
    note = run("evaluate", model, corpus).err
    assert note == "note: the model learned from texts of this data; --part test measures what was held out\n"


def test_evaluate_refuses_other_labels_and_other_data(run, model, tmp_path):
    other = tmp_path / "other.tsv"
    other.write_text("ham\thello\neggs\tbye\n", encoding="utf-8")
    result = run("evaluate", model, other)
    assert (result.status, result.err) == (
        1,
        f"error: `{other}`: text 2: expected one of the model's labels ham, spam; got `eggs`\n\n"
        "hint: measure on texts with the labels the model was trained on; if that is no label, choose the file's "
        "columns with `--text-column` and `--label-column`\n",
    )
    result = run("evaluate", model, other, "--part", "test")
    assert (result.status, result.err) == (
        2,
        f"error: `--part test`: `{other}` is not the data this model was trained on, so it has no such part\n\n"
        "hint: leave out --part\n",
    )


def test_info_shows_where_a_model_came_from(run, model, corpus):
    shown = run("info", model).out
    assert "labels      ham, spam\nthreshold   spam from 0.5\n" in shown
    assert f"trained on  32 texts of {corpus.name}, SHA-256 " in shown
    assert "\nchanged     " in shown
    assert ", epochs=6, " in shown
    found = json.loads(run("info", model, "--json").out)
    assert found["architecture"]["cell"] == "mingru"
    assert found["settings"]["epochs"] == 6


def test_a_measurement_that_is_none_is_told(run, model, tmp_path):
    import shutil

    broken = shutil.copytree(model, tmp_path / "broken")
    (broken / "metrics.json").write_text('{"test": {"n": 3}}')
    result = run("info", broken)
    assert (result.status, result.err) == (
        1,
        f"error: `{broken / 'metrics.json'}`: `test` is not a measurement\n\nhint: copy or train the model again\n",
    )


@pytest.mark.parametrize("command", [["predict", "{}", "win"], ["evaluate", "{}", "sms-spam"], ["info", "{}"]])
def test_what_is_not_a_model_is_told(run, tmp_path, command):
    result = run(*(word.format(tmp_path) for word in command))
    assert (result.status, result.out, result.err) == (
        1,
        "",
        f"error: `{tmp_path}`: not a model folder: it has no config.json\n\n"
        "hint: point at a folder written by `elman train`\n",
    )


@pytest.mark.parametrize(
    ("built", "note"),
    [
        pytest.param(True, "", marks=needs_native),
        (False, "note: this installation has no compiled core, so NumPy answers\n"),
    ],
)
def test_info_says_which_core_answers(run, model, monkeypatch, built, note):
    from elman.runtime import cores

    monkeypatch.delenv("ELMAN_RUNTIME", raising=False)
    monkeypatch.setattr(cores, "native_is_built", lambda: built)
    monkeypatch.setattr("elman.runtime.native_is_built", lambda: built)
    if not built:
        monkeypatch.setattr(cores, "_file", lambda: None)
    shown = run("info", model)
    compiled = r"compiled core \((baseline|avx2|avx512)\)"
    assert re.search(rf"^answers by  the {compiled if built else 'NumPy core'}$", shown.out, re.MULTILINE)
    assert shown.err == note
    assert json.loads(run("info", model, "--json").out)["core"] == ("native" if built else "numpy")


def test_a_part_of_data_that_was_learned_from_whole_is_refused(run, corpus, tmp_path):
    """With ``--test`` nothing of DATA was held out, and the division that the preset would make never was."""
    other, out = tmp_path / "other.tsv", tmp_path / "model"
    other.write_text("spam\twin a call\nham\tsee you late\n")
    assert run(*train_arguments(corpus, out, "--test", str(other))).status == 0
    for part in ("train", "test"):
        result = run("evaluate", out, corpus, "--part", part)
        assert (result.status, result.out) == (2, "")
        assert result.err == (
            f"error: `--part {part}`: the model learned from other texts of `{corpus}` than it would be divided into\n"
            "\nhint: after `elman train --test`, measure on that file, without --part; otherwise give the same "
            "columns and format as then\n"
        )
    assert run("evaluate", out, other).status == 0
    note = "note: the model learned from texts of this data\n"
    assert run("evaluate", out, corpus).err == note


def test_data_that_cannot_be_divided_are_measured_whole(run, corpus, tmp_path):
    one, other, out = tmp_path / "one.tsv", tmp_path / "other.tsv", tmp_path / "model"
    one.write_text("spam\twin a prize\nham\tsee you late\n")
    other.write_text("spam\twin a call\nham\tsee you home\n")
    assert run(*train_arguments(one, out, "--test", str(other))).status == 0
    measured = run("evaluate", out, one)
    assert (measured.status, measured.err) == (0, "note: the model learned from texts of this data\n")


def test_a_part_that_was_divided_by_hand_is_not_taken_for_the_preset_s(run, corpus, tmp_path):
    """As many texts were learned from as the preset's division would have given, and they are others."""
    lines, out = corpus.read_text().splitlines(keepends=True), tmp_path / "model"
    fifth = tmp_path / "fifth.tsv"
    fifth.write_text("".join(lines[::5]))
    assert run(*train_arguments(corpus, out, "--test", str(fifth))).status == 0
    result = run("evaluate", out, corpus, "--part", "test")
    assert result.status == 2
    assert result.err.startswith("error: `--part test`: the model learned from other texts of `")


def test_a_dash_is_standard_input(run, model, monkeypatch):
    answers = run("predict", model, "win a free prize").out
    for arguments in (["-"], ["--file", "-"], []):
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"win a free prize\n"), encoding="utf-8"))
        assert run("predict", model, *arguments).out == answers
    shown = run("explain", model, "win a free prize").out
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"win a free prize\n"), encoding="utf-8"))
    assert run("explain", model, "-").out == shown


def test_a_file_may_have_any_format_that_holds_texts():
    assert (*sys.modules["elman.cli.texts"]._FORMATS, "folder") == FORMATS


def test_of_a_table_the_texts_are_answered(run, model, tmp_path):
    """Read as ``elman train`` reads it, by its ending or as it is told; a line of it is no text."""
    rows = [("win a free prize", "spam"), ("see, you\nat home", "ham")]
    answers = run("predict", model, *(text for text, _ in rows)).out
    table = tmp_path / "texts.csv"
    table.write_text("words,kind\n" + "".join(f'"{text}",{label}\n' for text, label in rows))
    assert run("predict", model, "--file", table, "--text-column", "words").out == answers
    (tmp_path / "texts.jsonl").write_text("".join(json.dumps({"text": text}) + "\n" for text, _ in rows))
    assert run("predict", model, "--file", tmp_path / "texts.jsonl").out == answers
    (tmp_path / "texts").write_text((tmp_path / "texts.jsonl").read_text())
    assert run("predict", model, "--file", tmp_path / "texts", "--format", "jsonl").out == answers
    assert len(run("predict", model, "--file", table, "--format", "plain").out.splitlines()) == 4


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["win", "--encoding", "latin-1"], "TEXT and --encoding: expected one or the other; got both"),
        (["win", "--text-column", "2"], "TEXT and --text-column: expected one or the other; got both"),
        (["--file", "x", "--format", "plain", "--text-column", "2"], "--text-column: plain text has no columns"),
        (["--file", ""], "expected the name of a file; got an empty name"),
    ],
)
def test_options_that_do_not_fit_are_refused(run, model, tmp_path, monkeypatch, arguments, message):
    monkeypatch.chdir(tmp_path)
    for name in ("x", "x.txt"):
        (tmp_path / name).write_text("win")
    result = run("predict", model, *arguments)
    assert (result.status, result.out) == (2, "")
    assert result.err.startswith(f"error: {message}")


def test_a_label_ends_no_line_and_no_column(run, tmp_path):
    elman.TextClassifier(FAST).fit(["win", "home"] * 8, ["a\tb\nc", "ham"] * 8).save(tmp_path / "model")
    line = run("predict", tmp_path / "model", "win").out
    assert line.startswith(r"a\tb\nc" "\t" r"a\tb\nc=")
    assert line.count("\n") == 1
    assert run("explain", tmp_path / "model", "win").out.startswith(r"a\tb\nc ")


def test_a_mistyped_command_is_guessed(run):
    result = run("predit", "model")
    assert result.status == 2
    assert "No such command 'predit'. Did you mean 'predict'?" in result.err


def test_booleans_are_measured_as_json_spells_them(run, tmp_path):
    elman.TextClassifier(FAST).fit(["win", "home"] * 8, [True, False] * 8).save(tmp_path / "model")
    (tmp_path / "texts.jsonl").write_text('{"text": "win", "label": true}\n{"text": "home", "label": false}\n')
    result = run("evaluate", tmp_path / "model", tmp_path / "texts.jsonl", "--json")
    assert json.loads(result.out)["n"] == 2, result.err


@pytest.mark.parametrize("arguments", [["predict"], ["predict", "--json"], ["explain"]])
def test_a_text_that_is_not_read_whole_is_told_of(run, model, arguments):
    """The model reads eight tokens."""
    command, *more = arguments
    texts = ["win " * 8, "win " * 9, "w" * 40, "home " * 30]
    result = run(command, model, *texts, *more)
    assert result.status == 0
    assert result.err == ("note: of texts of more than 8 tokens (`max_length`), the first so many were read: 2 here\n")
    assert run(command, model, texts[0], texts[2], *more).err == ""


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "utf-8"])
def test_what_the_output_s_encoding_has_not_is_escaped(tmp_path, encoding):
    elman.TextClassifier(FAST).fit(["win", "home"] * 8, ["ない", "ham"] * 8).save(tmp_path / "model")
    environment = {**os.environ, "PYTHONIOENCODING": encoding}
    command = [sys.executable, "-m", "elman", "predict", str(tmp_path / "model"), "win"]
    done = subprocess.run(command, capture_output=True, check=True, env=environment)
    assert done.stdout.startswith("ない\t".encode() if encoding != "cp1252" else rb"\u306a\u3044" b"\t")


@pytest.mark.parametrize("arguments", [["predict", "win"], ["info", "--json"], ["evaluate", None]])
def test_answers_that_cannot_be_written_are_no_success(model, corpus, arguments):
    command, *rest = (each or str(corpus) for each in arguments)
    said = [sys.executable, "-m", "elman", command, str(model), *rest]
    closed = subprocess.run(["/bin/sh", "-c", f"{shlex.join(said)} >&-"], capture_output=True, text=True, check=False)
    assert (closed.returncode, closed.stderr) == (
        1,
        "error: standard output: there is none\n\nhint: leave it open, or send it to a file\n",
    )
    if not Path("/dev/full").exists():
        return
    with Path("/dev/full").open("w") as out:
        full = subprocess.run(said, stdout=out, stderr=subprocess.PIPE, text=True, check=False)
    assert full.returncode == 1
    assert full.stderr.endswith(
        "error: standard output: cannot be written: No space left on device\n\n"
        "hint: free some space, or write to another place\n"
    )


@pytest.mark.parametrize(
    ("content", "seen"),
    [
        ('{"text": "win a prize"}\n', "jsonl"),
        ('[\n{"text": "win a prize"}\n]\n', "jsonl"),
        ("__label__spam win a prize\n", "fasttext"),
        ("spam\twin\n", "tsv"),
        ("text\nwin\n", "csv"),
        ("label;text\nspam;win\n", "csv"),
    ],
)
def test_lines_that_look_like_a_table_are_told_of(run, model, tmp_path, content, seen, monkeypatch):
    (tmp_path / "texts").write_text(content)
    note = (
        f"note: {tmp_path / 'texts'} looks like {seen}, but each of its lines is read as a text; "
        f"use --format {seen} to read it as {seen}, or --format plain to keep it this way\n"
    )
    told, meant = (run("predict", model, "--file", tmp_path / "texts", *more) for more in ([], ["--format", "plain"]))
    assert told == dataclasses.replace(meant, err=note + meant.err)
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(content.encode())))
    piped = run("predict", model)
    assert piped == dataclasses.replace(told, err=told.err.replace(str(tmp_path / "texts"), "standard input"))
    (tmp_path / "texts").write_text("win, call now\n")
    assert run("predict", model, "--file", tmp_path / "texts").err == ""


def test_a_label_that_the_model_does_not_know_is_named_beside_a_few(run, model, tmp_path):
    (tmp_path / "other.tsv").write_text("ham\tsee you\nSpam\twin\n")
    refused = run("evaluate", model, tmp_path / "other.tsv")
    assert refused.err == (
        f"error: `{tmp_path / 'other.tsv'}`: text 2: expected one of the model's labels ham, spam; got `Spam`\n\n"
        "hint: is it `spam`?\n"
    )


def test_a_label_that_only_looks_like_the_model_s_is_told_apart(run, tmp_path):
    elman.TextClassifier(FAST).fit(["win", "home"] * 8, ["café", "tea"] * 8).save(tmp_path / "model")
    (tmp_path / "x.tsv").write_text("cafe\u0301\twin\ntea\thome\n", encoding="utf-8")
    assert run("evaluate", tmp_path / "model", tmp_path / "x.tsv").err.endswith(
        r"hint: it looks like 'caf\xe9', and is 'cafe\u0301': spell both in one of Unicode's forms, such as NFC" "\n"
    )


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_named_pipe_is_read_once(run, model, tmp_path):
    os.mkfifo(tmp_path / "pipe")
    writer = threading.Thread(target=(tmp_path / "pipe").write_text, args=("win a prize\n",), daemon=True)
    writer.start()
    assert run("predict", model, "--file", tmp_path / "pipe").out == run("predict", model, "win a prize").out
    writer.join(timeout=10)


def test_what_a_file_says_in_an_error_is_shown_and_does_nothing(run, model, tmp_path):
    (tmp_path / "x.tsv").write_bytes(b"sp\x1b[2Jam\rhint: all is well\thi\nham\tyo\n")
    result = run("evaluate", model, tmp_path / "x.tsv")
    assert result.status == 1
    assert r"got `sp\x1b[2Jam\rhint: all is well`" in result.err
    assert not set("\x1b\r") & set(result.err)


def test_a_message_has_an_end(run, model, tmp_path):
    (tmp_path / "x.tsv").write_text("s" * 100_000 + "\thi\nham\tyo\n")
    result = run("evaluate", model, tmp_path / "x.tsv")
    assert "got `sss" in result.err
    assert "sss…\n" in result.err
    assert len(result.err) < 3_000


def test_on_a_terminal_an_error_takes_the_place_of_a_count(run, tmp_path, monkeypatch):
    assert run("info", tmp_path / "gone").err.startswith("error: ")
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    assert run("info", tmp_path / "gone").err.startswith("\r\x1b[Kerror: ")


def test_bytes_that_are_no_characters_are_no_text(model):
    """As a shell hands them over; in another locale those of UTF-8 too, which are read all the same."""
    command = [sys.executable, "-m", "elman", "predict", str(model)]
    refused = subprocess.run([*command, b"\xa35 prize"], capture_output=True, check=False)
    assert (refused.returncode, refused.stdout) == (2, b"")
    assert b"expected UTF-8; got bytes that are none (a file may be read with its --encoding)" in refused.stderr
    bare = {**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    answers = {
        subprocess.run([*command, "win \N{POUND SIGN}5".encode()], capture_output=True, check=True, env=env).stdout
        for env in (os.environ, bare)
    }
    assert len(answers) == 1
