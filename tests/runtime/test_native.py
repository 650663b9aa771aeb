"""The compiled core against the one in NumPy: the same tokens, and the same probabilities to rounding."""

import dataclasses
import functools
import sys
import threading
import types

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from elman.data import read
from elman.presets import PRESETS, Preset
from elman.runtime import core_name
from elman.runtime.numpy_core import NumpyCore
from elman.text import TextEncoder
from tests import strategies
from tests.bundle.samples import make_bundle
from tests.runtime.cores import needs_native

pytestmark = needs_native

SUBWORD = {"features": "subword", "word_pairs": True, "surface_tokens": True, "unmask": True}
CORPUS = (
    "free prize call now! txt FREE to 80086, £1.50/msg",
    "are you home? see u @ 8pm, don't call; it's Über &amp; &lt;3",
    "win cash bill will also tool sale the iphone 12345 6789012345678",
    "A b C 12:30 x x x fr3e f r e e <#> ok... I'll b thr @7 \x92 \xbf ÉÉ éa ßa",
    "",
)
# Settings of every kind that say how a text is read.
READINGS = {
    "subword": SUBWORD,
    "subword alone": {"features": "subword"},
    "few features": {**SUBWORD, "max_features": 3},
    "many features": {**SUBWORD, "max_features": 400, "min_ngram": 1, "max_ngram": 7},
    "long n-grams": {**SUBWORD, "min_ngram": 5, "max_ngram": 50},
    "lower case": {**SUBWORD, "lowercase": True},
    "the last tokens": {**SUBWORD, "max_length": 3, "keep_side": "end"},
    "the first tokens": {**SUBWORD, "max_length": 3},
    "a linear reader that reads more": {**SUBWORD, "linear_weight": 1.0, "network_vocabulary": 120},
    "a network of a single feature": {**SUBWORD, "linear_weight": 1.0, "network_vocabulary": 1},
    "tokens": {"unmask": True},
    "tokens and surface": {"cleaning": "keep", "surface_tokens": True},
    "white space": {"tokenizer": "whitespace", "unmask": True},
    "the chapter's": {"tokenizer": "whitespace", "cleaning": "clean", "ascii_only": True, "max_length": 4},
    "padding that is read": {"pooling": "padded_last", "max_length": 5, "unmask": True},
}
# Mostly what is read natively and lies near what the models know.
_SNIPPETS = st.sampled_from(
    [word for text in CORPUS for word in text.split()] + list(" .*_-!1<>&;'#\x00\t\x85\x1cÜüé£")
)
near_texts = st.lists(_SNIPPETS | st.characters(max_codepoint=255), max_size=30).flatmap(
    lambda parts: st.sampled_from(["", " "]).map(lambda between: between.join(parts))
)
asked = st.one_of(strategies.ascii_texts, near_texts, strategies.odd_texts)


@functools.cache
def model(reading, labels=("ham", "spam"), **network):
    preset = Preset().override({**READINGS[reading], **network})
    encoder = TextEncoder.fit(CORPUS, preset)
    overrides = {name: getattr(preset, name) for name in (*READINGS[reading], *network)}
    return make_bundle(
        settings={"embedding_size": 5, "hidden_size": 6, "surface_tokens": False, "cell": "mingru", **overrides},
        tokens=encoder.vocabulary.tokens,
        labels=labels,
    )


@functools.cache
def model_with_silent_features(share, labels):
    bundle = model("a linear reader that reads more", labels=labels)
    says = np.random.default_rng(0).random(len(bundle.vocabulary)) >= share
    silenced = {name: bundle.weights[name] * says for name in ("linear.weight", "linear.scale")}
    return dataclasses.replace(bundle, weights=dict(bundle.weights) | silenced)


@functools.cache
def cores(bundle_of):
    from elman.runtime.native import NativeCore

    bundle = bundle_of()
    return bundle, NumpyCore(bundle), NativeCore(bundle)


READERS = {reading: functools.partial(model, reading) for reading in READINGS}


@pytest.mark.parametrize("reading", READINGS)
@settings(max_examples=200)
@given(text=asked)
def test_a_text_is_read_as_python_reads_it(reading, text):
    bundle, _, native = cores(READERS[reading])
    ids = native.token_ids(text)
    assert ids is not None or not text.isascii()
    if ids is not None:
        assert [tuple(token) for token in ids] == bundle.encoder.encode(text)


@settings(max_examples=300)
@given(word=st.sampled_from(["free", "call", "cash", "bill", "iphone"]), data=st.data())
def test_a_word_in_disguise_is_read_as_python_reads_it(word, data):
    bundle, _, native = cores(READERS["subword"])
    hidden = data.draw(strategies.disguises(word)) + data.draw(st.sampled_from(["", "!!", " now", "£", "x", " x"]))
    for text in (hidden, hidden.upper(), f"now {hidden.capitalize()}"):
        ids = native.token_ids(text)
        if ids is not None:
            assert [tuple(token) for token in ids] == bundle.encoder.encode(text)


