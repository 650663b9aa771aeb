"""``elman train``: what it writes and says, and what it refuses."""

import json
import os
import shlex
import signal
import subprocess
import sys
import time

import pytest

from tests.bundle.samples import contents
from tests.cli.conftest import train_arguments

FILES = ["README.md", "accuracy.png", "config.json", "history.csv", "loss.png", "metrics.json", "vocabulary.json"]


def test_it_writes_the_whole_folder(model):
    assert sorted(contents(model)) == [*FILES, "weights.safetensors"]
    assert not model.with_name("tiny.checkpoint").exists()


def test_the_same_command_writes_the_same_bytes(run, corpus, model, tmp_path):
    again = tmp_path / "again"
    assert run(*train_arguments(corpus, again)).status == 0
    assert contents(again) == contents(model)


def test_it_says_what_was_held_out_and_where_the_model_is(run, corpus, tmp_path):
    result = run(*train_arguments(corpus, tmp_path / "model"))
    assert result.err == f"{corpus}: 40 texts; 32 to learn from, 8 held out\n"
    lines = result.out.splitlines()
    assert lines[0].startswith("held out: accuracy ")
    assert lines[-2:] == [
        f"model: {tmp_path / 'model'}",
        f"plots: {tmp_path / 'model' / 'loss.png'}, {tmp_path / 'model' / 'accuracy.png'}",
    ]


def test_json_is_one_object_with_the_measurement(run, corpus, tmp_path):
    result = run(*train_arguments(corpus, tmp_path / "model", "--json"))
    found = json.loads(result.out)
    assert found["model"] == str(tmp_path / "model")
    assert found["texts"] == {"read": 40, "left_out": 0, "train": 32, "test": 8}
    assert found["test"]["n"] == 8
    assert json.loads((tmp_path / "model" / "metrics.json").read_text())["test"] == found["test"]


def test_a_given_test_file_is_held_out_and_kept_out_of_the_training_part(run, corpus, tmp_path):
    test = tmp_path / "test.tsv"
    test.write_text("spam\tWIN  free\nham\tsee dinner soon\n", encoding="utf-8")
    result = run(*train_arguments(corpus, tmp_path / "model", "--test", str(test), "--json"))
    assert json.loads(result.out)["texts"] == {"read": 40, "left_out": 1, "train": 39, "test": 2}


def test_nothing_is_held_out_on_request(run, corpus, tmp_path):
    result = run(*train_arguments(corpus, tmp_path / "model", "--set", "test_fraction=0", "--json"))
    assert json.loads(result.out)["texts"] == {"read": 40, "left_out": 0, "train": 40}


def test_the_positive_label_can_be_chosen(run, corpus, tmp_path):
    result = run(*train_arguments(corpus, tmp_path / "model", "--positive", "ham", "--json"))
    assert json.loads(result.out)["test"]["positive_label"] == "ham"


@pytest.mark.parametrize(
    ("arguments", "status", "error"),
    [
        (["--preset", "huge"], 2, "error: `preset`: expected one of default, tiny, textbook; got `huge`\n"),
        (["--set", "epoch=3"], 2, "error: `epoch`: no such setting\n\nhint: did you mean `epochs`?\n"),
        (["--set", "epochs"], 2, "error: `--set epochs`: expected FIELD=VALUE\n\nhint: for example --set epochs=20\n"),
        (["--set", "epochs=0"], 2, "error: `epochs`: expected a whole number at least 1; got `0`\n"),
        (
            ["--set", "cell=transformer"],
            2,
            "error: `cell`: expected one of elman, gru, lstm, mingru; got `transformer`\n",
        ),
        (["--positive", "eggs"], 2, "error: positive label: expected one of ham, spam; got `eggs`\n"),
        (["--resume"], 1, "no checkpoint to resume from\n\nhint: leave out --resume to start again\n"),
        (["--set", "learning_rate=1e38", "--set", "clip_norm=null"], 1, "the loss is nan; the last finite loss: "),
    ],
)
def test_what_cannot_be_is_told_in_a_line(run, corpus, tmp_path, arguments, status, error):
    result = run(*train_arguments(corpus, tmp_path / "model", *arguments))
    assert (result.status, result.out) == (status, "")
    assert error in result.err
    assert not (tmp_path / "model").exists()


def test_data_faults_are_told_before_training(run, tmp_path):
    missing = tmp_path / "missing.tsv"
    result = run("train", missing, "--out", tmp_path / "model")
    assert result.status == 1
    assert result.err.startswith(f"error: `{missing}`: ")
    single = tmp_path / "single.tsv"
    single.write_text("ham\ta\nham\tb\n", encoding="utf-8")
    result = run("train", single, "--out", tmp_path / "model")
    assert (result.status, result.err) == (
        1,
        f"error: `{single}`: expected at least two classes; got 1: `ham`\n\n"
        "hint: use a corpus whose texts have different labels\n",
    )


