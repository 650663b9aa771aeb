"""The Python face: what it takes, what it gives back, what it refuses, and that it is the same again after saving."""

import copy
import datetime
import doctest
import enum
import pickle

import numpy as np
import pytest
from sklearn.base import clone
from sklearn.exceptions import NotFittedError

import elman
from elman import TextClassifier, classifier
from elman.bundle import TrainingData
from elman.data import texts_digest
from elman.errors import DataError, PresetError, UsageError
from elman.presets import get_preset
from tests.test_scikit_learn import FAST

WORDS = {"spam": ["win", "free", "prize", "call"], "ham": ["home", "see", "you", "late"]}
PAIRS = [(f"{first} {second}", label) for label, words in WORDS.items() for first in words for second in words]
TEXTS, LABELS = (list(column) for column in zip(*PAIRS, strict=True))
ASKED = ["free prize", "see you", "", "unknown words only", "late \ud800"]


def relabelled(ham, spam):
    """The same labels under other names."""
    return [{"ham": ham, "spam": spam}[label] for label in LABELS]


@pytest.fixture(scope="module")
def fitted():
    """A classifier that has learned."""
    return TextClassifier(FAST).fit(TEXTS, LABELS)


def refused(error, attempt, *arguments, **named):
    """The message and the hint of what is raised."""
    with pytest.raises(error) as caught:
        attempt(*arguments, **named)
    return caught.value.message, caught.value.hint


def test_it_learns_what_words_tell_apart(fitted):
    assert fitted.score(TEXTS, LABELS) == 1.0
    assert fitted.classes_.tolist() == ["ham", "spam"]
    assert fitted.predict(["prize call", "home late"]).tolist() == ["spam", "ham"]


def test_the_example_in_its_documentation_runs():
    (example,) = doctest.DocTestFinder(recurse=False).find(TextClassifier, "TextClassifier", module=classifier)
    assert doctest.DocTestRunner().run(example) == doctest.TestResults(failed=0, attempted=5)


def test_probabilities_belong_to_the_classes_in_order(fitted):
    shares = fitted.predict_proba(ASKED)
    assert shares.shape == (len(ASKED), 2)
    np.testing.assert_allclose(shares.sum(axis=1), 1, rtol=1e-15)
    assert (fitted.classes_[shares.argmax(axis=1)] == fitted.predict(ASKED)).all()


def test_fit_gives_back_the_classifier_itself():
    fresh = TextClassifier(FAST)
    assert fresh.fit(TEXTS, LABELS) is fresh


def test_fitting_again_forgets(fitted):
    again = TextClassifier(FAST).fit([text.upper() for text in TEXTS], relabelled(1, 2)).fit(TEXTS, LABELS)
    assert again.classes_.tolist() == ["ham", "spam"]
    assert again.predict_proba(ASKED).tobytes() == fitted.predict_proba(ASKED).tobytes()


@pytest.mark.parametrize(
    ("ham", "spam"),
    [("ham", "spam"), (0, 1), (-5, 7), (False, True), (0.0, 1.0), (1, "one"), ("", "\x00"), (2**70, -1), (0.0, True)],
)
def test_labels_come_back_as_they_were(ham, spam, tmp_path):
    one = TextClassifier(FAST).fit(TEXTS, relabelled(ham, spam))
    one.save(tmp_path / "model")
    for each in (one, elman.load(tmp_path / "model")):
        assert sorted(map(repr, each.classes_.tolist())) == sorted(map(repr, (ham, spam)))
        assert [repr(label) for label in each.predict(["home late", "free prize"]).tolist()] == [repr(ham), repr(spam)]
        assert each.score(TEXTS, relabelled(ham, spam)) == 1.0


@pytest.mark.parametrize(
    "column",
    [list, tuple, iter, np.array, lambda values: np.array(values, dtype=object)],
    ids=["list", "tuple", "iterator", "array", "array of objects"],
)
def test_texts_and_labels_come_in_any_sequence(fitted, column):
    one = TextClassifier(FAST).fit(column(TEXTS), column(LABELS))
    assert one.predict_proba(column(ASKED[:4])).tobytes() == fitted.predict_proba(ASKED[:4]).tobytes()
    assert one.score(column(TEXTS), column(LABELS)) == 1.0
    assert one.classes_.tolist() == ["ham", "spam"]