def test_every_single_character_is_read_as_python_reads_it():
    bundle, _, native = cores(READERS["subword"])
    left = []
    for code in range(256):
        for text in (chr(code), f"a{chr(code)}1", f"f{chr(code)}ee 1{chr(code)} {chr(code)}{chr(code)}"):
            ids = native.token_ids(text)
            if ids is None:
                left.append(chr(code))
            else:
                assert [tuple(token) for token in ids] == bundle.encoder.encode(text), text
    assert set(left) == set("\xa8\xaf\xb4\xb8")  # accents by themselves, which become marks


@pytest.mark.parametrize(
    "text",
    [
        "\u201cfr3e\u201d \u2013 don\u2019t call\u2026 \u20ac5 fr\u20ace \U0001f600",
        "\u0441\u043f\u0430\u043c \u0411\u0415\u0421\u041f\u041b\u0410\u0422\u041d\u041e fr\u0435\u0435 \u0421\u0410LL",
        "\u4f60\u597d\uff0c\u4e16\u754c A\u4e2d b\u4e2d",
        "\u03b1\u03b2\u03b3 \u03ac\u03c3\u03c2 \u0393\u03b5\u03b9\u03b1",
        "\u0633\u0644\u0627\u0645 \u0661\u0662\u0663",
        "f\u2003r e\u2002e \uff26\uff32\uff25\uff25 \u200bfr\u200bee",
    ],
    ids=["signs", "Cyrillic", "Chinese", "Greek", "Arabic", "compatible"],
)
@pytest.mark.parametrize("reading", READINGS)
def test_texts_of_other_scripts_are_read_as_python_reads_them(reading, text):
    bundle, _, native = cores(READERS[reading])
    ids = native.token_ids(text)
    assert ids is not None
    assert [tuple(token) for token in ids] == bundle.encoder.encode(text)


@pytest.mark.parametrize("reading", READINGS)
@settings(max_examples=100)
@given(texts=st.lists(asked, max_size=4))
def test_the_answers_are_those_of_the_numpy_core(reading, texts):
    _, reference, native = cores(READERS[reading])
    np.testing.assert_allclose(native.probabilities(texts), reference.probabilities(texts), atol=1e-5)


@pytest.mark.parametrize("cell", ["elman", "gru", "lstm", "mingru"])
def test_a_cell_that_the_core_knows_is_answered_by_it(monkeypatch, cell):
    monkeypatch.delenv("ELMAN_RUNTIME", raising=False)
    assert core_name(cell) == "native"


@pytest.mark.parametrize("pooling", ["last", "mean", "max", "inputs", "inputs+max+mean+last"])
@pytest.mark.parametrize("bidirectional", [False, True], ids=["one way", "both ways"])
@pytest.mark.parametrize("num_layers", [1, 2])
@pytest.mark.parametrize("cell", ["elman", "gru", "lstm", "mingru"])
def test_every_network_answers_as_in_numpy(cell, num_layers, bidirectional, pooling):
    from elman.runtime.native import NativeCore

    bundle = model(
        "subword", cell=cell, num_layers=num_layers, bidirectional=bidirectional, pooling=pooling, linear_weight=0.5
    )
    expected = NumpyCore(bundle).probabilities(CORPUS)
    np.testing.assert_allclose(NativeCore(bundle).probabilities(CORPUS), expected, atol=1e-5)


@pytest.mark.parametrize("classes", [2, 3, 4, 20])
@pytest.mark.parametrize("width", [1, 8, 9, 15, 16, 17, 100, 300])
def test_narrow_and_wide_networks_answer_as_in_numpy(width, classes):
    from elman.runtime.native import NativeCore

    for cell, activation in [("elman", "relu"), ("gru", "tanh"), ("mingru", "tanh")]:
        small = {"hidden_size": width, "embedding_size": width, "pooling": "last+mean+max+inputs", "linear_weight": 2.0}
        bundle = make_bundle(
            settings={**small, "cell": cell, "activation": activation, "bidirectional": True},
            labels=tuple(range(classes)),
        )
        shrunk = {name: array / max(1, width) ** 0.5 for name, array in bundle.weights.items()}
        bundle = dataclasses.replace(bundle, weights=shrunk)
        texts = ["free prize home", "", "free", "prize unknown é 中"]
        expected = NumpyCore(bundle).probabilities(texts)
        np.testing.assert_allclose(NativeCore(bundle).probabilities(texts), expected, atol=1e-5)


