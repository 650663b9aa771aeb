"""``elman lm``: train, measure, write and be surprised, as the shell sees it."""

import io
import json

import pytest

from elman.bundle import write_language_bundle
from elman.cli.lm import COMMANDS
from elman.cli.main import cli
from elman.presets import LANGUAGE_PRESETS, get_preset
from elman.presets.starting import DECIDED_BY_INIT
from elman.train.transfer import start_from
from tests.cli.conftest import TINY
from tests.runtime.test_language import make_language_bundle

SETTINGS = ("hidden_size=6", "embedding_size=4", "streams=4", "bptt_length=20", "epochs=3", "sample_length=20")
ARGUMENTS = [word for setting in SETTINGS for word in ("--set", setting)]
TEXT = "the cat sat on the mat.\nthe dog sat on the log!\n" * 30


@pytest.fixture(scope="session")
def text_file(tmp_path_factory):
    path = tmp_path_factory.mktemp("text") / "text.txt"
    path.write_text(TEXT)
    return path


@pytest.fixture(scope="session")
def language_model(text_file, tmp_path_factory):
    """A character model made by the face, for the commands that do not train."""
    import elman

    out = tmp_path_factory.mktemp("lm") / "model"
    sizes = dict(setting.split("=") for setting in SETTINGS)
    elman.LanguageModel(**sizes).fit(TEXT).save(out)
    return out


def test_every_command_has_help(run):
    group = cli.get_command(None, "lm")
    shown = run("lm", "--help").out
    for name, line in COMMANDS.items():
        assert f"  {name} " in shown
        assert line in " ".join(shown.split())
        result = run("lm", name, "--help")
        assert (result.status, result.err) == (0, "")
        assert result.out.startswith(f"Usage: elman lm {name} ")
        for option in group.get_command(None, name).params:
            assert option.param_type_name == "argument" or option.help, f"{name} {option.name} has no help"


def test_train_writes_a_model_folder_and_measures_the_end(run, text_file, tmp_path):
    out = tmp_path / "model"
    result = run("lm", "train", text_file, "--out", out, "--level", "word", *ARGUMENTS, "--json")
    assert result.status == 0, result.err
    measured = json.loads(result.out)["validation"]
    assert {path.name for path in out.iterdir()} == {
        "README.md",
        "bits.png",
        "config.json",
        "gradients.png",
        "history.csv",
        "loss.png",
        "metrics.json",
        "samples.json",
        "samples.png",
        "vocabulary.json",
        "weights.safetensors",
    }
    assert not out.with_name("model.checkpoint").exists()
    again = run("lm", "evaluate", out, text_file, "--part", "validation", "--json")
    assert json.loads(again.out) == measured
    learned = json.loads(run("lm", "evaluate", out, text_file, "--part", "train", "--json").out)
    assert learned["characters"] + measured["characters"] == len(TEXT)
    line = (
        f"{measured['nats_per_token']:.4f} nats per token, {measured['bits_per_character']:.4f} bits per character, "
        f"perplexity {measured['perplexity']:.2f} ({measured['tokens']:,} tokens)\n"
    )
    assert run("lm", "evaluate", out, text_file, "--part", "validation").out == line
    shown = run("info", out)
    assert shown.status == 0
    assert shown.out.startswith("predicts    the next word\nnetwork     lstm, 1 × 6 units, words of 4, tied\n")
    assert shown.out.endswith(f"held out    {line}")
    assert json.loads(run("info", out, "--json").out)["metrics"]["validation"] == measured


def test_generate_writes_the_same_for_a_seed_streamed_or_not(run, language_model):
    arguments = ["lm", "generate", language_model, "--prompt", "the ", "--length", "30", "--seed", "3"]
    written = run(*arguments)
    assert (written.status, len(written.out)) == (0, 4 + 30 + 1)
    assert written.out.startswith("the ")
    assert run(*arguments, "--stream").out == written.out
    assert run(*arguments[:-1], "4").out != written.out


def test_surprise_prints_a_line_a_token(run, language_model):
    lines = run("lm", "surprise", language_model, "a cat").out.splitlines()
    costs = [float(line.split()[0]) for line in lines[:-1]]
    assert [line.split(maxsplit=1)[1] for line in lines[:-1]] == ['"a"', '" "', '"c"', '"a"', '"t"']
    listed = json.loads(run("lm", "surprise", language_model, "a cat", "--json").out)
    assert [round(each["nats"], 4) for each in listed] == costs
    assert lines[-1].startswith(f"mean {sum(each['nats'] for each in listed) / 5:.4f} nats, perplexity ")


