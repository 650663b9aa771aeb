"""From message to feature ids, as the default preset reads: subword features, surface tokens, words in disguise."""

import json
import os
import subprocess
import sys
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from elman.bundle.files import dump_vocabulary, load_vocabulary
from elman.presets import SURFACE_TOKENS, Preset, get_preset
from elman.text import UNKNOWN_ID, TextEncoder, Vocabulary, features, piece_features, pieces_in_context, surface_tokens
from tests import oracles
from tests.strategies import odd_texts

MESSAGES = ("Free entry! Call 0800123456 now", "are you free for lunch", "WIN a prize, call now", "ok see you at 5")
DEFAULT = get_preset("default").override({"min_frequency": 1})


@cache
def default_encoder() -> TextEncoder:
    return TextEncoder.fit(MESSAGES, DEFAULT)


def fitted(*texts: str, **settings: object) -> TextEncoder:
    return TextEncoder.fit(texts, Preset(features="subword", **settings))


def names(encoder: TextEncoder, text: str) -> list[tuple[str, ...]]:
    """The features of every token."""
    return [tuple(encoder.vocabulary.decode(token)) for token in encoder.encode(text)]


def test_a_text_that_was_fitted_has_all_its_features_in_order() -> None:
    pieces = [
        (*piece_features(piece, range(3, 6), 40), pair)
        for piece, pair in zip(pieces_in_context(MESSAGES[0]), oracles.pair_features(MESSAGES[0]), strict=True)
    ]
    about_all = [(token,) for token in surface_tokens(MESSAGES[0])]
    assert names(default_encoder(), MESSAGES[0]) == pieces + about_all


def test_features_are_counted_once_for_every_token_that_has_them() -> None:
    encoder = fitted("ab ab cb", min_frequency=3)
    assert encoder.vocabulary.tokens == (":a", ":<a", ":a>", ":<a>")
    assert fitted("ab ab cb", min_frequency=2).vocabulary.tokens == (
        *(":a", ":<a", ":a>", ":<a>"),
        *("=ab", "~<ab", "~ab>", "~<ab>"),
    )


def test_the_most_frequent_features_stay() -> None:
    assert fitted("ab ab cb", max_vocabulary=2).vocabulary.tokens == (":a", ":<a")


def test_an_unknown_feature_is_left_out() -> None:
    assert names(fitted("free call"), "freely") == [
        (":a", ":<a", ":a>", ":<a>", "~<fr", "~fre", "~ree", "~<fre", "~free")
    ]


def test_a_pair_is_known_where_both_words_came_together() -> None:
    encoder = fitted("free call", "call me", word_pairs=True)
    pairs = [[name for name in token if name[0] == "_"] for token in names(encoder, "call me free call")]
    assert pairs == [["_< call"], ["_call me"], [], ["_free call"]]


def test_a_word_that_was_cut_off_is_still_the_one_before() -> None:
    encoder = fitted("free call", word_pairs=True, max_length=1, keep_side="end")
    assert names(encoder, "free call")[0][-1] == "_free call"


def test_a_token_may_be_known_by_its_pair_alone() -> None:
    preset = Preset(features="subword", word_pairs=True)
    assert TextEncoder(preset, Vocabulary(["_free call"])).encode("free call") == [(UNKNOWN_ID,), (2,)]


def test_tokens_that_are_not_cut_into_features_have_no_pairs() -> None:
    assert TextEncoder.fit(["free call"], Preset(word_pairs=True)).vocabulary.tokens == ("free", "call")


@pytest.mark.parametrize("text", ["🙂", "1", "\ud800"])
def test_a_token_of_unknown_features_only_is_unknown(text: str) -> None:
    assert fitted("free call").encode(text) == [(UNKNOWN_ID,)]