@pytest.mark.parametrize("kind", [np.int8, np.int64, np.uint16, np.bool_, np.float32])
def test_numbers_of_numpy_are_plain_labels(kind):
    labels = np.array(relabelled(0, 1), dtype=kind)
    one = TextClassifier(FAST).fit(TEXTS, labels)
    assert one.predict(TEXTS).tolist() == labels.tolist()
    assert {type(label) for label in one.bundle_.labels} == {type(labels.tolist()[0])}


def test_a_score_may_be_weighted(fitted):
    wrong = ["spam", "spam"]
    assert fitted.score(["free prize", "see you"], wrong) == 0.5
    assert fitted.score(["free prize", "see you"], wrong, sample_weight=[3, 1]) == 0.75


def test_no_texts_have_no_answers(fitted):
    assert fitted.predict([]).tolist() == []
    assert fitted.predict_proba([]).shape == (0, 2)


@pytest.mark.parametrize("method", ["predict", "predict_proba", "score", "save"])
def test_before_fit_it_says_that_it_is_not_fitted(method):
    arguments = [["text"], ["label"]] if method == "score" else ["anywhere" if method == "save" else ["text"]]
    with pytest.raises(NotFittedError) as caught:
        getattr(TextClassifier(), method)(*arguments)
    assert isinstance(caught.value, elman.ElmanError)
    assert caught.value.message == "this TextClassifier is not fitted yet"
    assert caught.value.hint == "call `fit`, or `elman.load` a model folder"


@pytest.mark.parametrize(
    ("texts", "message", "hint"),
    [
        ("free prize", "`X`: expected a list of texts; got a single one", "write [text]"),
        (b"free prize", "`X`: expected a list of texts; got bytes", None),
        ({"free prize"}, "`X`: expected a list of texts; got set", None),
        ({"free prize": "spam"}, "`X`: expected a list of texts; got dict", None),
        (
            np.array([["a", "b"], ["c", "d"]]),
            "`X`: expected texts in one column; got an array of shape (2, 2)",
            "give the column that holds the text",
        ),
        (
            np.array("free prize"),
            "`X`: expected texts in one column; got an array of shape ()",
            "give the column that holds the text",
        ),
        (["a", 5], "`X[1]`: expected a string; got int: 5", None),
        (
            [None],
            "`X[0]`: expected a string; got a missing value",
            "leave out the rows without a text, or fill them",
        ),
        ([b"a"], "`X[0]`: expected a string; got bytes: b'a'", None),
        ([["a"]], "`X[0]`: expected a string; got list: ['a']", None),
        (np.array([1.5]), "`X[0]`: expected a string; got float64: np.float64(1.5)", None),
        (None, "`X`: expected a list of texts; got None", None),
        (7, "`X`: expected a list of texts; got 7", None),
    ],
)
def test_what_are_not_texts_is_refused(fitted, texts, message, hint):
    assert refused(DataError, fitted.predict, texts) == (message, hint)
    assert refused(DataError, TextClassifier(FAST).fit, texts, LABELS) == (message, hint)


@pytest.mark.parametrize(
    ("labels", "message", "hint"),
    [
        (["ham"], "`y`: expected one label for each of 2 texts; got 1", "give one for each"),
        (["ham", None], "`y[1]`: expected a label; got a missing value", "leave out the rows without a label"),
        ([float("nan"), 1.0], "`y[0]`: expected a label; got a missing value", "leave out the rows without a label"),
        (np.array([1, np.nan]), "`y[1]`: expected a label; got a missing value", "leave out the rows without a label"),
        (["ham", b"spam"], "`y[1]`: expected a string, a number or a boolean; got b'spam'", None),
        (
            [1.0, 0.5],
            "`y[1]`: expected a class; got 0.5, a continuous value",
            "if it names a class, write it as a string",
        ),
        (
            [1.0, float("inf")],
            "`y[1]`: expected a class; got inf, a continuous value",
            "if it names a class, write it as a string",
        ),
        ("hs", "`y`: expected a list of labels; got a single one", "write [label]"),
        (
            np.array([[0], [1]]),
            "`y`: expected labels in one column; got an array of shape (2, 1)",
            "give the column that holds the label",
        ),
        (None, "`y`: expected a list of labels; got None", None),
        (
            ["ham", "ham"],
            "a single class, `ham`: there is nothing to tell apart",
            "give texts of at least two classes",
        ),
    ],
)
def test_what_are_not_labels_is_refused(labels, message, hint):
    assert refused(DataError, TextClassifier(FAST).fit, ["a", "b"], labels) == (message, hint)