@pytest.mark.parametrize("no_color", ["", "1"])
def test_on_a_terminal_a_token_is_the_redder_the_more_it_surprises(run, tmp_path, monkeypatch, no_color):
    """Black on white up to a nat, white on dark red from eight on; without colours where nobody wants them."""
    bundle = make_language_bundle(tokens=("a", "b"), max_ngram=1)
    for array in bundle.weights.values():
        array[...] = 0.0
    bundle.weights["output.bias"][...] = [-50, -50, 0, -50]  # so an a costs nothing, and a b 50 nats
    write_language_bundle(bundle, tmp_path / "lm")
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    monkeypatch.setenv("NO_COLOR", no_color)
    shown = run("lm", "surprise", tmp_path / "lm", "ab").out.partition("mean")[0]
    coloured = "\x1b[38;5;16m\x1b[48;5;231ma\x1b[0m\x1b[38;5;231m\x1b[48;5;88mb\x1b[0m\n"
    assert shown == ('  0.0000  "a"\n 50.0000  "b"\n' if no_color else coloured)


def test_presets_prints_every_setting(run):
    assert run("lm", "presets").out.split() == list(LANGUAGE_PRESETS)
    assert json.loads(run("lm", "presets", "char", "--json").out) == LANGUAGE_PRESETS["char"].settings()
    assert len(run("lm", "presets", "char").out.splitlines()) == len(LANGUAGE_PRESETS["char"].settings())


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "expected text; got nothing: it is empty"),
        (b"a" * 5000, "a single character, 'a', repeated: there is nothing to predict"),
        (b"\x00\xff\x00binary", "error: "),
        (b"to be or not to be", "characters to learn from, a window of 20 for each of 4 streams; got 16"),
    ],
)
def test_a_text_that_teaches_nothing_is_refused(run, tmp_path, content, message):
    path = tmp_path / "text"
    path.write_bytes(content)
    result = run("lm", "train", path, "--out", tmp_path / "model", *ARGUMENTS)
    assert (result.status, result.out) == (1, "")
    assert message in result.err
    assert "Traceback" not in result.err
    assert not (tmp_path / "model").exists()


def test_mistakes_are_told(run, language_model, text_file, model, tmp_path):
    prompt = run("lm", "generate", language_model, "--prompt", "the £")
    assert (prompt.status, prompt.out) == (1, "")
    assert prompt.err.startswith("error: prompt: expected characters that the model knows; got '£'\n")
    other = tmp_path / "other.txt"
    other.write_text("another text")
    part = run("lm", "evaluate", language_model, other, "--part", "validation")
    assert part.status == 2
    assert "is not the text this model was trained on, so it has no such part" in part.err
    assert "this is a language model: use `elman lm`" in run("predict", language_model, "x").err
    assert "this is a classifier: use `elman predict`" in run("lm", "generate", model).err
    unknown = run("lm", "train", text_file, "--out", tmp_path / "m", "--set", "hiden_size=3")
    assert (unknown.status, unknown.err) == (
        2,
        "error: `hiden_size`: no such setting\n\nhint: did you mean `hidden_size`?\n",
    )


def test_a_classifier_starts_from_a_language_model(run, corpus, tmp_path):
    write_language_bundle(make_language_bundle(tokens=("free", "home"), level="word"), tmp_path / "lm")
    settings = [word for setting in TINY if setting.split("=")[0] not in DECIDED_BY_INIT for word in ("--set", setting)]
    arguments = ["train", corpus, "--out", tmp_path / "model", *settings, "--init", tmp_path / "lm"]
    assert run(*arguments).status == 0
    settings = json.loads(run("info", tmp_path / "model", "--json").out)["settings"]
    assert (settings["hidden_size"], settings["num_layers"], settings["features"]) == (6, 2, "token")
    assert (tmp_path / "model" / "vocabulary.json").read_text().startswith('[\n "free",\n "home"')


def test_what_a_language_model_decides_is_not_a_setting_beside_it(run, corpus, tmp_path):
    bundle = make_language_bundle(tokens=("free",), level="word")
    for preset in (get_preset("default"), get_preset("textbook")):
        before, after = preset.settings(), start_from(bundle, preset).preset.settings()
        assert {name for name in before if before[name] != after[name]} <= set(DECIDED_BY_INIT)
    write_language_bundle(bundle, tmp_path / "lm")
    for field in DECIDED_BY_INIT:
        arguments = ("--out", tmp_path / "model", "--init", tmp_path / "lm", "--set", f"{field}=1")
        refused = run("train", corpus, *arguments)
        assert (refused.status, refused.err) == (2, f"error: `{field}`: does nothing here\n\nhint: leave it out\n")