def test_what_is_held_out_is_read_as_the_data_is(run, corpus, tmp_path):
    table = tmp_path / "table.csv"
    table.write_text("kind,words\n" + "ham,see you\nspam,win now\n" * 5)
    columns = ("--text-column", "words", "--label-column", "kind")
    alike = "; what says how the data is read holds for {} too, which is to have the same form\n"
    refused = run("train", table, *columns, "--test", corpus, "--out", tmp_path / "m")
    assert refused.status == 1
    assert refused.err.endswith(alike.format("--test"))
    refused = run("lm", "train", table, "--text-column", "words", "--validation", corpus, "--out", tmp_path / "m")
    assert refused.err.endswith(alike.format("--validation"))
    refused = run("train", corpus, "--test", table, "--out", tmp_path / "m")
    assert "--test too" not in refused.err


def test_a_folder_that_is_not_ours_is_left_alone(run, corpus, tmp_path):
    (tmp_path / "thesis.tex").write_text("years of work")
    result = run(*train_arguments(corpus, tmp_path))
    assert (result.status, result.err) == (
        1,
        f"error: `{tmp_path}`: would be replaced, and holds `thesis.tex`, which is not ours\n\n"
        "hint: choose another output folder, or move what is there\n",
    )
    assert (tmp_path / "thesis.tex").read_text() == "years of work"


def test_a_place_that_cannot_be_written_is_told_before_training(run, corpus, tmp_path):
    (tmp_path / "file").write_text("in the way")
    out = tmp_path / "file" / "model"
    result = run(*train_arguments(corpus, out))
    assert (result.status, result.err) == (
        1,
        f"error: `{out}`: cannot be written: Not a directory\n\nhint: choose another place\n",
    )


@pytest.fixture
def long_run(corpus, tmp_path):
    """A run that would go on for minutes, in a process of its own."""
    out = tmp_path / "model"
    settings = ("--set", "epochs=30000", "--set", "max_steps=null")
    arguments = [sys.executable, "-m", "elman", *train_arguments(corpus, out, *settings)]
    process = subprocess.Popen(arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    yield process, out
    process.kill()
    process.wait()
    process.stdout.close()
    process.stderr.close()


def test_ctrl_c_keeps_a_checkpoint_and_exits_with_130(long_run):
    process, out = long_run
    process.stderr.readline()  # the line about the corpus: reading is done
    time.sleep(2)  # into the loading of JAX, its compilation or the training: all must end well
    os.kill(process.pid, signal.SIGINT)
    output, errors = process.communicate(timeout=60)
    assert process.returncode == 130, errors
    assert output == ""
    checkpoint = out.with_name("model.checkpoint")
    assert f"of 120000; the checkpoint is `{checkpoint}`\n\nhint: go on with the same command and --resume\n" in errors
    assert checkpoint.exists()
    assert not out.exists()


def test_without_a_terminal_there_is_no_progress_bar(run, corpus, tmp_path):
    result = run(*train_arguments(corpus, tmp_path / "model"))
    assert "\x1b" not in result.out + result.err
    assert "\r" not in result.err


def test_duplicates_with_another_label_are_told_of(run, corpus, tmp_path):
    data = tmp_path / "messages.tsv"
    data.write_text(corpus.read_text() + "ham\twin  FREE\nspam\twin free\nspam\thome see\n")
    told = run(*train_arguments(data, tmp_path / "model")).err
    assert (
        "3 duplicates left out, 2 of them with another label than the one that stays (see `elman data audit`)" in told
    )
    same = tmp_path / "same.tsv"
    same.write_text(corpus.read_text() + "spam\twin  FREE\n")
    assert "1 duplicates left out\n" in run(*train_arguments(same, tmp_path / "other")).err


def test_a_run_that_its_last_step_ruined_is_no_model(run, corpus, tmp_path):
    settings = ("--set", "learning_rate=1e30", "--set", "epochs=1", "--set", "batch_size=64", "--set", "warmup_steps=0")
    result = run(*train_arguments(corpus, tmp_path / "model"), *settings)
    assert (result.status, result.out) == (1, "")
    assert "error: the network that was trained has a weight of 9.99998e+29 in `embedding.weight`\n" in result.err
    assert result.err.endswith("hint: lower `learning_rate`, or set `clip_norm`\n")
    assert not (tmp_path / "model").exists()


def test_a_cross_validation_that_is_interrupted_says_so_and_ends(corpus):
    command = [sys.executable, "-m", "elman", *train_arguments(corpus, "unused"), "--set", "epochs=2000", "--jobs", "2"]
    command = ["crossval" if word == "train" else word for word in command if word not in ("--out", "unused")]
    running = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, process_group=0)
    time.sleep(4)  # the workers are beginning, or at work
    os.killpg(running.pid, signal.SIGINT)  # as a terminal sends it, to all of them
    out, err = running.communicate(timeout=60)
    said = f"{corpus}: 40 texts; 40 in 5 folds\n\nerror: interrupted"
    assert (running.returncode, out, err.strip()) == (130, "", said)