def test_no_texts_are_refused_in_fit_and_score(fitted):
    message = ("no texts to train on", "give at least two texts, of two classes")
    assert refused(DataError, TextClassifier(FAST).fit, [], []) == message
    assert refused(DataError, fitted.score, [], []) == ("no texts to score", "give at least one text and its label")
    assert refused(DataError, fitted.score, ["a", "b"], ["ham"]) == (
        "`y`: expected one label for each of 2 texts; got 1",
        "give one for each",
    )


def test_an_unknown_setting_is_refused_where_it_is_written():
    expected = ("`epoch`: no such setting", "did you mean `epochs`?")
    assert refused(PresetError, TextClassifier, epoch=3) == expected
    assert refused(PresetError, TextClassifier().set_params, epoch=3) == expected
    message, hint = refused(PresetError, TextClassifier, zzz=1)
    assert (message, hint) == ("`zzz`: no such setting", "run `elman presets default` to see every setting")


def test_an_unknown_preset_and_a_bad_value_are_refused_at_fit():
    assert refused(PresetError, TextClassifier("fast").fit, TEXTS, LABELS) == (
        "`preset`: expected one of default, tiny, tagger, textbook; got `fast`",
        "run `elman presets` to see them",
    )
    assert refused(PresetError, TextClassifier(epochs=0).fit, TEXTS, LABELS) == (
        "`epochs`: expected a whole number at least 1; got `0`",
        "`epochs`: passes over the training part; a preset's own stay within min_steps and max_steps",
    )


def test_arguments_can_be_read_and_changed():
    one = TextClassifier("textbook", seed=3, epochs=2)
    expected = {"preset": "textbook", "seed": 3, "verbose": False, "positive_label": None, "epochs": 2}
    assert one.get_params() == expected
    assert one.set_params(preset="default", epochs=5, cell="gru", verbose=True) is one
    assert one.get_params(deep=False) == {
        "preset": "default",
        "seed": 3,
        "verbose": True,
        "positive_label": None,
        "epochs": 5,
        "cell": "gru",
    }
    assert one.settings == get_preset("default").override({"epochs": 5, "cell": "gru"})


def test_repr_can_be_read_back():
    one = TextClassifier("textbook", seed=3, epochs=2, class_weights={"spam": 1.5})
    assert repr(one) == (
        "TextClassifier(preset='textbook', seed=3, verbose=False, epochs=2, class_weights={'spam': 1.5})"
    )
    again = eval(repr(one), {"TextClassifier": TextClassifier})  # noqa: S307 (what repr is for)
    assert again.get_params() == one.get_params()


def test_the_same_seed_gives_the_same_bytes_and_another_does_not(fitted):
    again, other = (TextClassifier(FAST, seed=seed).fit(TEXTS, LABELS) for seed in (0, 1))
    weights = fitted.bundle_.weights
    assert all(again.bundle_.weights[name].tobytes() == array.tobytes() for name, array in weights.items())
    assert any(other.bundle_.weights[name].tobytes() != array.tobytes() for name, array in weights.items())


def test_a_saved_model_answers_bit_for_bit_as_before(fitted, tmp_path):
    fitted.save(tmp_path / "model")
    for folder in (tmp_path / "model", str(tmp_path / "model")):
        loaded = elman.load(folder)
        assert loaded.predict_proba(ASKED).tobytes() == fitted.predict_proba(ASKED).tobytes()
        assert loaded.predict(ASKED).tolist() == fitted.predict(ASKED).tolist()
        assert loaded.classes_.tolist() == fitted.classes_.tolist()


