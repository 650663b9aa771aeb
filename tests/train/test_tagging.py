"""Taggers: what decides a tag is learned, training and answering agree, resuming ends in the same bytes."""

import jax
import numpy as np
import pytest

from elman.bundle import read_bundle, read_tagger, write_bundle
from elman.data import TaggedCorpus
from elman.errors import BundleError, CheckpointError, DataError, Interrupted, PresetError
from elman.nn import build_network
from elman.presets import get_preset
from elman.runtime import TaggerRuntime
from elman.runtime.network import NumpyNetwork
from elman.text import TaggerEncoder
from elman.train import Run, Texts, fit_classifier, fit_tagger
from elman.train.examples import Examples
from tests import oracles
from tests.bundle.samples import make_bundle
from tests.nn.samples import double, randomized

WORDS = ["ann", "bob", "sees", "hits", "the", "cat"]
SMALL = {"hidden_size": 6, "embedding_size": 6, "epochs": 25, "learning_rate": 0.03, "batch_size": 16, "max_length": 12}


def make_corpus(sentences: int, seed: int, name: str = "made") -> TaggedCorpus:
    """A token is tagged by the one behind it, which only reading from the end can know: ``before-cat`` or ``O``."""
    rng = np.random.default_rng(seed)
    texts = [tuple(rng.choice(WORDS, rng.integers(2, 9))) for _ in range(sentences)]
    tags = [tuple("before-cat" if after == "cat" else "O" for after in (*text[1:], "")) for text in texts]
    return TaggedCorpus(tuple(texts), tuple(tags), name, "")


@pytest.fixture(scope="module")
def preset():
    return get_preset("tagger").override(SMALL)


@pytest.fixture(scope="module")
def trained(preset):
    """A tagger, trained once."""
    return fit_tagger(make_corpus(120, 0), preset, test=make_corpus(30, 1))


def test_it_learns_what_stands_behind_a_token(trained):
    measured = TaggerRuntime(trained).measure(make_corpus(30, 2))
    assert measured["accuracy"] > 0.98
    assert measured["errors"] == round((1 - measured["accuracy"]) * measured["tokens"])
    assert TaggerRuntime(trained).tags(["the", "cat", "sees", "cat"]) == ["before-cat", "O", "before-cat", "O"]
    assert TaggerRuntime(trained).tags([]) == []


def test_the_history_counts_tokens_and_agrees_with_the_runtime(trained):
    test = make_corpus(30, 1)
    assert trained.history[-1]["test_accuracy"] == pytest.approx(TaggerRuntime(trained).measure(test)["accuracy"])
    assert 0 < trained.history[-1]["train_accuracy"] <= 1


def test_every_tokens_logits_are_those_of_a_loop(preset):
    small = preset.override({"hidden_size": 3, "embedding_size": 2})
    encoder = TaggerEncoder.fit([WORDS], small)
    architecture = small.architecture(len(encoder.vocabulary), 3)
    network = randomized(build_network(architecture, small, np.random.default_rng(0)))
    arrays = double(network)
    texts = [encoder.encode(["ann", "sees", "dogs"]), encoder.encode(["cat"])]
    weights = {name: array.astype(np.float32) for name, array in arrays.items()}
    ours = NumpyNetwork(architecture, weights).logits(texts)
    batch = Examples(texts, [0, 1, 2, 0], np.ones(3, np.float32), vocab_size=architecture.vocab_size, each=True)
    rows = np.arange(2)
    cut = batch.batch(rows, size=2, time=4, capacity=batch.capacity(rows))
    theirs = np.asarray(jax.jit(lambda network, cut: network(cut.tokens, cut.token_ids, cut.lengths))(network, cut))
    assert cut.labels[0, :3].tolist() == [0, 1, 2]
    assert cut.labels[1, 0] == 0
    assert cut.weights.tolist() == [[1, 1, 1, 0], [1, 0, 0, 0]]
    for row, text in enumerate(texts):
        expected = oracles.step_logits(architecture, arrays, text)
        np.testing.assert_allclose(ours[row, : len(text)], expected, rtol=1e-4, atol=1e-5)
        np.testing.assert_allclose(theirs[row, : len(text)], expected, rtol=1e-4, atol=1e-5)