def test_a_level_that_is_said_twice_differently_is_refused(run, text_file, tmp_path):
    result = run("lm", "train", text_file, "--out", tmp_path / "m", "--level", "char", "--set", "level=word")
    assert (result.status, result.err.splitlines()[0]) == (
        2,
        "error: `level`: --level says one thing, --set another",
    )


def test_surprise_reads_standard_input_and_escapes_what_moves_the_cursor(run, tmp_path, monkeypatch):
    write_language_bundle(make_language_bundle(tokens=tuple(map(chr, range(256))), level="byte"), tmp_path / "lm")
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"a\x1b\xe6")))
    lines = run("lm", "surprise", tmp_path / "lm", "-").out.splitlines()
    assert [line.split()[1] for line in lines[:3]] == ['"a"', r'"\u001b"', r'"\xe6"']


def test_a_part_of_a_text_that_was_learned_from_whole_is_refused(run, text_file, tmp_path):
    other, out = tmp_path / "other.txt", tmp_path / "model"
    other.write_text(TEXT[:100])
    assert run("lm", "train", text_file, "--out", out, "--validation", other, *ARGUMENTS).status == 0
    result = run("lm", "evaluate", out, text_file, "--part", "validation")
    assert (result.status, result.out) == (2, "")
    assert result.err.startswith("error: `--part validation`: the model learned from another part of `")


def test_a_text_that_is_held_out_and_learned_from_is_told_of(run, text_file, tmp_path):
    """Before the training, which is refused here."""
    other = tmp_path / "other.txt"
    other.write_text(TEXT[:100])
    for validation, is_told in ((text_file, True), (other, False)):
        arguments = ("--validation", validation, *ARGUMENTS, "--set", "accumulation=1000000")
        refused = run("lm", "train", text_file, "--out", tmp_path / "model", *arguments)
        note = "note: what is held out is what is learned from, so it says little of other texts\n"
        assert (note in refused.err) == is_told


def test_a_level_chooses_the_preset_of_its_name(run, text_file, tmp_path):
    """A classifier can start from what `--level word` trains, which the preset of characters could not be made to."""
    for arguments, name, ngram in (
        (["--level", "word"], "word", 1),
        (["--preset", "char", "--level", "word"], "char", 4),
        ([], "char", 4),
    ):
        out = tmp_path / name / str(len(arguments))
        assert run("lm", "train", text_file, "--out", out, *arguments, *ARGUMENTS).status == 0
        preset = json.loads((out / "config.json").read_text())["preset"]
        assert (preset["name"], preset["max_ngram"]) == (name, ngram)


def test_surprise_says_which_tokens_are_unknown(run, language_model):
    lines = run("lm", "surprise", language_model, "aXc").out.splitlines()
    assert [line.endswith("  unknown") for line in lines[:3]] == [False, True, False]
    listed = json.loads(run("lm", "surprise", language_model, "aXc", "--json").out)
    assert [each["known"] for each in listed] == [True, False, True]


def test_a_run_of_too_few_windows_leaves_the_checkpoint_of_another(run, text_file, tmp_path):
    checkpoint = tmp_path / "model.checkpoint"
    checkpoint.write_bytes(b"of a run that was interrupted")
    refused = run("lm", "train", text_file, "--out", tmp_path / "model", *ARGUMENTS, "--set", "accumulation=1000000")
    assert refused.status == 2
    assert checkpoint.read_bytes() == b"of a run that was interrupted"


def test_a_table_that_is_measured_as_it_stands_is_told_of(run, language_model, tmp_path):
    table = tmp_path / "table.tsv"
    table.write_text("ham\tthe cat\nspam\ta cat\nham\tthe cat\n")
    told = run("lm", "evaluate", language_model, table).err
    assert told.startswith(f"note: {table} looks like tsv, but is read as it stands; use --format tsv ")


def test_an_encoding_is_of_standard_input_alone(run, language_model):
    refused = run("lm", "surprise", language_model, "a cat", "--encoding", "latin-1")
    assert (refused.status, refused.out) == (2, "")
    assert refused.err.startswith("error: TEXT and --encoding: expected one or the other; got both\n")