@pytest.mark.parametrize("linear_weight", [0.0, 6.0], ids=["network", "network and linear reader"])
def test_a_model_of_subword_features_learns_and_answers_bit_for_bit_as_before_when_it_is_saved(linear_weight, tmp_path):
    settings = {
        "linear_weight": linear_weight,
        "features": "subword",
        "word_pairs": True,
        "surface_tokens": True,
        "unmask": True,
        "cell": "gru",
        "bidirectional": True,
        "pooling": "mean+max+inputs",
        "feature_dropout": 0.2,
        "lazy_embeddings": True,
    }
    one = TextClassifier(FAST, **settings).fit(TEXTS, LABELS)
    assert one.score(TEXTS, LABELS) == 1.0
    one.save(tmp_path / "model")
    loaded = elman.load(tmp_path / "model")
    assert {name: getattr(loaded.settings, name) for name in settings} == settings
    asked = [*ASKED, "FREE prizes!! 0800 123", "f.r.e.e pr1ze", "x" * 3_000]
    answers = loaded.predict_proba(asked)
    assert answers.tobytes() == one.predict_proba(asked).tobytes()
    assert np.concatenate([loaded.predict_proba([text]) for text in asked]).tobytes() == answers.tobytes()
    assert loaded.predict_proba(["fr3e prize"]).tobytes() == loaded.predict_proba(["free prize"]).tobytes()


def test_a_loaded_model_has_its_settings_and_can_be_saved_and_trained_again(fitted, tmp_path):
    fitted.save(tmp_path / "one")
    loaded = elman.load(tmp_path / "one")
    assert loaded.settings == fitted.settings
    loaded.save(str(tmp_path / "two"))
    files = {path.name for path in (tmp_path / "two").iterdir()}
    assert {"config.json", "loss.png", "accuracy.png", "README.md"} <= files
    for name in files:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()
    again = loaded.fit(TEXTS, LABELS)
    assert again.predict_proba(ASKED).tobytes() == fitted.predict_proba(ASKED).tobytes()


@pytest.mark.parametrize("field", ["test_fraction", "train_first", "vocabulary_from"])
def test_a_setting_of_what_is_held_out_is_refused(field):
    told = (f"`{field}`: does nothing here", "leave it out")
    assert refused(PresetError, TextClassifier, **{field: "train"}) == told
    assert refused(PresetError, TextClassifier().set_params, **{field: "train"}) == told


def test_a_model_that_held_texts_out_is_loaded_with_its_settings_and_can_be_cloned(tmp_path):
    own = elman.get_preset("tiny").override({"train_first": 3, "epochs": 1})
    TextClassifier(own).fit(TEXTS, LABELS).save(tmp_path / "model")
    loaded = elman.load(tmp_path / "model")
    assert loaded.settings == clone(loaded).settings == own


def test_pickling_keeps_what_was_learned(fitted):
    again = pickle.loads(pickle.dumps(fitted))  # noqa: S301 (our own bytes)
    assert again.predict_proba(ASKED).tobytes() == fitted.predict_proba(ASKED).tobytes()
    assert again.get_params() == fitted.get_params()
    unfitted = pickle.loads(pickle.dumps(TextClassifier(epochs=3)))  # noqa: S301
    assert unfitted.get_params() == TextClassifier(epochs=3).get_params()


def test_a_bundle_says_where_the_texts_came_from(fitted):
    learned = texts_digest(TEXTS, LABELS)
    assert fitted.bundle_.training_data == TrainingData("texts given in Python", "", len(TEXTS), learned)


def test_verbose_is_silent_where_there_is_no_terminal(fitted, capsys):
    loud = TextClassifier(FAST, verbose=True).fit(TEXTS, LABELS)
    assert loud.predict_proba(ASKED).tobytes() == fitted.predict_proba(ASKED).tobytes()
    assert capsys.readouterr() == ("", "")


