"""``elman explain`` and ``elman plot``: what they print and write, and what they refuse."""

import json

import pytest

import elman

TEXT = "win a free prize"


def test_explain_prints_what_the_classifier_explains(run, model):
    found = elman.load(model).explain(TEXT)
    result = run("explain", model, TEXT, "--features", "2")
    lines = result.out.splitlines()
    assert (result.status, result.err) == (0, "")
    assert result.out.startswith(f"{found}\n")
    assert lines[0] == f"spam {found.probability:.6f}, log-odds {found.log_odds:+.3f} against ham"
    assert lines[1].split() == ["linear", "network", "word"]
    words = lines[2 : 2 + len(found.tokens)]
    assert [line.split()[-1] for line in words] == [token.token for token in found.tokens]
    assert [float(line.split()[1]) for line in words] == pytest.approx(
        [token.network for token in found.tokens], abs=5e-4
    )
    sums = [float(number) for number in lines[3 + len(found.tokens)].split()[:2]]
    assert sums == pytest.approx([found.log_odds - found.network, found.network], abs=5e-4)
    assert [line.split()[-1] for line in lines[-2:]] == [name for name, _ in found.features[:2]]


def test_explain_leaves_out_what_a_model_without_a_linear_reader_has_not(run, corpus, tmp_path):
    folder = tmp_path / "tiny"
    settings = ("--preset", "tiny", "--set", "min_steps=1", "--set", "epochs=1")
    assert run("train", corpus, *settings, "--out", folder).status == 0
    found = elman.load(folder).explain(TEXT)
    result = run("explain", folder, TEXT, "--features", "2")
    assert result.err == (
        "no features are listed: the model has no linear reader, and only of that their shares are exact\n"
    )
    head, *words = result.out.splitlines()[1:]
    assert head.split() == ["network", "word"]
    assert [line.split()[-1] for line in words] == [token.token for token in found.tokens]


def test_explain_reads_a_file_as_predict_does(run, model, tmp_path):
    table = tmp_path / "texts.tsv"
    table.write_text(f"spam\t{TEXT}\nham\tsee you at home\n")
    wanted = run("explain", model, TEXT, "see you at home").out
    assert run("explain", model, "--file", table).out == wanted


def test_explain_in_json_holds_every_digit(run, model):
    found = elman.load(model).explain(TEXT)
    lines = [json.loads(line) for line in run("explain", model, TEXT, "", "--json").out.splitlines()]
    assert lines[0]["log_odds"] == found.log_odds
    assert [token["token"] for token in lines[0]["tokens"]] == [token.token for token in found.tokens]
    assert lines[0]["features"] == [list(feature) for feature in found.features]
    assert lines[1]["text"] == ""


@pytest.mark.parametrize(
    "arguments",
    [
        ["unrolled"],
        ["unrolled", TEXT],
        ["states", TEXT, "--layer", "1"],
        ["running", TEXT],
        ["gradients", TEXT],
        ["gradients", TEXT, "--of", "loss", "--label", "ham"],
    ],
    ids=" ".join,
)
def test_a_picture_is_written(run, model, tmp_path, arguments):
    out = tmp_path / "picture.svg"
    result = run("plot", arguments[0], model, *arguments[1:], "--out", out)
    assert (result.status, result.out, result.err) == (0, f"picture: {out}\n", "")
    assert out.read_bytes().startswith(b"<?xml")


@pytest.mark.parametrize(
    ("arguments", "status", "error"),
    [
        (["states", TEXT, "--out", "a.gif"], 2, "`a.gif`: expected a name that ends in .svg, .png, .pdf; got .gif"),
        (["states", TEXT, "--layer", "3", "--out", "a.svg"], 2, "`layer`: expected 1 to 1; got 3"),
        (["running", " ", "--out", "a.svg"], 1, "the text: expected 1 to 2,000 words; got 0"),
        (
            ["gradients", TEXT, "--of", "loss", "--label", "eggs", "--out", "a.svg"],
            2,
            "`label`: expected one of ham, spam; got `eggs`",
        ),
        (
            ["gradients", TEXT, "--label", "ham", "--out", "a.svg"],
            2,
            "`--label`: says what the loss is of; got --of memory",
        ),
    ],
)
def test_what_cannot_be_drawn_is_refused(run, model, tmp_path, monkeypatch, arguments, status, error):
    monkeypatch.chdir(tmp_path)
    result = run("plot", arguments[0], model, *arguments[1:])
    assert (result.status, result.out) == (status, "")
    assert result.err.startswith(f"error: {error}\n\nhint: ")
    assert not list(tmp_path.iterdir())


def test_a_folder_that_is_no_model_is_refused(run, tmp_path):
    for command in (["explain", tmp_path, TEXT], ["plot", "states", tmp_path, TEXT, "--out", tmp_path / "a.svg"]):
        assert run(*command).status == 1


@pytest.mark.parametrize("name", ["unrolled", "states", "running", "gradients"])
def test_every_picture_has_help(run, name):
    result = run("plot", name, "--help")
    assert result.out.startswith(f"Usage: elman plot {name} [OPTIONS] DIR")
    assert "--out FILE" in result.out


def test_a_file_is_explained_line_by_line(run, model, tmp_path):
    (tmp_path / "texts").write_text("win a prize\nsee you\n")
    assert (
        run("explain", model, "--file", tmp_path / "texts").out == run("explain", model, "win a prize", "see you").out
    )


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "expected TEXT, or --file"),
        (["win", "--file", "x"], "TEXT and --file: expected one or the other; got both"),
        (["win", "--encoding", "latin-1"], "TEXT and --encoding: expected one or the other; got both"),
    ],
)
def test_texts_or_a_file_are_asked_for(run, model, arguments, message):
    result = run("explain", model, *arguments)
    assert (result.status, result.out) == (2, "")
    assert result.err.splitlines()[0] == f"error: {message}"
