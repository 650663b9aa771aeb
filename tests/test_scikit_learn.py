"""scikit-learn's own checks of an estimator, and its tools around ours.

Its checks feed tables of numbers, which a text classifier honestly refuses, so that nearly all of them would be
skipped. ``RowClassifier`` reads each row as a text of words such as ``f0_3``: with it every check applies.
"""

import warnings

import numpy as np
import pytest
from sklearn import config_context
from sklearn.base import clone
from sklearn.model_selection import GridSearchCV, cross_val_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer
from sklearn.utils import get_tags
from sklearn.utils.estimator_checks import check_estimator, estimator_checks_generator
from sklearn.utils.validation import check_is_fitted, validate_data

from elman import TextClassifier
from elman.presets import Preset

# Every number of steps is a compilation of its own; this network compiles fast, and learns what the checks ask for.
FAST = Preset(name="fast").override(
    {
        "cell": "elman",
        "embedding_size": 4,
        "hidden_size": 2,
        "bidirectional": False,
        "pooling": "inputs",
        "max_length": 16,
        "epochs": 8,
        "batch_size": 32,
        "schedule": "constant",
        "warmup_steps": 0,
        "learning_rate": 0.1,
        "clip_norm": None,
        "lazy_embeddings": False,
    }
)

EXPECTED = {
    "check_do_not_raise_errors_in_init_or_set_params": (
        "a setting that does not exist is refused where it is written; scikit-learn would keep it until `fit`, and "
        "the check takes `**overrides` for a parameter of that name"
    ),
    "check_fit2d_1sample": (
        "one text is refused with `a single class`, which says more of what is missing than the `1 sample` or "
        "`1 class` that the check looks for"
    ),
}


class RowClassifier(TextClassifier):
    """Classifies rows of numbers, each read as a text with one word for each column."""

    def fit(self, X, y):
        X, y = validate_data(self, X, y)
        return super().fit(rows_as_texts(X), y)

    def predict_proba(self, X):
        check_is_fitted(self)
        return super().predict_proba(rows_as_texts(validate_data(self, X, reset=False)))

    def __sklearn_tags__(self):
        tags = super().__sklearn_tags__()
        tags.input_tags.two_d_array = True
        tags.input_tags.one_d_array = tags.input_tags.string = False
        return tags


def rows_as_texts(X):
    """``[[1.5, -3]]`` becomes ``["f0_3 f1_m6"]``: halves are told apart, and far numbers are not."""
    halves = np.clip(np.round(2 * X), -20, 20).astype(int)
    return [" ".join(f"f{column}_{value}" for column, value in enumerate(row)).replace("-", "m") for row in halves]


def all_checks():
    """Every check with its name; those that are expected to fail carry the reason."""
    with warnings.catch_warnings():
        # True, and no fault: without it `import elman` needs no scikit-learn.
        warnings.filterwarnings("ignore", "Estimator RowClassifier does not inherit from", UserWarning)
        found = estimator_checks_generator(RowClassifier(FAST, tokenizer="whitespace"))
        for estimator, check in found:
            name = check.func.__name__
            marks = [pytest.mark.xfail(reason=EXPECTED[name], strict=True)] if name in EXPECTED else []
            yield pytest.param(estimator, check, marks=marks, id=name)


@pytest.mark.filterwarnings("ignore:'y' is a column-vector:sklearn.exceptions.DataConversionWarning")
@pytest.mark.parametrize(("estimator", "check"), list(all_checks()))
def test_scikit_learn_finds_nothing_to_object_to(estimator, check):
    check(estimator)


def test_the_checks_that_are_expected_to_fail_exist():
    assert EXPECTED.keys() <= {case.id for case in all_checks()}


def test_a_text_classifier_says_honestly_what_it_takes():
    tags = get_tags(TextClassifier())
    assert tags.estimator_type == "classifier"
    assert tags.target_tags.required
    assert tags.classifier_tags.multi_class
    assert tags.input_tags.string
    assert tags.input_tags.one_d_array
    assert not tags.input_tags.two_d_array
    assert not tags.input_tags.sparse


@pytest.mark.filterwarnings("ignore:Can't test estimator TextClassifier which requires input")
@pytest.mark.filterwarnings("ignore:Estimator TextClassifier does not inherit from")
def test_scikit_learn_skips_what_needs_tables_of_numbers():
    statuses = [result["status"] for result in check_estimator(TextClassifier(FAST), on_fail="raise", on_skip=None)]
    assert statuses == ["passed"]


TEXTS = ["win a prize now", "are you home", "free prize", "see you at home"] * 6
LABELS = ["spam", "ham", "spam", "ham"] * 6


def test_clone_gives_the_same_arguments_and_nothing_learned():
    original = TextClassifier(FAST, seed=3, epochs=2)
    copy = clone(original.fit(TEXTS, LABELS))
    assert copy.get_params() == original.get_params()
    assert not hasattr(copy, "bundle_")


def test_it_works_in_a_pipeline():
    shout = FunctionTransformer(lambda texts: [text.upper() for text in texts])
    pipeline = make_pipeline(shout, TextClassifier(FAST)).fit(TEXTS, LABELS)
    assert pipeline.predict(["Free Prize"]).tolist() == ["spam"]
    assert set(pipeline[-1].bundle_.vocabulary.tokens) == {word.upper() for text in TEXTS for word in text.split()}


def test_a_grid_search_goes_over_a_setting():
    search = GridSearchCV(TextClassifier(FAST), {"learning_rate": [1e-9, 0.1]}, cv=2, error_score="raise")
    search.fit(TEXTS, LABELS)
    assert search.best_params_ == {"learning_rate": 0.1}
    assert search.predict(["free prize", "at home"]).tolist() == ["spam", "ham"]
    assert search.best_estimator_.bundle_.preset.learning_rate == 0.1


def test_a_grid_search_may_go_over_presets():
    search = GridSearchCV(TextClassifier(), {"preset": [FAST], "seed": [0, 1]}, cv=2, error_score="raise", refit=False)
    search.fit(TEXTS, LABELS)
    assert [params["seed"] for params in search.cv_results_["params"]] == [0, 1]


@pytest.mark.parametrize("scoring", [None, "accuracy", "neg_log_loss", "roc_auc"])
def test_cross_validation_scores_it(scoring):
    scores = cross_val_score(TextClassifier(FAST), TEXTS, LABELS, cv=2, scoring=scoring, error_score="raise")
    assert scores.shape == (2,)
    assert (scores > (-0.3 if scoring == "neg_log_loss" else 0.9)).all()


def test_a_pipeline_is_scored_where_scikit_learn_routes_weights():
    with config_context(enable_metadata_routing=True):
        pipeline = make_pipeline(TextClassifier(FAST))
        assert np.isfinite(cross_val_score(pipeline, TEXTS, LABELS, cv=2)).all()