def test_a_stream_ends_with_the_probabilities_of_the_whole_text():
    settings = {"bidirectional": False, "surface_tokens": False, "unmask": False, "max_length": 1_000}
    classifier = TextClassifier(FAST, **settings).fit(TEXTS, LABELS)
    stream = classifier.stream()
    text = " ".join(TEXTS)
    for start in range(0, len(text), 7):
        stream.feed(text[start : start + 7])
    stream.end()
    np.testing.assert_allclose(stream.probabilities(), classifier.predict_proba([text])[0], rtol=1e-5)


def test_labels_may_come_from_arrow():
    pyarrow = pytest.importorskip("pyarrow")
    for labels in (pyarrow.array(LABELS), pyarrow.chunked_array([LABELS]), pyarrow.array(LABELS).dictionary_encode()):
        assert TextClassifier(FAST).fit(pyarrow.array(TEXTS), labels).classes_.tolist() == ["ham", "spam"]


def test_logarithms_are_those_of_the_probabilities(fitted):
    np.testing.assert_array_equal(fitted.predict_log_proba(ASKED), np.log(fitted.predict_proba(ASKED)))


def test_a_loaded_classifier_is_made_with_what_differs_from_its_preset(tmp_path):
    made = TextClassifier("tiny", seed=3, epochs=2, hidden_size=4).fit(TEXTS, LABELS)
    made.save(tmp_path / "model")
    loaded = TextClassifier.load(tmp_path / "model")
    assert loaded.settings == made.settings
    assert loaded.get_params() == {
        "preset": "tiny",
        "seed": 3,
        "verbose": False,
        "positive_label": None,
        "epochs": 2,
        "hidden_size": 4,
        "min_steps": 0,
        "max_steps": None,
    }
    assert repr(loaded).startswith("TextClassifier(preset='tiny', seed=3, verbose=False, ")


def test_epochs_that_were_asked_for_are_run():
    """However many steps the preset would want at least, or at most."""
    assert [row["epoch"] for row in TextClassifier("tiny", epochs=3).fit(TEXTS, LABELS).bundle_.history] == [1, 2, 3]
    assert TextClassifier("tiny", epochs=3, min_steps=5, batch_size=4).settings.epochs_for(16) == 3
    assert TextClassifier("tiny", epochs=3, min_steps=20, batch_size=4).settings.epochs_for(16) == 5


def test_class_weights_may_be_by_number():
    labels = relabelled(0, 1)
    one, other = (TextClassifier(FAST, class_weights={key: 3}).fit(TEXTS, labels) for key in (1, "1"))
    np.testing.assert_array_equal(one.predict_proba(ASKED), other.predict_proba(ASKED))


def test_a_seed_of_numpy_is_saved(tmp_path):
    TextClassifier(FAST, seed=np.int64(3)).fit(TEXTS, LABELS).save(tmp_path / "model")
    assert elman.load(tmp_path / "model").seed == 3


def test_labels_of_another_kind_are_no_mistakes_to_count(fitted):
    message, hint = refused(DataError, fitted.score, TEXTS, relabelled(0, 1))
    assert message == "`y`: expected labels such as 'ham', a str; got 1"
    assert hint == "make them of the type that the model learned"


@pytest.mark.parametrize(
    ("weights", "expected"),
    [
        ([1.0], "`sample_weight`: expected a number for each of 2 texts; got an array of shape (1,)"),
        (np.ones((2, 1)), "`sample_weight`: expected a number for each of 2 texts; got an array of shape (2, 1)"),
        (3, "`sample_weight`: expected a number for each of 2 texts; got an array of shape ()"),
        ("ab", "`sample_weight`: expected a number for each of 2 texts; got 'ab'"),
        (
            [0, 0],
            "`sample_weight`: expected a number for each of 2 texts, "
            "none of them negative and not all zero; got [0, 0]",
        ),
    ],
)
def test_weights_are_one_for_each_text(fitted, weights, expected):
    assert refused(DataError, fitted.score, TEXTS[:2], LABELS[:2], weights)[0] == expected