def test_surface_tokens_that_were_never_seen_are_unknown() -> None:
    encoder = fitted("a", surface_tokens=True)
    assert encoder.encode("a" * 1000)[1:] == [
        (UNKNOWN_ID,) if token not in encoder.vocabulary else tuple(encoder.vocabulary.encode([token]))
        for token in surface_tokens("a" * 1000)
    ]
    assert (UNKNOWN_ID,) in encoder.encode("a" * 1000)


@pytest.mark.parametrize(("side", "kept"), [("start", ["=are", "=you"]), ("end", ["=for", "=lunch"])])
def test_surface_tokens_stand_behind_the_pieces_kept_and_are_about_the_whole(side: str, kept: list[str]) -> None:
    preset = DEFAULT.override({"max_length": 2, "keep_side": side})
    read = names(TextEncoder(preset, default_encoder().vocabulary), MESSAGES[1])
    assert [token[0] for token in read] == kept + surface_tokens(MESSAGES[1])


def test_a_text_without_pieces_has_its_surface_tokens() -> None:
    assert len(default_encoder().encode("")) == SURFACE_TOKENS
    assert fitted("free", surface_tokens=False).encode(" \n") == []


def test_a_text_cannot_ask_for_a_surface_token() -> None:
    encoder = default_encoder()
    (asked,) = encoder.vocabulary.encode(["numbers:0"])
    pieces = encoder.encode("numbers:0 length:9")[:-SURFACE_TOKENS]
    assert all(asked not in token for token in pieces)


@pytest.mark.parametrize(
    ("disguised", "plain"),
    [
        pytest.param("Fr3e 3ntry! Ca|| 0800123456 now", "Free entry! Call 0800123456 now", id="digits and signs"),
        pytest.param("Frее еntry! Cаll 0800123456 now", "Free entry! Call 0800123456 now", id="Cyrillic"),
        pytest.param("Ｆｒｅｅ 𝐞𝐧𝐭𝐫𝐲! 𝓒all 0800123456 now", "Free entry! Call 0800123456 now", id="styled letters"),
        pytest.param(
            "Fr\u200bee en\u00adtry! Call 0800123456 now\ufeff", "Free entry! Call 0800123456 now", id="unseen"
        ),
        pytest.param("F\u0336r\u0336e\u0336e\u0336 entry", "Free entry", id="struck through"),
        pytest.param("f r e e, c.a.l.l now", "free, call now", id="letters one by one"),
    ],
)
def test_a_message_in_disguise_reads_like_the_plain_one(disguised: str, plain: str) -> None:
    assert default_encoder().encode(disguised) == default_encoder().encode(plain)


def test_disguise_stays_where_it_is_not_taken_off() -> None:
    preset = DEFAULT.override({"unmask": "false"})
    encoder = TextEncoder(preset, default_encoder().vocabulary)
    assert encoder.encode("fr3e") != encoder.encode("free")


def test_a_disguise_of_a_whole_token_is_taken_off_too() -> None:
    encoder = TextEncoder.fit(["Free call"], Preset(unmask=True))
    assert encoder.encode("Fr3e ca11") == [(2,), (3,)]


def test_training_texts_count_as_they_are_written() -> None:
    assert "=fr" in fitted("free fr3e", unmask=True).vocabulary


@given(odd_texts)
def test_any_text_becomes_few_enough_tokens_of_ids_in_use(text: str) -> None:
    encoder = TextEncoder(DEFAULT.override({"max_length": 5}), default_encoder().vocabulary)
    tokens = encoder.encode(text)
    assert SURFACE_TOKENS <= len(tokens) <= encoder.preset.longest
    assert all(token and min(token) >= UNKNOWN_ID and max(token) < len(encoder.vocabulary) for token in tokens)
    assert all(token == (UNKNOWN_ID,) or UNKNOWN_ID not in token for token in tokens)


@given(odd_texts)
def test_the_same_text_reads_the_same_again(text: str) -> None:
    fresh = TextEncoder(DEFAULT, default_encoder().vocabulary)
    assert default_encoder().encode(text) == fresh.encode(text) == fresh.encode(text)


