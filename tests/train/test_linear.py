"""The linear reader, against scikit-learn's own TF-IDF and margins over the same features."""

import numpy as np
import pytest
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.preprocessing import normalize
from sklearn.svm import LinearSVC

from elman.runtime.linear import LinearReader
from elman.text import EncodedTexts
from elman.train import linear_beside
from elman.train.linear import LinearProblem, features_of, fit_linear_reader
from elman.train.linear_beside import LinearBeside

VOCABULARY = 30


def random_texts(count: int, seed: int):
    """Texts of up to five tokens of up to four features each; features and tokens may come again."""
    rng = np.random.default_rng(seed)
    return [
        [tuple(rng.integers(2, VOCABULARY, rng.integers(1, 5)).tolist()) for _ in range(rng.integers(0, 6))]
        for _ in range(count)
    ]


def fitted(texts, labels, classes: int, **others):
    return fit_linear_reader(problem(texts, labels, classes, **others))


def problem(texts, labels, classes: int, *, cost: float = 1.0, most: int = 0, seed: int = 0, emphasis=None):
    return LinearProblem(
        *features_of(EncodedTexts.of(texts)),
        labels=np.array(labels, np.int32),
        weights=np.ones(classes, np.float32),
        emphasis=np.ones(VOCABULARY) if emphasis is None else emphasis,
        cost=cost,
        most=most,
        seed=seed,
    )


@pytest.mark.parametrize("classes", [2, 3, 5])
def test_margins_are_those_of_scikit_learn(classes: int) -> None:
    texts = random_texts(60, seed=classes)
    labels = np.random.default_rng(1).integers(0, classes, len(texts))
    labels[:classes] = range(classes)
    features = TfidfVectorizer(
        analyzer=lambda text: sorted({feature for token in text for feature in token}),
        vocabulary=list(range(VOCABULARY)),
        binary=True,
        lowercase=False,
    ).fit_transform(texts)
    expected = LinearSVC(C=1.0, random_state=0).fit(features, labels).decision_function(features)
    margins = LinearReader(fitted(texts, labels, classes)).margins(texts)
    assert margins.shape == (len(texts), classes)
    found = margins[:, 1] - margins[:, 0] if classes == 2 else margins
    np.testing.assert_allclose(found, expected, rtol=1e-4, atol=1e-4)


def test_a_text_s_margins_are_the_same_in_any_company() -> None:
    texts = random_texts(40, seed=0)
    reader = LinearReader(fitted(texts, [row % 3 for row in range(40)], 3))
    together = reader.margins(texts)
    for row, text in enumerate(texts):
        np.testing.assert_array_equal(reader.margins([text])[0], together[row])
        np.testing.assert_array_equal(reader.margins([text[::-1]])[0], together[row])


def test_a_text_without_tokens_has_the_biases() -> None:
    arrays = fitted(random_texts(20, seed=4), [row % 2 for row in range(20)], 2)
    np.testing.assert_array_equal(LinearReader(arrays).margins([[]]), arrays["linear.bias"][None])
    assert LinearReader(arrays).margins([]).shape == (0, 2)


def test_the_same_seed_gives_the_same_bytes_and_another_does_not() -> None:
    """Of fewer texts than features the solver looks at one after the other, and stops just before the widest margin."""
    texts, labels = random_texts(20, seed=5), [row % 4 for row in range(20)]
    first, again, other = (fitted(texts, labels, 4, seed=seed) for seed in (7, 7, 8))
    assert {name: array.tobytes() for name, array in first.items()} == {
        name: array.tobytes() for name, array in again.items()
    }
    assert first["linear.weight"].tobytes() != other["linear.weight"].tobytes()


def test_a_low_cost_keeps_margins_wide() -> None:
    texts, labels = random_texts(50, seed=6), [row % 2 for row in range(50)]
    strict, lenient = fitted(texts, labels, 2, cost=10.0), fitted(texts, labels, 2, cost=0.01)
    assert np.abs(lenient["linear.weight"]).sum() < np.abs(strict["linear.weight"]).sum()


@pytest.mark.parametrize("kept", [[0], [1], [0, 2], [1, 2], [0, 1, 3]])
def test_a_class_that_was_not_seen_has_a_margin_of_minus_one(kept: list[int]) -> None:
    texts = random_texts(40, seed=8)
    labels = [kept[row % len(kept)] for row in range(len(texts))]
    margins = LinearReader(fitted(texts, labels, 4)).margins(texts)
    assert margins.shape == (40, 4)
    unseen = [each for each in range(4) if each not in kept]
    np.testing.assert_array_equal(margins[:, unseen], -1.0)
    compact = fitted(texts, [kept.index(label) for label in labels], len(kept)) if len(kept) > 1 else None
    if compact is not None:
        np.testing.assert_array_equal(margins[:, kept], LinearReader(compact).margins(texts))