def test_a_wrong_name_changes_nothing():
    classifier = TextClassifier(FAST, seed=1)
    assert refused(PresetError, classifier.set_params, seed=9, foo=1)[0] == "`foo`: no such setting"
    assert classifier.seed == 1


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("random_state", "it is called `seed` here"),
        ("sed", "did you mean `seed`?"),
        ("verbos", "did you mean `verbose`?"),
        ("epoch", "did you mean `epochs`?"),
    ],
)
def test_a_name_that_is_nearly_an_argument_is_known(name, hint):
    assert refused(PresetError, TextClassifier, **{name: 1}) == (f"`{name}`: no such setting", hint)


@pytest.mark.parametrize("preset", [{"epochs": 1}, ["tiny"], None])
def test_a_preset_that_is_none_is_named_by_its_type(preset):
    message, _ = refused(PresetError, TextClassifier(preset).fit, TEXTS, LABELS)
    assert message == f"`preset`: expected the name of one, or a Preset; got a {type(preset).__name__}"


def test_what_is_explained_is_one_string(fitted):
    assert refused(DataError, fitted.explain, None)[0] == "`text`: expected one string; got NoneType"


def test_a_copy_of_a_process_that_has_trained_answers_and_refuses_to_train(fitted, monkeypatch):
    monkeypatch.setattr("elman.train.refusals._trained_in", [0])  # as though this one were the copy
    assert fitted.predict(["free prize"]).tolist() == ["spam"]
    message, hint = refused(UsageError, TextClassifier(FAST).fit, TEXTS, LABELS)
    assert message == "this process was forked from one that has trained, and JAX cannot go on in a copy"
    assert 'multiprocessing.get_context("spawn")' in hint


def test_a_copy_has_settings_of_its_own():
    original = TextClassifier(FAST, epochs=3)
    copy.copy(original).set_params(epochs=9, cell="gru")
    assert (original.settings.epochs, original.settings.cell) == (3, FAST.cell)


def test_a_setting_is_no_attribute():
    with pytest.raises(PresetError) as caught:
        TextClassifier(FAST).hidden_size = 99
    assert caught.value.message == "`hidden_size`: a setting, and no attribute"
    assert caught.value.hint == "use `set_params(hidden_size=...)`"


def test_the_class_to_catch_can_be_named_and_is_loaded(tmp_path):
    one = TextClassifier(FAST, positive_label="ham").fit(TEXTS, LABELS)
    assert one.bundle_.positive_label == "ham"
    one.save(tmp_path / "model")
    loaded = elman.load(tmp_path / "model")
    assert loaded.fit(TEXTS, LABELS).bundle_.positive_label == "ham"
    with pytest.raises(UsageError, match="`eggs`"):
        TextClassifier(FAST, positive_label="eggs").fit(TEXTS, LABELS)


def test_a_core_that_there_is_not_is_told_of_before_anything_is_learned(monkeypatch):
    monkeypatch.setenv("ELMAN_RUNTIME", "fast")
    monkeypatch.setattr("elman.train.fit.train_network", None)  # calling it would fail in another way
    with pytest.raises(UsageError, match=r"^`ELMAN_RUNTIME`: expected native or numpy; got `fast`"):
        TextClassifier(FAST).fit(TEXTS, LABELS)


def test_members_of_an_enumeration_are_what_they_stand_for():
    class Kind(enum.StrEnum):
        HAM = "ham"
        SPAM = "spam"

    labels = relabelled(Kind.HAM, Kind.SPAM)
    one = TextClassifier(FAST, class_weights={"ham": 2.0}).fit(TEXTS, labels)
    assert [type(label) for label in one.bundle_.labels] == [str, str]
    assert (
        one.predict(ASKED).tolist()
        == TextClassifier(FAST, class_weights={"ham": 2.0}).fit(TEXTS, LABELS).predict(ASKED).tolist()
    )


def test_a_date_is_no_label():
    dates = np.array(relabelled("2020-01-01", "2020-01-02"), "datetime64[ns]")
    with pytest.raises(DataError, match=r"^`y\[0\]`: expected a string, a number or a boolean; got np.datetime64"):
        TextClassifier(FAST).fit(TEXTS, dates)
    with pytest.raises(DataError, match=r"^`y\[0\]`: expected a string, a number or a boolean; got datetime.date"):
        TextClassifier(FAST).fit(TEXTS, relabelled(datetime.date(2020, 1, 1), datetime.date(2020, 1, 2)))


