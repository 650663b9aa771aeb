"""The Python face of taggers: what it answers is the runtime's, saved and loaded without loss."""

import enum
import subprocess
import sys

import numpy as np
import pyarrow as pa
import pytest
from scipy import special
from sklearn.base import clone
from sklearn.model_selection import GridSearchCV, cross_val_score

import elman
from elman.errors import DataError, PresetError, UsageError
from elman.runtime import TaggerRuntime
from elman.text import TaggerEncoder
from tests import oracles

SENTENCES = [["two", "red", "mugs"], ["three", "white", "cups"], ["mugs", "please"], ["please", "two", "cups"]] * 6
TAGS = [["NUMBER", "O", "ITEM"], ["NUMBER", "O", "ITEM"], ["ITEM", "O"], ["O", "NUMBER", "ITEM"]] * 6


@pytest.fixture(scope="module")
def tagger():
    """One that has learned the orders above."""
    return elman.Tagger(epochs=60, seed=5).fit(SENTENCES, TAGS)


def test_it_answers_as_the_runtime_does(tagger):
    assert tagger.predict(SENTENCES) == TAGS
    assert tagger.predict([["two"], [], ("red", "mugs")]) == [
        TaggerRuntime(tagger.bundle_).tags(tokens) for tokens in (["two"], [], ["red", "mugs"])
    ]
    assert tagger.score(SENTENCES, TAGS) == 1
    wrong = [["O"] * len(tags) for tags in TAGS]
    assert tagger.score(SENTENCES, wrong) == sum(tags.count("O") for tags in TAGS) / sum(map(len, TAGS))


def test_probabilities_are_the_softmax_of_each_tokens_logits(tagger):
    bundle, sentences = tagger.bundle_, [["two", "red", "mugs"], [], ["please"]]
    encoder = TaggerEncoder(bundle.preset, bundle.vocabulary)
    found = tagger.predict_proba(sentences)
    assert tagger.classes_.tolist() == ["ITEM", "NUMBER", "O"]
    for sentence, shares in zip(sentences, found, strict=True):
        tokens = encoder.encode(sentence)
        logits = np.array(oracles.step_logits(bundle.architecture, bundle.weights, tokens)).reshape(-1, 3)
        np.testing.assert_allclose(shares, special.softmax(logits, axis=-1), atol=1e-5)
        assert tagger.predict([sentence])[0] == tagger.classes_[shares.argmax(axis=-1)].tolist()


