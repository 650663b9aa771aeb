"""The vocabulary: who gets an id, and the way there and back."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from elman.errors import DataError
from elman.presets.preset import RESERVED_IDS
from elman.text import PAD_ID, UNKNOWN_ID, Vocabulary
from elman.text.vocabulary import RESERVED
from tests.strategies import words

corpora = st.lists(st.lists(words, max_size=6), max_size=6)


def test_as_many_ids_are_reserved_as_the_presets_count() -> None:
    assert len(RESERVED) == RESERVED_IDS


def test_most_frequent_first_and_equal_ones_as_they_came() -> None:
    assert Vocabulary.fit([["b", "c", "a"], ["c", "a", "c"], ["d"]]).tokens == ("c", "a", "b", "d")


@given(corpora, st.integers(1, 3), st.one_of(st.none(), st.integers(0, 4)))
def test_fit_keeps_the_frequent_ones_and_no_more_than_asked(
    corpus: list[list[str]], min_frequency: int, max_size: int | None
) -> None:
    flat = [token for text in corpus for token in text]
    distinct = sorted(set(flat), key=lambda token: (-flat.count(token), flat.index(token)))
    expected = [token for token in distinct if flat.count(token) >= min_frequency][:max_size]
    assert list(Vocabulary.fit(corpus, min_frequency=min_frequency, max_size=max_size).tokens) == expected


@given(corpora, st.integers(1, 3), st.one_of(st.none(), st.integers(0, 4)))
def test_counted_tokens_make_the_vocabulary_of_their_texts(
    corpus: list[list[str]], min_frequency: int, max_size: int | None
) -> None:
    flat = [token for text in corpus for token in text]
    counts = {token: flat.count(token) for token in flat}
    assert Vocabulary.of_counts(counts, min_frequency=min_frequency, max_size=max_size) == Vocabulary.fit(
        corpus, min_frequency=min_frequency, max_size=max_size
    )


@given(corpora)
def test_encoding_and_decoding_go_round(corpus: list[list[str]]) -> None:
    vocabulary = Vocabulary.fit(corpus)
    for text in corpus:
        assert vocabulary.decode(vocabulary.encode(text)) == text


@given(corpora)
def test_ids_of_tokens_follow_the_reserved_two_without_gaps(corpus: list[list[str]]) -> None:
    vocabulary = Vocabulary.fit(corpus)
    assert vocabulary.encode(vocabulary.tokens) == list(range(2, len(vocabulary)))


def test_reserved_ids_read_as_their_names() -> None:
    assert (PAD_ID, UNKNOWN_ID) == (0, 1)
    assert Vocabulary(["a"]).decode([0, 1, 2]) == ["<pad>", "<unk>", "a"]


def test_a_text_cannot_ask_for_padding_by_its_name() -> None:
    vocabulary = Vocabulary(["a"])
    assert vocabulary.encode(["<pad>", "<unk>"]) == [UNKNOWN_ID, UNKNOWN_ID]


def test_unknown_tokens() -> None:
    vocabulary = Vocabulary(["a"])
    assert "b" not in vocabulary
    assert vocabulary.encode(["b", "a"]) == [UNKNOWN_ID, 2]


def test_a_token_given_twice_is_refused() -> None:
    with pytest.raises(DataError) as caught:
        Vocabulary(["a", "b", "b", "a"])
    assert str(caught.value) == "vocabulary: the token 'a' stands twice\nhint: give every token once"


@pytest.mark.parametrize("outside", [-1, 4])
def test_an_id_not_in_use_is_refused(outside: int) -> None:
    with pytest.raises(IndexError, match=f"^{re.escape(f'token id: expected 0 to 3; got {outside}')}$"):
        Vocabulary(["a", "b"]).decode([2, outside])


def test_decoding_takes_an_iterator() -> None:
    assert Vocabulary(["a", "b"]).decode(iter([3, 2])) == ["b", "a"]


def test_equal_tokens_make_equal_vocabularies() -> None:
    same = {Vocabulary(["a", "b"]), Vocabulary(("a", "b")), Vocabulary(["b", "a"])}
    assert len(same) == 2
    assert Vocabulary(["a"]) != ("a",)
