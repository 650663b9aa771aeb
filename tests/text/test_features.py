"""Features of pieces, against oracles written from their definition, and by what must hold for any text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from elman.text import Piece, piece_features, piece_shape, pieces, pieces_in_context
from elman.text.features import PairedPiece, pair_feature, pieces_in_pairs
from tests import oracles
from tests.strategies import odd_texts

lengths = st.tuples(st.integers(1, 6), st.integers(1, 6)).map(sorted)
limits = st.integers(1, 30)


@given(odd_texts)
def test_pieces_stand_between_the_neighbours_that_a_walk_along_the_text_finds(text: str) -> None:
    assert pieces_in_context(text) == oracles.pieces_in_context(text)


@given(odd_texts)
def test_context_changes_no_piece(text: str) -> None:
    assert [piece.text for piece in pieces_in_context(text)] == pieces(text)


@given(odd_texts, lengths, limits)
def test_features_are_those_of_the_definition(text: str, sizes: list[int], most: int) -> None:
    shortest, longest = sizes
    for piece in pieces_in_context(text):
        expected = oracles.piece_features(*piece, shortest, longest, most)
        assert piece_features(piece, range(shortest, longest + 1), most) == tuple(expected)


@given(odd_texts, lengths, limits)
def test_any_piece_has_a_word_and_no_feature_twice_nor_more_than_asked(text: str, sizes: list[int], most: int) -> None:
    for piece in pieces_in_context(text):
        found = piece_features(piece, range(sizes[0], sizes[1] + 1), most)
        assert found[0][0] == "="
        assert {feature[0] for feature in found[1:]} <= {":", "~"}
        assert len(found) == len(set(found)) <= most


@given(odd_texts, lengths, limits)
def test_fewer_features_are_the_first_of_more(text: str, sizes: list[int], most: int) -> None:
    ngrams = range(sizes[0], sizes[1] + 1)
    for piece in pieces_in_context(text):
        assert piece_features(piece, ngrams, most) == piece_features(piece, ngrams, most + 1)[:most]


@given(odd_texts)
def test_shapes_are_those_of_the_definition(text: str) -> None:
    for piece in pieces(text):
        assert piece_shape(piece) == oracles.piece_shape(piece)


@pytest.mark.parametrize(
    ("piece", "shape"),
    [
        ("free", "a"),
        ("free’s", "a"),
        ("中文", "a"),
        ("שלום", "a"),
        ("I", "A"),
        ("É", "A"),
        ("FREE", "AA"),
        ("DON'T", "AA"),
        ("Free", "Aa"),
        ("I'm", "Aa"),
        ("ǅ", "Aa"),
        ("iPhone", "aA"),
        ("McDonald", "aA"),
        ("7", "01"),
        ("٣٤", "02"),
        ("08001234567", "011"),
        ("080012345678", "012"),
        ("0800123456789", "012"),
        ("&amp;", "&"),
        ("&#163;", "&"),
        ("&", "Po"),
        ("£", "Sc"),
        ("🙂", "So"),
        ("_", "Pc"),
        ("²", "No"),
        ("\u0301", "Mn"),
        ("\u0301a", "a"),
        ("\ud800", "Cs"),
        ("\u200b", "Cf"),
    ],
)
def test_shape_by_example(piece: str, shape: str) -> None:
    assert piece_shape(piece) == shape


def test_features_by_example() -> None:
    assert piece_features(Piece("<", "Win", "!"), range(3, 5), 20) == (
        *("=win", ":Aa", ":<Aa", ":Aa!", ":<Aa!"),
        *("~<wi", "~win", "~in!", "~<win", "~win!", "~<win!"),
    )


@pytest.mark.parametrize(
    ("number", "word"),
    [("5", "=5"), ("0800", "=0800"), ("08001", "=:05"), ("12345", "=:05"), ("9" * 12, "=:012"), ("9" * 40, "=:012")],
)
def test_of_a_long_number_only_the_length_counts(number: str, word: str) -> None:
    assert piece_features(Piece("<", number, ">"), range(3, 4), 1) == (word,)


def test_a_short_number_is_no_long_one() -> None:
    ngrams = range(1, 2)
    words = {piece_features(Piece("<", number, ">"), ngrams, 1) for number in ("05", "12345", "005", "012", "1" * 12)}
    assert len(words) == 5


def test_a_piece_shorter_than_any_n_gram_is_known_as_a_whole() -> None:
    assert piece_features(Piece("<", "a", ">"), range(6, 7), 20)[-1] == "~<a>"


@pytest.mark.parametrize(("longest", "kept"), [(4, False), (5, True)])
def test_the_whole_is_kept_up_to_the_next_n_gram_s_length(longest: int, kept: bool) -> None:
    found = piece_features(Piece("<", "free", ">"), range(3, longest + 1), 40)
    assert ("~<free>" in found) is kept


def test_neighbours_by_example() -> None:
    assert pieces_in_context("Call\n0800!İx") == [
        Piece("<", "Call", ">"),
        Piece("<", "0800", "!"),
        Piece("0", "!", "i\u0307"),
        Piece("!", "İx", ">"),
    ]


@given(odd_texts)
def test_each_piece_is_paired_with_the_word_before_it(text: str) -> None:
    paired = pieces_in_pairs(text)
    assert [piece for _, piece in paired] == pieces_in_context(text)
    assert [pair_feature(each) for each in paired] == oracles.pair_features(text)


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        ("Call NOW!", ["_< call", "_call now", "_now !"]),
        ("call 0800 or 08001234567890", ["_< call", "_call 04", "_04 or", "_or 012"]),
        ("&amp;\n٣٤ ½", ["_< &amp;", "_&amp; 02", "_02 ½"]),
        (" ", []),
    ],
)
def test_pairs_by_example(text: str, pairs: list[str]) -> None:
    assert [pair_feature(each) for each in pieces_in_pairs(text)] == pairs


def test_a_number_of_a_pair_counts_by_its_length_however_short() -> None:
    assert pair_feature(PairedPiece("pay", Piece("<", "5", ">"))) == "_pay 01"