def test_real_messages_are_read_and_answered_as_in_numpy():
    from elman.runtime.native import NativeCore

    texts = list(read("sms-spam").texts)
    preset = PRESETS["default"]
    encoder = TextEncoder.fit(texts, preset)
    rng = np.random.default_rng(0)
    shapes = preset.architecture(len(encoder.vocabulary), 2).shapes()
    weights = {name: (0.2 * rng.normal(size=shape)).astype(np.float32) for name, shape in shapes.items()}
    bundle = dataclasses.replace(make_bundle(), preset=preset, vocabulary=encoder.vocabulary, weights=weights)
    native = NativeCore(bundle)
    np.testing.assert_allclose(native.probabilities(texts), NumpyCore(bundle).probabilities(texts), atol=1e-5)
    left = 0
    for text in texts:
        ids = native.token_ids(text)
        left += ids is None
        assert ids is None or [tuple(token) for token in ids] == encoder.encode(text)
    assert left <= 1  # with a numeral that is a letter, too


@pytest.mark.parametrize("reading", ["subword", "a linear reader that reads more"])
@given(texts=st.lists(asked, max_size=5))
def test_one_text_is_answered_as_it_is_in_a_list(reading, texts):
    _, _, native = cores(READERS[reading])
    for text, row in zip(texts, native.probabilities(texts), strict=True):
        assert native.probability(text) == tuple(row)


@pytest.mark.parametrize("labels", [("ham", "spam"), (1, 2, 3, 4, 5)])
@pytest.mark.parametrize("silent", [0.5, 1.0])
@settings(max_examples=50)
@given(texts=st.lists(asked, max_size=4))
def test_features_that_say_nothing_to_the_linear_reader_change_nothing(silent, labels, texts):
    _, reference, native = cores(functools.partial(model_with_silent_features, silent, labels))
    np.testing.assert_allclose(native.probabilities(texts), reference.probabilities(texts), atol=1e-5)


def test_long_texts_are_answered():
    _, reference, native = cores(READERS["subword"])
    texts = ["a" * 1_000_000, "f r e e " * 50_000, "1!" * 100_000, "é ß£" * 10_000, " " * 100_000, "\x00" * 5_000]
    np.testing.assert_allclose(native.probabilities(texts), reference.probabilities(texts), atol=1e-5)


@pytest.mark.parametrize("reading", ["subword", "a linear reader that reads more"])
def test_texts_that_repeat_themselves_are_answered(reading):
    """What stands in a text again and again counts once for the linear reader."""
    _, reference, native = cores(READERS[reading])
    texts = [
        "free prize " * 400,
        "call now! " * 30 + "free prize " * 20,
        "£1.50/msg " * 333,
        "a " * 1000,
        "Free FREE free",
    ]
    np.testing.assert_allclose(native.probabilities(texts), reference.probabilities(texts), atol=1e-6)


@pytest.mark.parametrize("classes", [2, 3, 5])
def test_a_vocabulary_whose_ids_take_more_than_two_bytes(classes):
    from elman.runtime.native import NativeCore

    tokens = model("subword").vocabulary.tokens
    filled = (*tokens[:40], *(f"filler {number}" for number in range(70_000)), *tokens[40:])
    bundle = make_bundle(
        settings={"cell": "mingru", **READINGS["a linear reader that reads more"]},
        tokens=filled,
        labels=tuple(range(classes)),
    )
    texts = [*CORPUS, " ".join(CORPUS), "free prize " * 30]
    native, reference = NativeCore(bundle), NumpyCore(bundle)
    np.testing.assert_allclose(native.probabilities(texts), reference.probabilities(texts), atol=1e-5)
    assert max(max(token) for token in native.token_ids(CORPUS[0])) > 2**16


def test_what_is_remembered_changes_nothing_when_it_is_forgotten():
    """More different pieces than are kept, and the answers from before them."""
    _, _, native = cores(READERS["subword"])
    before = native.probabilities(CORPUS)
    native.probabilities(
        [" ".join(f"{number:x}q" for number in range(start, start + 900)) for start in range(0, 90_000, 900)]
    )
    assert native.probabilities(CORPUS).tobytes() == before.tobytes()