def test_a_resumed_run_ends_in_the_same_bytes(preset, tmp_path):
    corpus, path, asked = make_corpus(40, 0), tmp_path / "checkpoint", iter(range(1, 8))
    short = preset.override({"epochs": 3})
    with pytest.raises(Interrupted):
        fit_tagger(corpus, short, run=Run(checkpoint=path, should_stop=lambda: next(asked) == 5))
    resumed, whole = fit_tagger(corpus, short, run=Run(checkpoint=path, resume=True)), fit_tagger(corpus, short)
    assert all(np.array_equal(array, resumed.weights[name]) for name, array in whole.weights.items())


def test_a_checkpoint_of_another_test_part_is_refused(preset, tmp_path):
    """The history that is gone on with was measured on it."""
    corpus, path, short = make_corpus(40, 0), tmp_path / "checkpoint", preset.override({"epochs": 3})
    with pytest.raises(Interrupted):
        fit_tagger(corpus, short, run=Run(checkpoint=path, should_stop=lambda: True))
    with pytest.raises(CheckpointError) as caught:
        fit_tagger(corpus, short, test=make_corpus(9, 1), run=Run(checkpoint=path, resume=True))
    assert caught.value.message.startswith(
        f'`{path}`: belongs to another run: its SHA-256 of the sentences measured is "none"; this run\'s is '
    )


def test_a_folder_is_read_as_what_it_is(trained, tmp_path):
    write_bundle(trained, tmp_path / "model")
    again = TaggerRuntime(read_tagger(tmp_path / "model"))
    assert again.tags(WORDS) == TaggerRuntime(trained).tags(WORDS)
    with pytest.raises(BundleError) as caught:
        read_bundle(tmp_path / "model")
    assert caught.value.hint == "this is a tagger: use `elman tag predict`, or `elman.Tagger.load` in Python"


def test_mistakes_are_told(preset):
    one = TaggedCorpus((("a", "b"),), (("O", "O"),), "one", "")
    with pytest.raises(DataError, match=r"`one`: expected at least two different tags; got \['O'\]"):
        fit_tagger(one, preset)
    other = TaggedCorpus((("a",),), (("X",),), "other", "")
    with pytest.raises(DataError, match="`other`: expected tags of the training part, O, before-cat; got `X`"):
        fit_tagger(make_corpus(20, 0), preset, test=other)
    with pytest.raises(DataError, match=r"`made`: sentence 11, which begins with 'hits': expected at most "):
        fit_tagger(make_corpus(40, 0), preset.override({"max_length": 4}))
    with pytest.raises(PresetError, match=r"`pooling`: expected each, for a tagger; got `mean\+max`"):
        fit_tagger(make_corpus(20, 0), preset.override({"pooling": "mean+max"}))
    with pytest.raises(PresetError, match="`pooling`: each gives every token a label of its own"):
        fit_classifier(Texts(["a", "b"], ["x", "y"]), preset)
    with pytest.raises(
        PresetError, match="`surface_tokens`: with pooling=each, as a tagger has it, expected none; got True"
    ):
        preset.override({"surface_tokens": True})


def test_a_sentence_is_its_tokens(trained):
    runtime = TaggerRuntime(trained)
    assert runtime.tags(()) == []
    for sentence, message in (
        ("three mugs", "`sentence`: expected a list of strings; got a single one"),
        (["three", 3], "`sentence[1]`: expected a string; got 3"),
    ):
        with pytest.raises(DataError) as caught:
            runtime.tags(sentence)
        assert caught.value.message == message


def test_a_tagger_takes_the_place_of_no_classifier(trained, tmp_path):
    write_bundle(make_bundle(), tmp_path / "model")
    with pytest.raises(BundleError, match="holds a classifier, which a tagger would replace"):
        write_bundle(trained, tmp_path / "model")
