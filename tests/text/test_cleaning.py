"""Cleaning, against the chapter's own line of code and against a walk along the characters."""

import re
import unicodedata

import pytest
from hypothesis import given

from elman.text import clean, keep
from elman.text.cleaning import drop_non_ascii
from tests import oracles
from tests.strategies import ascii_texts, texts


def chapter_clean(text: str) -> str:
    """``clean_text``, as the chapter has it."""
    text = re.sub(r"([^\s\w]|_|[0-9])+", "", text)
    return " ".join(text.split()).lower()


@given(ascii_texts)
def test_clean_is_the_chapter_on_ascii(text: str) -> None:
    assert clean(text) == chapter_clean(text)


@given(texts)
def test_clean_keeps_letters_and_single_spaces(text: str) -> None:
    assert clean(text) == oracles.clean(text)


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("T&C's apply 2 U!", "tcs apply u"),
        ("  FREE\t\tentry\n", "free entry"),
        ("snake_case", "snakecase"),
        ("x² ½ Ⅷ ٣ १", "x"),
        ("ÉTÉ 中文", "été 中文"),
        ("1 2 3", ""),
        ("", ""),
    ],
)
def test_clean_by_example(text: str, cleaned: str) -> None:
    assert clean(text) == cleaned


@given(texts)
def test_keep_is_nfc(text: str) -> None:
    assert keep(text) == unicodedata.normalize("NFC", text)


@given(texts)
def test_drop_non_ascii_leaves_ascii_as_it_is(text: str) -> None:
    assert drop_non_ascii(text) == "".join(character for character in text if ord(character) < 128)
