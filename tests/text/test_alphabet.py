"""Characters one by one: what is said of each alone holds in any company, or nothing is said."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from elman.text.alphabet import spelling, traits
from elman.text.cleaning import CLEANINGS
from tests import strategies


@pytest.mark.parametrize("cleaning", ["fold", "keep"])
@given(text=st.one_of(st.text(), strategies.odd_texts))
def test_a_text_is_spelled_character_by_character(cleaning, text):
    alone = [spelling(character, cleaning) for character in text]
    simple = "".join(character for character, spelled in zip(text, alone, strict=True) if spelled is not None)
    assert CLEANINGS[cleaning](simple) == "".join(filter(None, alone))


@given(text=st.text())
def test_cases_are_told_character_by_character(text):
    described = {character: traits(character) for character in text}
    simple = "".join(character for character in text if described[character] is not None)
    assert simple.lower() == "".join(described[character][7] for character in simple)


@pytest.mark.parametrize(
    ("character", "spelled"),
    [("\u2026", "..."), ("\u2019", "\u2019"), ("\ufe0f", ""), ("\u00a0", " "), ("\uff26", "F"), ("\u20ac", "\u20ac")],
)
def test_spellings(character, spelled):
    assert spelling(character, "fold") == spelled


@pytest.mark.parametrize("character", ["\u0301", "\u1161", "\ud800", "\u03a3", "\u00b4"])
def test_what_depends_on_its_neighbours_has_no_spelling(character):
    assert spelling(character, "fold") is None


@pytest.mark.parametrize("character", ["\u0130", "\u0149", "\uac00", "\u2167", "\U0001f1e6"])
def test_what_becomes_several_characters_or_is_none_of_the_kinds_has_no_traits(character):
    assert traits(character) is None