@pytest.mark.parametrize(
    ("folder", "got"), [(None, "None"), (b"m", "b'm'"), ("a\0b", "'a\\x00b'"), ("", "an empty one")]
)
def test_a_folder_has_a_name(fitted, folder, got):
    for attempt in (fitted.save, elman.load):
        message = f"`folder`: expected the name of a folder; got {got}"
        assert refused(UsageError, attempt, folder) == (message, "name one")


def test_a_folder_may_begin_as_a_home_of_nobody_s_would(fitted, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    fitted.save("~nobody-of-this-name/model")
    assert (tmp_path / "~nobody-of-this-name" / "model" / "config.json").exists()


def test_what_is_no_language_model_is_no_start(fitted):
    message = "`initial`: expected a LanguageModel that has learned; got a TextClassifier"
    assert refused(UsageError, TextClassifier(FAST).fit, TEXTS, LABELS, initial=fitted) == (message, None)


def test_texts_may_come_one_by_one(fitted):
    assert fitted.predict(iter(ASKED)).tolist() == fitted.predict(ASKED).tolist()


def test_a_home_is_found(fitted, tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    fitted.save("~/model")
    assert (tmp_path / "model" / "config.json").exists()
    assert elman.load("~/model").predict(ASKED).tolist() == fitted.predict(ASKED).tolist()


def test_where_another_model_is_fitted_meanwhile_answer_and_labels_belong_together(fitted, monkeypatch):
    one = TextClassifier(FAST).fit(TEXTS, LABELS)
    other = TextClassifier(FAST).fit(TEXTS, relabelled("A-ham", "Z-spam"))
    ask = TextClassifier.predict_proba

    def interrupted(self, texts):
        rows = ask(self, texts)
        self._fitted = other._fitted
        return rows

    monkeypatch.setattr(TextClassifier, "predict_proba", interrupted)
    assert one.predict(["free prize"]).tolist() == ["Z-spam"]


def test_a_batch_has_no_more_rows_than_there_are_texts():
    weights = [TextClassifier(FAST, batch_size=size).fit(TEXTS, LABELS).bundle_.weights for size in (64, 10**12)]
    assert all(np.array_equal(array, weights[1][name]) for name, array in weights[0].items())


def test_what_numpy_counts_may_be_the_positive_label(tmp_path):
    labels = np.array([int(label == "spam") for label in LABELS])
    found = TextClassifier(FAST, positive_label=labels.min()).fit(TEXTS, labels)
    found.save(tmp_path / "model")
    assert type(found.bundle_.positive_label) is int
    assert elman.load(tmp_path / "model").positive_label == 0


def test_what_a_language_model_decides_is_no_setting_beside_it():
    sizes = {"hidden_size": 3, "embedding_size": 4, "streams": 1, "bptt_length": 8, "max_ngram": 1}
    initial = elman.LanguageModel("word", epochs=1, **sizes).fit("\n".join(TEXTS * 4))
    for setting in ({"hidden_size": 64}, {"cell": "gru"}, {"min_frequency": 3}):
        (name,) = setting
        asked = TextClassifier(epochs=1, **setting)
        refusal = refused(PresetError, asked.fit, TEXTS, LABELS, initial=initial)
        assert refusal == (f"`{name}`: the language model decides it", "leave it out")
    taken = TextClassifier(epochs=1, hidden_size=3, min_steps=0).fit(TEXTS, LABELS, initial=initial)
    assert taken.bundle_.preset.hidden_size == 3


def test_what_was_given_is_shown_in_one_short_line(fitted):
    many = np.arange(5000).reshape(-1, 1)
    for attempt in (
        lambda: fitted.predict([many]),
        lambda: fitted.predict([10**5000]),
        lambda: fitted.score(TEXTS, LABELS, [[1], [2, 3]]),
        lambda: TextClassifier(FAST).fit(TEXTS, [many] * len(TEXTS)),
    ):
        message, _ = refused(DataError, attempt)
        assert "\n" not in message
        assert len(message) < 200