def test_an_emphasised_feature_is_that_much_larger_than_the_others() -> None:
    texts, labels = random_texts(60, seed=9), [row % 2 for row in range(60)]
    plain, emphasis = fitted(texts, labels, 2), np.ones(VOCABULARY)
    emphasis[[5, 6]] = 3.0
    arrays = fitted(texts, labels, 2, emphasis=emphasis)
    np.testing.assert_allclose(arrays["linear.scale"] / plain["linear.scale"], emphasis, rtol=1e-6)
    features = TfidfVectorizer(
        analyzer=lambda text: sorted({feature for token in text for feature in token}),
        vocabulary=list(range(VOCABULARY)),
        binary=True,
        lowercase=False,
        norm=None,
    ).fit_transform(texts)
    scaled = normalize(features.multiply(emphasis).tocsr())
    expected = LinearSVC(C=1.0, random_state=0).fit(scaled, labels).decision_function(scaled)
    margins = LinearReader(arrays).margins(texts)
    np.testing.assert_allclose(margins[:, 1] - margins[:, 0], expected, rtol=1e-4, atol=1e-4)


@pytest.mark.parametrize("classes", [2, 3, 5])
@pytest.mark.parametrize("most", [1, 4])
def test_the_weightiest_features_of_each_margin_are_kept_and_fitted_again(classes: int, most: int) -> None:
    texts = random_texts(80, seed=classes)
    labels = [row % classes for row in range(80)]
    whole, arrays = fitted(texts, labels, classes), fitted(texts, labels, classes, most=most)
    margins = whole["linear.weight"][1:] if classes == 2 else whole["linear.weight"]
    kept = {each for row in margins for each in np.argsort(-np.abs(row))[:most].tolist()}
    assert (
        kept == set(np.flatnonzero(arrays["linear.scale"])) == set(np.flatnonzero(arrays["linear.weight"].any(axis=0)))
    )
    known = [[tuple(each for each in token if each in kept) for token in text] for text in texts]
    again = fitted([[token for token in text if token] for text in known], labels, classes)
    np.testing.assert_allclose(LinearReader(arrays).margins(texts), LinearReader(again).margins(known), atol=1e-5)


def test_as_many_features_as_there_are_are_all_of_them() -> None:
    texts, labels = random_texts(40, seed=3), [row % 2 for row in range(40)]
    whole, kept = fitted(texts, labels, 2), fitted(texts, labels, 2, most=VOCABULARY)
    for name, array in whole.items():
        np.testing.assert_array_equal(kept[name], array, err_msg=name)


def test_a_text_of_features_that_say_nothing_has_the_biases() -> None:
    arrays = fitted(random_texts(20, seed=4), [row % 2 for row in range(20)], 2, most=2)
    silent = np.flatnonzero(arrays["linear.scale"] == 0)[2:5].tolist()
    reader, stream = LinearReader(arrays), LinearReader(arrays).stream()
    np.testing.assert_array_equal(reader.margins([[tuple(silent)]]), arrays["linear.bias"][None])
    assert reader.contributions([tuple(silent)]).shape == (0, 2)
    stream.read(tuple(silent))
    np.testing.assert_array_equal(stream.margins(), arrays["linear.bias"])


def test_the_process_beside_fits_the_same_to_the_last_bit() -> None:
    asked = problem(random_texts(40, seed=1), [text % 3 for text in range(40)], 3, cost=0.7, most=5, seed=2**32 - 1)
    with LinearBeside() as beside:
        beside.hand_over(lambda: asked)
        found = beside.arrays()
        assert beside.process is not None
        assert beside.process.returncode == 0
    for name, array in fit_linear_reader(asked).items():
        np.testing.assert_array_equal(found[name], array, err_msg=name)


@pytest.mark.parametrize("ended", ["before", "after"])
def test_a_process_that_was_ended_is_replaced_by_this_one(ended: str) -> None:
    asked = problem(random_texts(10, seed=3), [0, 1] * 5, 2)
    with LinearBeside() as beside:
        assert beside.process is not None
        if ended == "before":
            beside.process.kill()
        beside.hand_over(lambda: asked)
        beside.process.kill()
        for name, array in fit_linear_reader(asked).items():
            np.testing.assert_array_equal(beside.arrays()[name], array, err_msg=name)


def test_a_reader_that_takes_long_is_waited_for_and_told_of(monkeypatch, capsys):
    """It is not fitted a second time here."""
    monkeypatch.setattr(linear_beside, "_PATIENCE", 0.0)
    monkeypatch.setattr(linear_beside, "fit_linear_reader", None)
    with LinearBeside() as beside:
        beside.hand_over(lambda: problem(random_texts(20, seed=0), [0, 1] * 10, 2))
        found = beside.arrays()
    assert set(found) == {"linear.weight", "linear.scale", "linear.bias"}
    assert capsys.readouterr().err == "note: the linear reader is still being fitted\n"
