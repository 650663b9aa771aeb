"""Words in disguise: read by examples of every kind, and left alone wherever nothing is known or nothing is hidden."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from elman.text import fold, unmask
from tests.strategies import disguises, odd_texts

KNOWN = frozenset(
    [
        "free",
        "call",
        "bill",
        "will",
        "cash",
        "prize",
        "too",
        "all",
        "iphone",
        "boo",
        "ist",
        "also",
        "sth",
        "tool",
        "win",
        "sale",
        "xxx",
    ]
)

word_sets = st.frozensets(st.one_of(st.sampled_from(sorted(KNOWN)), st.text(st.sampled_from("aeltfrsi"), min_size=3)))
"""Known words; made from few letters, so that one is often near another."""


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        pytest.param("fr3e", "free", id="digit"),
        pytest.param("fr€e", "free", id="currency"),
        pytest.param("b1ll w1ll wi11 b!ll pr|ze", "bill will will bill prize", id="one for i or l"),
        pytest.param("c@$h", "cash", id="symbols"),
        pytest.param("F R E E", "FREE", id="letter by letter"),
        pytest.param("f.r.e.e f-r-e-e f_r_e_e f*r*e*e", "free free free free", id="between the letters"),
        pytest.param("f_r_e_e", "free", id="nothing but underscores"),
        pytest.param("now f r e e c a l l!", "now free call!", id="two words letter by letter"),
        pytest.param("f r 3 e", "free", id="letter by letter with a digit"),
        pytest.param("frее", "free", id="Cyrillic"),
        pytest.param("cαll mε", "call mε", id="Greek"),
        pytest.param("ꜰʀᴇᴇ", "free", id="small capitals"),
        pytest.param("fr̶e̶e̶", "free", id="struck out"),
        pytest.param("f̶ r̶ e̶ e̶", "free", id="struck out letter by letter"),
        pytest.param("frèé", "free", id="accents"),
        pytest.param("🅵🆁🅴🅴", "FREE", id="black squares"),
        pytest.param("🅕🅡🅔🅔", "FREE", id="black circles"),
        pytest.param("🇫🇷🇪🇪", "free", id="letters of flags"),
        pytest.param("fr33!!", "free!!", id="exclamation marks behind"),
        pytest.param("fr33£", "free£", id="currency behind"),
        pytest.param("wi££ ca1£ fre€", "will call free", id="currency for letters"),
        pytest.param("0ver $ale", "0ver sale", id="in front"),
        pytest.param("w i n c@sh", "win cash", id="letter by letter beside another disguise"),
        pytest.param("(fr3e)", "(free)", id="in brackets"),
    ],
)
def test_a_known_word_is_read(text: str, plain: str) -> None:
    assert unmask(text, KNOWN) == plain


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("FR€E", "FREE"),
        ("Fr€e", "Free"),
        ("fR€E", "free"),
        ("F.r.e.e", "Free"),
        ("F r e e c a l l", "Free call"),
        ("f r e e C A L L", "free CALL"),
        ("СALL", "CALL"),
    ],
)
def test_a_word_keeps_its_case(text: str, plain: str) -> None:
    assert unmask(text, KNOWN) == plain


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("gr8 l8r 2day b4 m8", id="words that are read aloud"),
        pytest.param("x x x", id="kisses"),
        pytest.param("X.X.X", id="kisses in capitals"),
        pytest.param("too! All! FREE!! free£", id="known words with a sign behind them"),
        pytest.param("iPhone! iPHONE!", id="a known word's own case"),
        pytest.param("8 0 0, 8-0-0, 800", id="digits one by one"),
        pytest.param("0510 7007", id="numbers"),
        pytest.param("1st 5th 2nd 10pm", id="ordinal numbers and hours"),
        pytest.param("A£11 £100 US$100", id="sums of money"),
        pytest.param("$f r e e", id="a sign before letters"),
        pytest.param("a b", id="two letters"),
        pytest.param("f r e e s", id="letters that spell no known words"),
        pytest.param("f r.e e", id="different signs between letters"),
        pytest.param("f  r  e  e", id="more than one space between letters"),
        pytest.param("", id="nothing"),
    ],
)
def test_what_hides_nothing_stays(text: str) -> None:
    assert unmask(text, KNOWN) == text


def test_a_sign_behind_a_known_word_is_no_letter() -> None:
    assert unmask("me too!", {"too", "tool", "me"}) == "me too!"


def test_letters_that_spell_words_too_short_to_hide_stay() -> None:
    assert unmask("c a l l t o", {"call", "to"}) == "c a l l t o"


def test_a_long_word_letter_by_letter_is_read() -> None:
    word = "anthropomorphisationally"
    assert len(word) == 24
    assert unmask(" ".join(word), {word}) == word


def test_a_number_with_a_unit_is_no_word() -> None:
    text = "50p a text, the 50s, 100K"
    assert unmask(text, {"sop", "sos", "look", "ook", "iook"}) == text


def test_a_word_that_was_known_in_disguise_stays() -> None:
    assert unmask("fr3e f.r.e.e S3XY", {"free", "fr3e", "f.r.e.e", "sexy", "s3xy"}) == "fr3e f.r.e.e S3XY"


def test_a_language_with_its_own_words_known_stays() -> None:
    russian = "Сор, осел и хор: тест ёлок"
    look_alikes = {"cop", "xop", "ocei", "oce", "tect", "ejok"}
    assert unmask(russian, look_alikes | set(re.findall(r"\w+", russian.lower()))) == russian
    assert unmask("сор хор", look_alikes) == "cop xop"


@given(odd_texts)
def test_nothing_changes_where_no_word_is_known(text: str) -> None:
    assert unmask(text, frozenset()) == text


@given(st.lists(st.sampled_from(sorted(KNOWN)), min_size=1).map(" ".join), st.data())
def test_known_words_never_change(text: str, data: st.DataObject) -> None:
    cased = data.draw(st.sampled_from([text, text.upper(), text.title(), text.swapcase()]))
    behind = data.draw(st.text(st.sampled_from("!£$€+|.,?")))
    assert unmask(cased + behind, KNOWN) == cased + behind


@given(odd_texts, st.data())
def test_any_run_of_letters_and_digits_stays_once_it_is_known(text: str, data: st.DataObject) -> None:
    run = "".join(character for character in text if character.isalnum())
    assert unmask(run, data.draw(word_sets) | {run.lower()}) == run


@given(st.text(st.sampled_from("abcdefgh XYZ 0123456789 \n.,?")), word_sets)
def test_words_and_numbers_apart_from_each_other_stay(text: str, words: frozenset[str]) -> None:
    apart = " ".join(re.findall(r"[a-zA-Z]{2,}|[0-9]{2,}|[\n.,?]", text))
    assert unmask(apart, words) == apart


@example("b0$f r e e", frozenset({"bosf", "ree"}))
@example("f r e e$ab", frozenset({"esab", "fre"}))
@example("fr1e!", frozenset({"frie", "friel"}))
@given(odd_texts, word_sets)
def test_what_was_read_is_read_as_it_stands(text: str, words: frozenset[str]) -> None:
    once = unmask(text, words)
    assert unmask(once, words) == once


@given(st.text(st.sampled_from("aefrl10!$ ._-*@£3"), max_size=40), word_sets)
def test_what_was_read_in_ascii_is_read_as_it_stands(text: str, words: frozenset[str]) -> None:
    once = unmask(text, words)
    assert unmask(once, words) == once


@given(st.text(st.sampled_from("aefrl10!$ ._-*@3"), max_size=40), word_sets)
def test_ascii_is_read_the_same_beside_other_scripts(text: str, words: frozenset[str]) -> None:
    assert unmask(f"{text} 中", words) == f"{unmask(text, words)} 中"


@given(odd_texts, word_sets)
def test_only_what_stands_between_white_space_and_punctuation_is_replaced(text: str, words: frozenset[str]) -> None:
    kept = re.compile(r"[,;:?()\n]")
    assert kept.findall(unmask(text, words)) == kept.findall(text)


@given(st.sampled_from(["free", "call", "cash", "prize", "winner", "urgent", "mobile", "textbook"]), st.data())
def test_every_disguise_of_a_known_word_is_read(word: str, data: st.DataObject) -> None:
    hidden = data.draw(disguises(word))
    assert unmask(fold(f"now, {hidden}, ok"), {word}).lower() == f"now, {word}, ok"
