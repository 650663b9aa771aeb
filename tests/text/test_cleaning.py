"""Cleaning, against the chapter's own line of code, a walk along the characters and ``unicodedata``."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from elman.text import clean, fold, keep
from elman.text.cleaning import drop_non_ascii
from tests import oracles
from tests.strategies import ascii_texts, odd_texts, texts

# Of several combining classes, in one character or two, between which the last two stand as starters.
many_marks = st.text(st.sampled_from("\u0301\u0316\u0345\u0344\u0f73\u0f74\u3099\uff9e\uff9f\u20dd🙂"), min_size=50)


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


@given(many_marks)
def test_keep_is_nfc_of_many_combining_marks(marks: str) -> None:
    for text in (marks, f"a{marks}b", f"ậ{marks * 3}™"):
        assert keep(text) == unicodedata.normalize("NFC", text)


@given(odd_texts)
def test_fold_is_nfkc_of_what_is_seen(text: str) -> None:
    seen = "".join(character for character in text if not oracles.unseen(character))
    assert fold(text) == unicodedata.normalize("NFKC", seen)


@given(many_marks)
def test_fold_is_nfkc_of_many_combining_marks(marks: str) -> None:
    for text in (marks, f"a{marks}b", f"ậ{marks * 3}™"):
        assert fold(text) == unicodedata.normalize("NFKC", text)


def test_fold_takes_out_every_unseen_character_and_no_other() -> None:
    planes = map(chr, [*range(0x20000), *range(0xE0000, 0xF0000)])  # the others hold ideographs and private characters
    unseen, seen = set(), []
    for character in planes:
        if oracles.unseen(character):
            unseen.add(character)
        else:
            seen.append(character)
    folded = fold("\n".join(seen))
    assert fold("".join(unseen)) == ""
    assert folded == unicodedata.normalize("NFKC", "\n".join(seen))
    assert not unseen.intersection(folded)


@given(odd_texts)
def test_fold_changes_nothing_twice(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(ascii_texts)
def test_fold_leaves_ascii_as_it_is(text: str) -> None:
    assert fold(text) == text


@given(texts)
def test_fold_keeps_lone_surrogates(text: str) -> None:
    def halves(text: str) -> list[str]:
        return re.findall("[\ud800-\udfff]", text)

    assert halves(fold(text)) == halves(text)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        pytest.param("ＦＲＥＥ　１００", "FREE 100", id="full width"),
        pytest.param("𝐟𝓇𝖊𝚎 𝟙𝟎𝟘", "free 100", id="mathematical"),
        pytest.param("ⓕⓡⓔⓔ ⁵₅", "free 55", id="circled, raised, lowered"),
        pytest.param("oﬀer ﬁnd ℡", "offer find TEL", id="joined"),
        pytest.param("fr\u200be\u00ade\ufeff \u202etxt\u202c", "free txt", id="unseen"),
        pytest.param("caf\u00e9 cafe\u0301", "caf\u00e9 caf\u00e9", id="accents"),
        pytest.param("e\u034f\u0301", "\u00e9", id="unseen between a letter and its accent"),
        pytest.param("❤\ufe0f ❤\ufe0e 1\ufe0f\u20e3", "❤ ❤ 1\u20e3", id="looks of emoji"),
        pytest.param("👩\u200d👧 👍\U0001f3fd", "👩👧 👍\U0001f3fd", id="joined emoji"),
        pytest.param("frее", "frее", id="look-alikes stay"),
        pytest.param("\u115f\uffa0\u3164", "", id="Hangul fillers"),
        pytest.param("½ … ™", "1\u20442 ... TM", id="several characters for one"),
        pytest.param("\ud83d\u200b", "\ud83d", id="lone surrogate"),
        pytest.param("", "", id="empty"),
    ],
)
def test_fold_by_example(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(texts)
def test_drop_non_ascii_leaves_ascii_as_it_is(text: str) -> None:
    assert drop_non_ascii(text) == "".join(character for character in text if ord(character) < 128)
