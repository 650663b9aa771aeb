"""``elman tag``: train and predict, as the shell sees it."""

import json

import elman
from elman.cli.main import cli
from elman.cli.tag import COMMANDS
from tests.train.test_tagging import SMALL, make_corpus

ARGUMENTS = [word for name, value in {**SMALL, "epochs": 2}.items() for word in ("--set", f"{name}={value}")]


def write(path, corpus):
    pairs = [zip(*pair, strict=True) for pair in zip(corpus.sentences, corpus.tags, strict=True)]
    blocks = ["".join(f"{token}\t{tag}\n" for token, tag in sentence) for sentence in pairs]
    path.write_text("\n".join(blocks))
    return path


def test_every_command_has_help(run):
    group = cli.get_command(None, "tag")
    for name, line in COMMANDS.items():
        assert line in run("tag", "--help").out
        for option in group.get_command(None, name).params:
            assert option.param_type_name == "argument" or option.help, f"{name} {option.name} has no help"


def test_train_measures_and_predict_tags(run, tmp_path):
    learned, test = (write(tmp_path / name, make_corpus(30, seed)) for seed, name in enumerate(("learned", "test")))
    out = tmp_path / "model"
    trained = run("tag", "train", learned, "--out", out, "--test", test, *ARGUMENTS, "--json")
    assert trained.status == 0, trained.err
    measured = json.loads(trained.out)["test"]
    assert measured["tokens"] == sum(map(len, make_corpus(30, 1).sentences))
    line = (
        f"{measured['accuracy']:.2%} of {measured['tokens']:,} tokens right, "
        f"{measured['whole']:.2%} of the sentences without an error\n"
    )
    assert run("info", out).out.endswith(f"held out:\n{line}")
    assert json.loads(run("info", out, "--json").out)["core"] == "numpy"  # whatever is built for classifiers
    tagged = run("tag", "predict", out, test).out
    assert [text.split("\t")[0] for text in tagged.splitlines() if text] == [
        token for sentence in make_corpus(30, 1).sentences for token in sentence
    ]
    first = json.loads(run("tag", "predict", out, test, "--json").out.splitlines()[0])
    pairs = zip(first["tokens"], first["tags"], strict=True)
    assert tagged.startswith("".join(f"{token}\t{tag}\n" for token, tag in pairs) + "\n")
    shares = elman.Tagger.load(out).predict_proba([first["tokens"]])[0]
    assert first["probabilities"] == shares.max(axis=-1).tolist()


def test_a_classifier_cannot_tag(run, model):
    assert "this is a classifier: use `elman predict`" in run("tag", "predict", model, "x").err


def test_a_checkpoint_that_is_not_gone_on_from_is_told_of(run, tmp_path):
    learned, checkpoint = write(tmp_path / "learned", make_corpus(30, 0)), tmp_path / "model.checkpoint"
    checkpoint.write_bytes(b"of a run that was interrupted")
    trained = run("tag", "train", learned, "--out", tmp_path / "model", *ARGUMENTS)
    assert trained.status == 0, trained.err
    aside = tmp_path / "model.checkpoint.old"
    told = (
        f"note: starting again; the checkpoint of an earlier run is now `{aside}`, and can be renamed back, or removed"
    )
    assert f"{told}\n" in trained.err
    assert not checkpoint.exists()
    assert aside.read_bytes() == b"of a run that was interrupted"
    checkpoint.write_bytes(b"of a second one")
    assert run("tag", "train", learned, "--out", tmp_path / "model", *ARGUMENTS).status == 0
    assert aside.read_bytes() == b"of a run that was interrupted"
    assert aside.with_name(f"{aside.name}1").read_bytes() == b"of a second one"


def test_a_model_that_is_written_needs_no_checkpoint_any_more(run, tmp_path, monkeypatch):
    monkeypatch.setattr("elman.train.course._SAVE_EVERY", 0.0)
    learned, out = write(tmp_path / "learned", make_corpus(30, 0)), tmp_path / "model"
    assert run("tag", "train", learned, "--out", out, *ARGUMENTS).status == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["learned", "model"]


def test_a_run_that_is_refused_leaves_its_checkpoint_where_it_is(run, tmp_path):
    learned, checkpoint = write(tmp_path / "learned", make_corpus(30, 0)), tmp_path / "model.checkpoint"
    checkpoint.write_bytes(b"of a run that was interrupted")
    refused = run("tag", "train", learned, "--out", tmp_path / "model", *ARGUMENTS, "--set", "max_length=2")
    assert refused.status == 1
    assert checkpoint.read_bytes() == b"of a run that was interrupted"
    checkpoint.rename(tmp_path / "model.checkpoint.old")
    missing = run("tag", "train", learned, "--out", tmp_path / "model", *ARGUMENTS, "--resume")
    assert missing.err == (
        f"error: `{checkpoint}`: no checkpoint to resume from\n\n"
        f"hint: `{checkpoint}.old` was set aside: rename it back, or leave out --resume to start again\n"
    )