@pytest.mark.parametrize("field", ["test_fraction=.5", "train_first=3", "deduplicate=false"])
def test_a_division_is_no_setting_of_folds(run, corpus, field):
    refused = run("crossval", corpus, "--set", field)
    assert (refused.status, refused.out) == (2, "")
    assert refused.err == f"error: `{field.split('=')[0]}`: does nothing here\n\nhint: leave it out\n"


@pytest.mark.parametrize("field", ["test_fraction=.5", "train_first=3"])
def test_what_is_held_out_is_no_setting_where_it_is_given(run, corpus, tmp_path, field):
    refused = run(*train_arguments(corpus, tmp_path / "model", "--test", corpus, "--set", field))
    assert (refused.status, refused.out) == (2, "")
    assert refused.err == f"error: `{field.split('=')[0]}`: does nothing here\n\nhint: leave it out\n"


def test_a_validation_part_is_stratified_or_not_beside_a_test_part_that_is_given(run, corpus, tmp_path):
    (tmp_path / "test.tsv").write_text("spam\tanother prize\nham\tanother day\n", encoding="utf-8")
    settings = ["--set", "validation_fraction=0.25", "--set", "stratify=false"]
    result = run(*train_arguments(corpus, tmp_path / "model", "--test", tmp_path / "test.tsv", *settings))
    assert result.status == 0, result.err


@pytest.mark.parametrize(
    ("command", "option"), [(["train"], "--test"), (["tag", "train"], "--test"), (["lm", "train"], "--validation")]
)
def test_standard_input_is_read_once(run, tmp_path, command, option):
    refused = run(*command, "-", option, "-", "--out", tmp_path / "model")
    assert (refused.status, refused.err) == (
        2,
        f"error: {option}: standard input can be read only once\n\nhint: give one of them as a file\n",
    )


@pytest.mark.parametrize(
    ("variable", "platforms"),
    [("JAX_PLATFORMS", "nowhere"), ("JAX_PLATFORMS", "cpu,foo"), ("JAX_PLATFORM_NAME", "foo")],
)
def test_a_platform_that_jax_does_not_have_is_refused(corpus, tmp_path, variable, platforms):
    unset = {name: value for name, value in os.environ.items() if name != "JAX_PLATFORMS"}
    done = subprocess.run(
        [sys.executable, "-m", "elman", *train_arguments(corpus, tmp_path / "model")],
        env={**unset, variable: platforms},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    told, hint = done.stderr.rstrip("\n").split("\n\n")
    assert told.splitlines()[-1].startswith(f"error: `{variable}`: JAX cannot compute on `{platforms}`: ")
    assert hint == "hint: unset it, or set it to cpu"


def test_a_language_model_that_has_read_what_is_held_out_is_told_of(run, corpus, tmp_path):
    words = tmp_path / "words"
    sizes = ["--set", "hidden_size=4", "--set", "embedding_size=4", "--set", "min_frequency=1", "--set", "epochs=1"]
    shape = ["--set", "streams=2", "--set", "bptt_length=5", "--set", "tie_embeddings=true"]
    learned = run("lm", "train", str(corpus), "--level", "word", "--out", str(words), *sizes, *shape)
    assert learned.status == 0, learned.err
    model = tmp_path / "model"
    trained = run("train", str(corpus), "--init", str(words), "--out", str(model), "--set", "epochs=1")
    assert trained.status == 0, trained.err
    assert "note: the language model has read the texts that are held out too" in trained.err
    source = json.loads((words / "config.json").read_text())["training_data"]
    assert json.loads((model / "config.json").read_text())["started_from"] == source
    assert "- Started from a language model that had read " in (model / "README.md").read_text()
    assert "started by  a language model of " in run("info", str(model)).out


def test_standard_error_may_be_closed(corpus, tmp_path):
    train = [sys.executable, "-m", "elman", *map(str, train_arguments(corpus, tmp_path / "model"))]
    for command, status in ((train, 0), ([*train, "--set", "nope=1"], 2)):
        closed = subprocess.run(["/bin/sh", "-c", f"{shlex.join(command)} 2>&-"], capture_output=True, check=False)
        assert closed.returncode == status
    assert (tmp_path / "model" / "config.json").exists()


def test_what_libraries_do_at_the_end_of_a_process_is_done():
    """As matplotlib removes a folder, where it has no home."""
    program = (
        "import atexit, elman.cli.main as program\n"
        "command = program.cli.main\n"
        "def loading(**options):\n"
        "    atexit.register(print, 'the last word')\n"
        "    return command(**options)\n"
        "program.cli.main = loading\n"
        "program.main()\n"
    )
    ended = subprocess.run([sys.executable, "-c", program, "presets"], capture_output=True, text=True, check=True)
    assert ended.stdout.endswith("the last word\n")
