"""Linear rivals on counted words and characters, from scikit-learn."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext

from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
from sklearn.naive_bayes import MultinomialNB
from sklearn.pipeline import Pipeline, make_pipeline, make_union
from sklearn.svm import LinearSVC

from benchmarks.accuracy.system import FitPredict
from elman.text.surface import surface_tokens

WORDS_AND_SYMBOLS = r"\w+|[^\w\s]"


def naive_bayes() -> Pipeline:
    """Multinomial naive Bayes on counted words."""
    return make_pipeline(CountVectorizer(), MultinomialNB())


def words_svm() -> Pipeline:
    """A linear support vector machine on words and pairs of them."""
    return make_pipeline(TfidfVectorizer(ngram_range=(1, 2)), _support_vectors())


def union_svm() -> Pipeline:
    """The same on words and symbols, pairs of them, and characters within words."""
    return make_pipeline(make_union(_words(), _characters()), _support_vectors())


def surface_svm() -> Pipeline:
    """The same, and what a message looks like as a whole: each block of a text's features has length one."""
    surface = TfidfVectorizer(analyzer=surface_tokens)
    return make_pipeline(make_union(_words(), _characters(), surface), _support_vectors())


def opened(build: Callable[[], Pipeline]) -> Callable[[], AbstractContextManager[FitPredict]]:
    """What a ``System`` asks for, of a pipeline that needs no preparation."""

    def fit_predict(
        train_texts: Sequence[str], train_labels: Sequence[str], test_texts: Sequence[str]
    ) -> Sequence[str]:
        answers: list[str] = build().fit(train_texts, train_labels).predict(test_texts).tolist()
        return answers

    return lambda: nullcontext(fit_predict)


def _words() -> TfidfVectorizer:
    return TfidfVectorizer(token_pattern=WORDS_AND_SYMBOLS, ngram_range=(1, 2), sublinear_tf=True)


def _characters() -> TfidfVectorizer:
    return TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True)


def _support_vectors() -> LinearSVC:
    # The order in which it visits the texts is random, and decides a text or two at the margin.
    return LinearSVC(random_state=0)