def test_a_file_of_sentences_is_no_file_of_tokens(run, tmp_path):
    learned = write(tmp_path / "learned", make_corpus(30, 0))
    assert run("tag", "train", learned, "--out", tmp_path / "model", *ARGUMENTS).status == 0
    text = tmp_path / "text"
    text.write_text("please send three\nwhite mugs\n")
    refused = run("tag", "predict", tmp_path / "model", text)
    assert (refused.status, refused.out) == (1, "")
    assert f"`{text}:2`: expected as many columns as before; got 'white mugs', of more words or fewer\n" in refused.err
    assert "\nhint: put each token on a line, such as by `tr ' ' '\\n'`, and " in refused.err
    text.write_text("10\N{NO-BREAK SPACE}000\n-DOCSTART-like\n")
    assert [line.split("\t")[0] for line in run("tag", "predict", tmp_path / "model", text).out.splitlines()] == [
        "10\N{NO-BREAK SPACE}000",
        "-DOCSTART-like",
        "",
    ]


def test_evaluate_measures_as_train_does(run, tmp_path):
    learned, test = (write(tmp_path / name, make_corpus(30, seed)) for seed, name in enumerate(("learned", "test")))
    out = tmp_path / "model"
    measured = json.loads(run("tag", "train", learned, "--out", out, "--test", test, *ARGUMENTS, "--json").out)["test"]
    found = run("tag", "evaluate", out, test, "--json")
    assert (json.loads(found.out), found.err) == (measured, "")
    assert run("tag", "evaluate", out, test).out.startswith(f"{measured['accuracy']:.2%} of ")
    assert run("tag", "evaluate", out, learned).err == "note: the tagger learned from these sentences\n"
    other = tmp_path / "other"
    other.write_text("the\tF\x1b[2J\ncat\tO\n\nsees\tFOO\n")
    assert run("tag", "evaluate", out, other).err == (
        "note: 2 tokens have tags that the tagger does not know, such as F\\x1b[2J; they count as errors\n"
    )


def test_a_test_that_is_learned_from_is_told_of(run, tmp_path):
    learned = write(tmp_path / "learned", make_corpus(30, 0))
    copied = write(tmp_path / "copied", make_corpus(30, 0))
    told = run("tag", "train", learned, "--out", tmp_path / "model", "--test", copied, *ARGUMENTS)
    assert told.status == 0
    assert "note: what is measured is what is learned from, so it says little of other sentences\n" in told.err


def test_settings_that_a_tagger_has_no_use_for_are_refused(run, tmp_path):
    learned = write(tmp_path / "learned", make_corpus(30, 0))
    for setting in ("unmask=true", "test_fraction=0.5", "keep_side=end", "patience=2", "validation_fraction=0.1"):
        result = run("tag", "train", learned, "--out", tmp_path / "model", "--set", setting)
        assert (result.status, result.out) == (2, "")
        assert result.err == f"error: `{setting.partition('=')[0]}`: does nothing here\n\nhint: leave it out\n"


def test_only_presets_that_fit_are_offered(run, tmp_path):
    learned = write(tmp_path / "learned", make_corpus(30, 0))
    assert "One of tagger." in run("tag", "train", "--help").out
    assert "One of default, tiny, textbook." in " ".join(run("train", "--help").out.split())
    result = run("tag", "train", learned, "--out", tmp_path / "model", "--preset", "default")
    assert (result.status, result.err.splitlines()[0]) == (2, "error: `preset`: expected one of tagger; got `default`")


def test_nothing_to_tag_is_tagged(run, tmp_path):
    learned, out = write(tmp_path / "learned", make_corpus(30, 0)), tmp_path / "model"
    told = run("tag", "train", learned, "--out", out, *ARGUMENTS)
    assert f"{learned}: 30 sentences to learn from\n" in told.err
    (tmp_path / "empty").write_text("")
    assert run("tag", "predict", out, tmp_path / "empty").out == ""
    assert run("tag", "predict", out, tmp_path / "empty").status == 0


def test_a_preset_of_another_command_is_sent_there(run, corpus, tmp_path):
    told = run("train", corpus, "--out", tmp_path / "model", "--preset", "tagger").err
    assert told.endswith("hint: it is for `elman tag train`\n")
    told = run("tag", "train", corpus, "--out", tmp_path / "model", "--preset", "tiny").err
    assert told.endswith("hint: it is for `elman train` and `elman crossval`\n")
    told = run("train", corpus, "--out", tmp_path / "model", "--preset", "").err
    assert told.splitlines()[0] == "error: `preset`: expected one of default, tiny, textbook; got ``"


def test_what_a_line_cannot_hold_is_escaped_in_tags_and_tokens_are_as_they_were(run, tmp_path):
    import elman

    tagger = elman.Tagger(**{**SMALL, "epochs": 1}).fit([["a", "b"]] * 6, [["X\n\tY", "X\n\tY"], ["X\n\tY", "Z"]] * 3)
    tagger.save(tmp_path / "model")
    (tmp_path / "asked").write_bytes(b"a\x1b[1mb\nb\n")
    lines = run("tag", "predict", tmp_path / "model", tmp_path / "asked").out.splitlines()
    assert [line.split("\t")[0] for line in lines if line] == ["a\x1b[1mb", "b"]
    assert {line.split("\t")[1] for line in lines if line} <= {r"X\n\tY", "Z"}
