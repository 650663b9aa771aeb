"""A text's answer does not depend on its company: the same bits alone, in any batch, in any order."""

import functools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from elman.presets import Preset
from elman.runtime import numpy_core
from elman.runtime.network import NumpyNetwork
from elman.runtime.numpy_core import NumpyCore
from elman.text import TextEncoder
from tests import strategies
from tests.bundle.samples import make_bundle
from tests.runtime.cores import needs_native

WORDS = tuple("abcdefg")
LABELS = {2: ("ham", "spam"), 3: (1, 2, 3), 20: tuple(range(20))}
batches = st.lists(
    st.lists(st.sampled_from([*WORDS, "?"]), max_size=12).map(" ".join) | strategies.texts, min_size=1, max_size=12
)


def make_model(cell="mingru", classes=2, tokens=WORDS, **settings):
    settings = {"bidirectional": True, "pooling": "last+mean+max+inputs", "hidden_size": 5, "cell": cell, **settings}
    return make_bundle(settings=settings, tokens=tokens, labels=LABELS[classes])


def make_subword_model():
    """Tokens of many features, those of the letters in several contexts and of a text as a whole."""
    settings = {"features": "subword", "word_pairs": True, "surface_tokens": True, "unmask": True, "linear_weight": 0.5}
    texts = ["a b c d e f g", "g f e d c b a", "abc ab'c 123", "É, 中!", ""]
    encoder = TextEncoder.fit(texts, Preset().override(settings))
    return make_model("elman", tokens=encoder.vocabulary.tokens, **settings)


MODELS = {
    f"{cell}, {classes} classes": make_model(cell, classes, num_layers=layers)
    for cell, classes, layers in [("elman", 2, 1), ("gru", 3, 2), ("lstm", 20, 1), ("mingru", 2, 2)]
} | {"subword features": make_subword_model()}
cores = pytest.mark.parametrize("core", ["numpy", pytest.param("native", marks=needs_native)])


@functools.cache
def make_core(core, kind):
    if core == "numpy":
        return NumpyCore(MODELS[kind])
    from elman.runtime.native import NativeCore

    return NativeCore(MODELS[kind])


@cores
@pytest.mark.parametrize("kind", MODELS)
@settings(max_examples=60)
@given(texts=batches, data=st.data())
def test_a_text_is_answered_alike_alone_in_any_batch_and_in_any_order(core, kind, texts, data):
    answers = make_core(core, kind)
    together = answers.probabilities(texts)
    for text, row in zip(texts, together, strict=True):
        assert answers.probabilities([text])[0].tobytes() == row.tobytes()
    order = data.draw(st.permutations(range(len(texts))))
    assert answers.probabilities([texts[each] for each in order]).tobytes() == together[order].tobytes()


@pytest.mark.parametrize("kind", ["gru, 3 classes", "subword features"])
@settings(max_examples=60)
@given(texts=batches, at_once=st.integers(1, 40))
def test_how_many_are_held_in_memory_at_a_time_changes_nothing(kind, texts, at_once):
    answers = make_core("numpy", kind)
    expected = answers.probabilities(texts)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(numpy_core, "_STEPS_AT_ONCE", at_once)
        assert answers.probabilities(texts).tobytes() == expected.tobytes()


@given(lengths=st.lists(st.integers(0, 50)), at_once=st.integers(1, 100))
def test_blocks_hold_every_text_once_and_no_more_than_fits(lengths, at_once):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(numpy_core, "_STEPS_AT_ONCE", at_once)
        blocks = list(numpy_core.chunks(lengths))
    assert sorted(row for block in blocks for row in block) == list(range(len(lengths)))
    for block in blocks:
        assert block
        assert len(block) == 1 or len(block) * max(lengths[row] for row in block) <= at_once


@pytest.mark.parametrize("width", [1, 7, 8, 16, 33])
def test_wide_and_narrow_networks_answer_alike_in_any_company(width):
    answers = NumpyCore(make_model("gru", hidden_size=width, embedding_size=width))
    texts = [" ".join(WORDS[: each % 8]) for each in range(70)]
    together = answers.probabilities(texts)
    alone = np.concatenate([answers.probabilities([text]) for text in texts])
    assert together.tobytes() == alone.tobytes()


@pytest.mark.parametrize("width", [1, 7, 8, 33])
def test_tokens_of_few_and_of_many_features_read_alike_in_any_company(width):
    architecture = Preset().override({"embedding_size": width}).architecture(dictionary_size=50, num_classes=2)
    rng = np.random.default_rng(0)
    weights = {name: rng.normal(size=shape).astype(np.float32) for name, shape in architecture.shapes().items()}
    network = NumpyNetwork(architecture, weights)
    sizes = [1, 2, 7, 8, 9, 16, 17, 40, 129, 300]  # on both sides of where sums are taken in blocks
    texts = [[tuple(rng.integers(0, 50, size).tolist()) for size in rng.permutation(sizes)] for _ in range(12)] + [[]]
    together = network.logits(texts)
    alone = np.concatenate([network.logits([text]) for text in texts])
    assert together.tobytes() == alone.tobytes()
    assert network.logits(texts[::-1]).tobytes() == together[::-1].tobytes()