def test_an_encoder_that_has_read_more_than_it_remembers_reads_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("elman.text.encoder._REMEMBERED", 3)
    encoder = TextEncoder(DEFAULT, default_encoder().vocabulary)
    for text in MESSAGES * 2:
        assert encoder.encode(text) == default_encoder().encode(text)
        assert len(encoder._remembered) <= 3


@given(odd_texts)
def test_a_vocabulary_from_its_file_reads_texts_the_same(text: str) -> None:
    encoder = TextEncoder.fit([*MESSAGES, text], DEFAULT)
    again = TextEncoder(DEFAULT, load_vocabulary(dump_vocabulary(encoder.vocabulary)))
    assert again.vocabulary == encoder.vocabulary
    assert again.encode(text) == encoder.encode(text)


@pytest.mark.parametrize("halves", ["\ud83d\ude42", "\ud83d\u200b\ude42"])
def test_two_halves_of_a_character_read_as_that_character(halves: str) -> None:
    encoder = TextEncoder.fit([halves], DEFAULT)
    assert encoder.vocabulary == TextEncoder.fit(["🙂"], DEFAULT).vocabulary
    assert load_vocabulary(dump_vocabulary(encoder.vocabulary)) == encoder.vocabulary


@pytest.mark.parametrize("tokenizer", ["pieces", "whitespace"])
@given(texts=st.lists(odd_texts, max_size=3))
def test_whole_tokens_go_through_a_vocabulary_s_file_too(tokenizer: str, texts: list[str]) -> None:
    vocabulary = TextEncoder.fit(texts, Preset(cleaning="keep", tokenizer=tokenizer)).vocabulary
    assert load_vocabulary(dump_vocabulary(vocabulary)) == vocabulary


@pytest.mark.parametrize("seed", ["0", "7"])
def test_another_process_reads_texts_the_same(seed: str) -> None:
    texts = [
        *MESSAGES,
        "",
        "fr\u200b€e ᴄᴀʟʟ f.r.e.e",
        "👩\u200d👧 1\ufe0f\u20e3 \u202eשלום",
        "e\u0301\u0336 \ud800\udfff \x00",
        "ﬁ ½ नमस्ते 中",
    ]
    program = (
        "import json, sys\n"
        "from elman.presets import Preset\n"
        "from elman.text import TextEncoder\n"
        "settings, texts = json.loads(sys.argv[1])\n"
        "encoder = TextEncoder.fit(texts, Preset.parse(settings))\n"
        "print(json.dumps([encoder.vocabulary.tokens, [encoder.encode(text) for text in texts]]))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, json.dumps([DEFAULT.settings(), texts])],
        check=True,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONHASHSEED": seed},
    )
    encoder = TextEncoder.fit(texts, DEFAULT)
    tokens, encoded = json.loads(done.stdout)
    assert Vocabulary(tokens) == encoder.vocabulary
    assert [[tuple(token) for token in text] for text in encoded] == [encoder.encode(text) for text in texts]


def test_long_tokens_are_not_remembered() -> None:
    """What they take is of any length; see also tests/runtime for the compiled core."""
    preset = get_preset("default").override({"min_frequency": 1, "surface_tokens": False})
    encoder = TextEncoder.fit(["a b"], preset)
    caches = (features._piece_features, features._pair_word)
    for each in caches:
        each.cache_clear()  # a full one would not grow
    for text, grows in (("y" * features.LONGEST_REMEMBERED, True), ("x" * (features.LONGEST_REMEMBERED + 1), False)):
        before = [len(encoder._remembered), *(each.cache_info().currsize for each in caches)]
        encoder.encode(text)
        after = [len(encoder._remembered), *(each.cache_info().currsize for each in caches)]
        assert [more > less for more, less in zip(after, before, strict=True)] == [grows] * 3
