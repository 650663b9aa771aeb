"""A classifier that starts from a language model: the same arrays, read the same way, thawed from the head down."""

import numpy as np
import pytest

from elman.errors import UsageError
from elman.nn import build_network, named_arrays
from elman.presets import Preset
from elman.text import UNKNOWN_ID
from elman.train import fit_classifier
from elman.train.transfer import start_from
from tests.runtime.test_language import make_language_bundle

WORDS = ("free", "home", "win", "you", "\n")


@pytest.fixture(scope="module")
def language():
    """A language model of five words."""
    return make_language_bundle(tokens=WORDS, level="word", cell="gru", lowercase=True)


@pytest.fixture
def preset(tiny):
    return tiny.override({"features": "subword", "bidirectional": True, "surface_tokens": True, "epochs": 2})


def test_the_language_model_decides_how_texts_are_read(language, preset):
    start = start_from(language, preset)
    encoder = start.encoder(["Win free prize"])
    assert encoder.vocabulary.tokens[: len(WORDS)] == WORDS
    assert encoder.encode("WIN a HOME")[:3] == [(4,), (UNKNOWN_ID,), (3,)]
    assert len(encoder.encode("win")) == 1 + 7
    assert all(token != (UNKNOWN_ID,) for token in encoder.encode("Win free prize")[3:])
    assert (start.preset.cell, start.preset.hidden_size, start.preset.bidirectional) == ("gru", 6, False)
    assert start.preset.epochs == preset.epochs


def test_its_arrays_are_laid_over_and_new_rows_keep_theirs(language, preset):
    start = start_from(language, preset)
    architecture = start.preset.architecture(40, 2)
    network = build_network(architecture, start.preset, np.random.default_rng(0))
    before, after = named_arrays(network), named_arrays(start.lay_over(network))
    for name, array in after.items():
        if name.startswith("head."):
            np.testing.assert_array_equal(array, before[name])
        elif name == "embedding.weight":
            np.testing.assert_array_equal(array[:7], language.weights[name])
            np.testing.assert_array_equal(array[7:], before[name][7:])
        else:
            np.testing.assert_array_equal(array, language.weights[name])


@pytest.mark.parametrize(("unfreeze_every", "learned"), [(0.0, 4), (0.4, 3), (0.9, 2), (1.1, 1)])
def test_layers_are_thawed_from_the_head_down(language, messages, preset, unfreeze_every, learned):
    """Two layers: after a share of the steps the top one, after twice as many the one below, then the embedding."""
    settings = {"unfreeze_every": unfreeze_every, "validation_fraction": 0, "surface_tokens": False}
    bundle = fit_classifier(messages, preset.override(settings), initial=language)
    names = ["head.weight", "layers.1.forward.weight_hh", "layers.0.forward.weight_hh", "embedding.weight"]
    same = [name in language.weights and np.array_equal(bundle.weights[name], language.weights[name]) for name in names]
    assert same == [False] * learned + [True] * (4 - learned)


def test_lower_layers_take_smaller_steps(language, messages, preset):
    settings = {"layer_decay": 1e-6, "validation_fraction": 0, "surface_tokens": False, "epochs": 1}
    bundle = fit_classifier(messages, preset.override(settings), initial=language)
    np.testing.assert_allclose(bundle.weights["embedding.weight"], language.weights["embedding.weight"], atol=1e-6)


def test_a_language_model_of_characters_is_refused(preset):
    with pytest.raises(UsageError) as caught:
        start_from(make_language_bundle(), preset)
    assert caught.value.message == (
        "the language model to start from: expected one of words, which a classifier reads; got one of chars"
    )


def test_a_language_model_of_ngrams_is_refused(preset):
    with pytest.raises(UsageError) as caught:
        start_from(make_language_bundle(tokens=WORDS, level="word", max_ngram=2), preset)
    assert caught.value.message == (
        "the language model to start from: expected one that reads each word by itself, as a classifier does; got one "
        "with `max_ngram` 2"
    )


def test_the_start_is_known_by_its_content(language, preset):
    other = make_language_bundle(seed=1, tokens=WORDS, level="word", cell="gru", lowercase=True)
    assert start_from(language, preset).sha256 == start_from(language, Preset()).sha256
    assert start_from(language, preset).sha256 != start_from(other, preset).sha256


def test_the_network_keeps_every_word_and_hears_the_surface(language, preset):
    """However few features the preset would have given a network of its own."""
    start = start_from(language, preset.override({"network_vocabulary": 2}))
    ids = len(start.encoder(["Win free prize"]).vocabulary)
    assert start.preset.architecture(ids, 2).vocab_size == ids
