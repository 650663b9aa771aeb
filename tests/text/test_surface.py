"""Surface tokens, against counts in whole numbers, and their bins by example."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from elman.presets import SURFACE_TOKENS
from elman.text import surface_tokens
from elman.text.surface import is_surface_token
from tests import oracles
from tests.strategies import odd_texts

NAMES = ["length", "digits", "capitals", "run", "word", "symbols", "numbers"]


def binned(text: str) -> dict[str, int]:
    return {name: int(bin_) for name, bin_ in (token.split(":") for token in surface_tokens(text))}


@given(odd_texts)
def test_tokens_are_those_of_counting_in_whole_numbers(text: str) -> None:
    assert surface_tokens(text) == oracles.surface_tokens(text)


@given(st.text(st.sampled_from("aAbB01 .!é")), st.integers(1, 40))
def test_long_texts_too(text: str, times: int) -> None:
    assert surface_tokens(text * times) == oracles.surface_tokens(text * times)


@given(odd_texts)
def test_any_text_has_the_same_seven(text: str) -> None:
    assert list(binned(text)) == NAMES
    assert len(NAMES) == SURFACE_TOKENS


def test_an_empty_text_has_the_lowest_bins() -> None:
    assert binned("") == dict.fromkeys(NAMES, 0)


def test_a_message_by_example() -> None:
    # 30 characters; 12 digits in runs of 3, 4 and 5; 4 of 10 letters in 3 words are capitals; 3 of 30 are symbols.
    text = "WIN £100 now! Ring 0800 12345."
    assert (len(text), sum(map(str.isdigit, text))) == (30, 12)
    assert surface_tokens(text) == [
        *("length:14", "digits:11", "capitals:6", "run:5", "word:6", "symbols:3", "numbers:3"),
    ]


@pytest.mark.parametrize(
    ("characters", "length"),
    [(0, 0), (1, 3), (2, 4), (3, 6), (126, 20), (127, 21), (160, 21), (161, 22), (255, 24), (2**40 - 1, 120)],
)
def test_lengths_by_three_bins_an_octave(characters: int, length: int) -> None:
    class Long(str):
        def __len__(self) -> int:
            return characters

    assert surface_tokens(Long())[0] == f"length:{length}"


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        ("ABCDEFGHIJ", "capitals", 10),
        ("Abcdefghij", "capitals", 3),
        ("123", "capitals", 0),
        ("Ⓐ", "capitals", 10),
        ("!", "symbols", 10),
        ("a" * 399 + "!", "symbols", 0),
        ("a" * 398 + "!", "symbols", 1),
        ("a" * 39 + "!", "symbols", 2),
        ("1" * 11, "run", 11),
        ("1" * 12, "run", 12),
        ("1" * 500, "run", 12),
        ("1 " * 8, "numbers", 8),
        ("1 " * 9, "numbers", 8),
        ("٣٤ १२", "numbers", 2),
        ("²", "numbers", 0),
        ("ab abc", "word", 5),
        ("ab_abc", "word", 5),
        ("a1b", "word", 2),
    ],
)
def test_bins_by_example(text: str, name: str, expected: int) -> None:
    assert binned(text)[name] == expected


@given(odd_texts)
def test_surface_tokens_are_known_for_what_they_are(text: str) -> None:
    assert all(map(is_surface_token, surface_tokens(text)))


@pytest.mark.parametrize(
    "token", ["", "length", "length:", "length:1x", ":length:1", "=length:1", "lengths:1", "run:1\n"]
)
def test_other_tokens_are_no_surface_tokens(token: str) -> None:
    assert not is_surface_token(token)