def test_threads_share_a_model():
    _, _, native = cores(READERS["subword"])
    texts = [f"{text} {number}" for number in range(200) for text in CORPUS]
    expected = native.probabilities(texts).tobytes()
    answers = []

    def ask():
        answers.append(native.probabilities(texts).tobytes())
        answers.append(np.array([native.probability(text) for text in texts]).tobytes())

    threads = [threading.Thread(target=ask) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [expected] * 12


def native_model(**changes):
    from elman import _native

    bundle = make_bundle()
    arguments = {
        "preset": bundle.preset,
        "architecture": bundle.architecture,
        "tokens": bundle.vocabulary.tokens,
        "words": (),
        "weights": dict(bundle.weights),
        "spell": lambda character: None,
        "describe": lambda character: None,
        "encode": bundle.encoder.encode,
    }
    return _native.Model(**{**arguments, **changes})


def test_arrays_that_do_not_fit_are_refused():
    weights = dict(make_bundle().weights)
    with pytest.raises(ValueError, match=r"^`head.bias`: expected shape \(2,\); got \(3,\)$"):
        native_model(weights={**weights, "head.bias": np.zeros(3, np.float32)})
    with pytest.raises(ValueError, match=r"^`embedding.weight`: expected shape \(10, 2\); got \(2, 10\)$"):
        native_model(weights={**weights, "embedding.weight": np.zeros((2, 10), np.float32)})
    with pytest.raises(ValueError, match=r"^`head.bias`: expected a C-contiguous float32 array$"):
        native_model(weights={**weights, "head.bias": np.zeros(2)})
    del weights["layers.0.forward.weight_hh"]
    with pytest.raises(
        ValueError, match=r"^`layers.0.forward.weight_hh`: expected an array of shape \(2, 2\); got none$"
    ):
        native_model(weights=weights)


def test_a_vocabulary_that_does_not_fit_is_refused():
    with pytest.raises(ValueError, match=r"^vocabulary: expected at least 10 ids, the reserved two included; got 3$"):
        native_model(tokens=("free",))


def test_what_is_no_text_is_refused():
    model = native_model()
    with pytest.raises(TypeError, match=r"^text: expected a string$"):
        model.rows([1])
    with pytest.raises(TypeError, match=r"^text: expected a string$"):
        model.probability(7)
    assert model.quick(["free", 1]) is None
    assert model.quick([1]) is None
    assert model.quick("free") is None
    assert model.quick(None) is None


@pytest.mark.parametrize("texts", [[], ["free"], ["free", "prize", "\N{WHITE SMILING FACE} call"]])
def test_every_way_to_ask_gives_the_same(texts):
    _, _, native = cores(READERS["subword"])
    rows = native.probabilities(texts)
    assert rows.shape == (len(texts), 2)
    assert rows.dtype == np.float64
    assert native.rows(texts) == [tuple(row) for row in rows.tolist()] == [native.probability(text) for text in texts]
    assert native.quick(tuple(texts)).tobytes() == rows.tobytes()


@pytest.mark.parametrize("ids", [[[10]], [[]], [[0, 2**32 - 1]]])
def test_tokens_that_are_none_of_the_model_s_are_refused(ids):
    with pytest.raises((IndexError, ValueError), match="expected"):
        native_model(encode=lambda text: ids).probability("中")


def test_a_fault_in_the_encoder_is_told():
    def encode(text):
        raise RuntimeError("no")

    with pytest.raises(RuntimeError, match=r"^no$"):
        native_model(encode=encode).quick(["free", "中"])


def test_a_model_lets_go_of_what_it_was_given():
    bundle = make_bundle()
    encode = bundle.encoder.encode
    count = sys.getrefcount(encode)
    model = native_model(encode=encode)
    model.probability("中")
    del model
    assert sys.getrefcount(encode) == count


@pytest.mark.parametrize(
    ("name", "value", "least"),
    [("num_layers", 0, 1), ("vocab_size", 1, 2), ("hidden_size", 2**63, 1), ("embedding_size", 0, 1)],
)
def test_sizes_that_no_network_has_are_refused(name, value, least):
    """Only a direct call can hand them over: a bundle's are checked before."""
    architecture = make_bundle().architecture
    fields = {field.name: getattr(architecture, field.name) for field in dataclasses.fields(architecture)}
    asked = types.SimpleNamespace(**{**fields, name: value}, linear=False)
    with pytest.raises(ValueError, match=rf"^`{name}`: expected {least} to 2\^31 - 1; got {value}$"):
        native_model(architecture=asked)


def test_a_vocabulary_may_lie_about_its_length():
    class Long(list):
        def __length_hint__(self):
            return 2**62

        def __len__(self):
            raise TypeError

    tokens = make_bundle().vocabulary.tokens
    assert native_model(tokens=Long(tokens)).probability("free") == native_model().probability("free")


def test_numbers_of_the_preset_that_are_none_are_refused():
    preset = make_bundle().preset
    for value, error in ((None, TypeError), ("a", TypeError), (-1, OverflowError)):
        asked = types.SimpleNamespace(**preset.settings(), feeds_padding=False)
        asked.max_length = value
        with pytest.raises(error):
            native_model(preset=asked)