def test_a_saved_tagger_answers_as_before_without_jax(tagger, tmp_path):
    tagger.save(tmp_path / "model")
    loaded = elman.Tagger.load(tmp_path / "model")
    assert loaded.predict(SENTENCES) == TAGS
    assert (loaded.settings, loaded.seed) == (tagger.settings, 5)
    code = (
        "import sys, elman; "
        f"print(elman.Tagger.load({str(tmp_path / 'model')!r}).predict([['two', 'cups']]), 'jax' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[['NUMBER', 'ITEM']] False\n"


def test_any_sequences_of_strings_will_do(tagger):
    expected = tagger.predict(SENTENCES[:4])
    assert tagger.predict(tuple(tokens) for tokens in SENTENCES[:4]) == expected
    assert tagger.predict([np.array(tokens) for tokens in SENTENCES[:4]]) == expected
    assert tagger.predict(pa.array(SENTENCES[:4])) == expected
    assert tagger.predict(np.array(SENTENCES[:2])) == expected[:2]
    with_empty = elman.Tagger(epochs=60, seed=5).fit([[], *SENTENCES], [[], *TAGS])  # nothing can be learned of it
    assert all(
        np.array_equal(weights, tagger.bundle_.weights[name]) for name, weights in with_empty.bundle_.weights.items()
    )


@pytest.mark.parametrize(
    ("sentences", "tags", "message"),
    [
        ("two mugs", [["O"]], "`sentences`: expected a list of sentences; got a single one"),
        (["two mugs"], [["O", "O"]], r"`sentences\[0\]`: expected a list of strings; got a single one"),
        ([["two"], None], [["O"], ["O"]], r"`sentences\[1\]`: expected a list of strings; got None"),
        ([["two", 2]], [["O", "O"]], r"`sentences\[0\]\[1\]`: expected a string; got 2"),
        ([np.array("two")], [["O"]], r"`sentences\[0\]`: expected a list of strings; got array"),
        ([np.array([["two"]])], [["O"]], r"`sentences\[0\]\[0\]`: expected a string; got array"),
        ([["two"]], [[0]], r"`tags\[0\]\[0\]`: expected a string; got 0"),
        ([["two"]], [["O"], ["O"]], "`tags`: expected those of 1 sentences; got 2"),
        ([["two"]], [["O", "O"]], r"`tags\[0\]`: expected a tag for each of 1 tokens; got 2"),
        ([[]], [[]], "`sentences`: expected some tokens; got none"),
        ([["two"]], [["O"]], r"`sentences given in Python`: expected at least two different tags; got \['O'\]"),
    ],
)
def test_what_cannot_be_learned_from_is_refused(sentences, tags, message):
    with pytest.raises(DataError, match=message):
        elman.Tagger().fit(sentences, tags)


def test_mistakes_are_told(tagger, tmp_path):
    with pytest.raises(PresetError, match="`preset`: expected one of "):
        elman.Tagger("sentence")
    with pytest.raises(PresetError, match="`hiden_size`: no such setting"):
        elman.Tagger(hiden_size=3)
    with pytest.raises(PresetError, match="`pooling`: expected each, for a tagger; got "):
        elman.Tagger("tiny").fit(SENTENCES, TAGS)
    with pytest.raises(UsageError, match="not fitted yet"):
        elman.Tagger().predict([["two"]])
    tagger.save(tmp_path / "model")
    with pytest.raises(elman.ElmanError) as caught:
        elman.load(tmp_path / "model")
    assert caught.value.hint == "this is a tagger: use `elman tag predict`, or `elman.Tagger.load` in Python"


def test_it_shows_how_it_was_made(tagger):
    assert repr(elman.Tagger()) == "Tagger(preset='tagger', seed=0, verbose=False)"
    made = eval(repr(tagger), {"Tagger": elman.Tagger})  # noqa: S307
    assert (made.settings, made.seed) == (tagger.settings, 5)


def test_settings_that_do_nothing_for_taggers_are_refused():
    with pytest.raises(PresetError, match="`linear_cost`: does nothing here"):
        elman.Tagger(linear_cost=3)


def test_a_token_is_something(tagger):
    with pytest.raises(DataError, match=r"`sentences\[0\]\[1\]`: expected a string; got an empty one"):
        tagger.predict([["two", ""]])
    with pytest.raises(DataError, match=r"`tags\[0\]\[0\]`: expected a string; got an empty one"):
        elman.Tagger().fit([["two"]], [[""]])
    with pytest.raises(DataError, match=r"`sentence\[0\]`: expected a string; got an empty one"):
        TaggerRuntime(tagger.bundle_).tags([""])


def test_an_empty_name_is_not_the_folder_one_stands_in(tagger, tmp_path, monkeypatch):
    tagger.save(tmp_path / "model")
    monkeypatch.chdir(tmp_path / "model")
    for attempt in (tagger.save, elman.Tagger.load, elman.load, elman.LanguageModel.load):
        with pytest.raises(UsageError, match="`folder`: expected the name of a folder; got an empty one"):
            attempt("")


def test_many_sentences_have_the_answers_of_each_by_itself(tagger):
    many = [sentence[:length] for sentence in SENTENCES for length in range(4)]
    runtime = TaggerRuntime(tagger.bundle_)
    assert runtime.tags_of(many) == [runtime.tags(sentence) for sentence in many]


@pytest.mark.parametrize("sentences", [[[["two", "mugs"], ["please"]]], [["two", ["mugs"]]]])
def test_sentences_one_level_too_deep_are_told_of(tagger, sentences):
    with pytest.raises(DataError, match=r"`sentences\[0\]\[[01]\]`: expected a string; got \["):
        tagger.predict(sentences)


def test_its_settings_can_be_read_and_changed(tagger):
    one = elman.Tagger("tagger", epochs=3)
    assert one.get_params() == {"preset": "tagger", "seed": 0, "verbose": False, "epochs": 3}
    assert one.set_params(epochs=4, cell="gru").settings.cell == "gru"
    assert clone(one).get_params() == one.get_params()
    with pytest.raises(PresetError, match="it is called `seed` here"):
        elman.Tagger(random_state=3)


def test_a_preset_of_one_s_own_is_loaded_as_it_was(tmp_path):
    own = elman.get_preset("tagger").override({"keep_side": "end", "epochs": 1})
    elman.Tagger(own).fit(SENTENCES, TAGS).save(tmp_path / "model")
    assert elman.Tagger.load(tmp_path / "model").settings == own
    nothing = {"surface_tokens": False, "word_pairs": False, "linear_weight": 0.0}
    assert elman.Tagger("default", pooling="each", **nothing).settings.tags_each


class Tag(str, enum.Enum):  # noqa: UP042 (its members are shown otherwise)
    """Tags as some programs hold them."""

    NUMBER = "NUMBER"
    OTHER = "O"


def test_tags_of_an_enumeration_are_the_strings_they_stand_for(tmp_path):
    sentences, tags = [["two", "mugs"], ["mugs", "two"]] * 4, [[Tag.NUMBER, Tag.OTHER], [Tag.OTHER, Tag.NUMBER]] * 4
    tagger = elman.Tagger("tagger", epochs=1, hidden_size=3, embedding_size=4).fit(sentences, tags)
    assert {type(each) for each in tagger.classes_.tolist()} == {str}
    plain = [[each.value for each in sentence] for sentence in tags]
    tagger.save(tmp_path / "model")
    for scored in (tagger, elman.Tagger.load(tmp_path / "model")):
        assert scored.score(sentences, tags) == scored.score(sentences, plain) == tagger.score(sentences, plain)
        assert scored.score(sentences, tagger.predict(sentences)) == 1.0


def test_scikit_learn_chooses_among_settings():
    found = GridSearchCV(elman.Tagger(seed=5), {"epochs": [1, 60]}, cv=2, error_score="raise").fit(SENTENCES, TAGS)
    assert found.best_params_ == {"epochs": 60}
    halves = [elman.Tagger(epochs=60, seed=5).fit(SENTENCES[:12], TAGS[:12]).score(SENTENCES[12:], TAGS[12:])] * 2
    assert cross_val_score(elman.Tagger(epochs=60, seed=5), SENTENCES, TAGS, cv=2).tolist() == halves
