"""Decoding, against Python's own codecs; what cannot be decoded names its place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from elman.data.decoding import decode
from elman.errors import DataError, UsageError

from . import strategies


@given(strategies.texts, st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-32"]))
def test_what_unicode_encodings_wrote_is_read_back(text, encoding):
    assert decode(text.encode(encoding), place="x", encoding=None) == text


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "cp1252", "koi8-r", "shift_jis"])
def test_an_encoding_that_is_given_is_used(encoding):
    text = {"koi8-r": "Привет", "shift_jis": "今日は"}.get(encoding, "£1.50 für Öl")
    assert decode(text.encode(encoding), place="x", encoding=encoding) == text


def test_the_mark_is_removed_even_where_the_encoding_is_given():
    assert decode("\ufeffa".encode(), place="x", encoding="utf-8") == "a"


def test_western_text_is_detected_and_the_guess_is_told(capsys):
    text = "spam\tYou won £1.50, call now to claim your prize\n" * 3
    assert decode(text.encode("cp1252"), place="old.tsv", encoding=None) == text
    captured = capsys.readouterr()
    assert captured.err == "`old.tsv` is not UTF-8: read as cp1252; choose with --encoding\n"
    assert captured.out == ""


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Zażółć gęślą jaźń, kup teraz za 50 zł\n" * 30, "cp1250"),
        ("Привет, как дела сегодня?\n" * 30, "cp1251"),
        ("今日はとても良い天気ですね、散歩しましょう\n" * 30, "shift_jis"),
    ],
)
def test_other_scripts_are_detected(text, encoding):
    assert decode(text.encode(encoding), place="x", encoding=None) == text


def test_damaged_utf8_is_not_taken_for_something_else():
    with pytest.raises(DataError) as raised:
        decode("£££".encode() + b"\xff", place="x.tsv", encoding=None)
    assert raised.value.message == (
        "`x.tsv`: byte 0xff at offset 6 cannot be decoded; tried UTF-8, which it otherwise is"
    )
    assert raised.value.hint == (
        "name the encoding with `--encoding` (in Python `encoding=`), or save the file as UTF-8"
    )


def test_the_wrong_encoding_names_the_byte():
    with pytest.raises(DataError, match="`x`: byte 0xc2 at offset 1,000 cannot be decoded; tried `ascii`"):
        decode(b"a" * 1000 + "£".encode(), place="x", encoding="ascii")


def test_bytes_that_are_nothing_at_all():
    with pytest.raises(DataError, match=r"^`x`: "):
        decode(bytes(range(128, 256)) * 20 + b"\0", place="x", encoding=None)


@pytest.mark.parametrize("encoding", ["klingon", "hex", "rot13"])
def test_an_unknown_encoding(encoding):
    with pytest.raises(UsageError, match=f"encoding: expected the name of a text encoding; got `{encoding}`"):
        decode(b"a", place="x", encoding=encoding)


def test_a_zero_byte_names_its_line():
    with pytest.raises(DataError) as raised:
        decode(b"ham\ta\nham\tb\0c\n", place="x.tsv", encoding=None)
    assert raised.value.message == "`x.tsv:2`: expected text; got a zero byte (NUL)"
    assert "--encoding" in raised.value.hint


def test_a_codec_that_does_not_say_where_the_fault_is():
    with pytest.raises(DataError, match=r"^`x`: (byte 0x.* )?cannot be decoded.*; tried `idna`\n"):
        decode(b"xn--a", place="x", encoding="idna")


@pytest.mark.parametrize(
    ("content", "kind"), [(b"\x1f\x8b\x08\0", "gzip"), (b"PK\x03\x04", "zip"), (b"\x1f\x8b\x08", "gzip")]
)
@pytest.mark.parametrize("encoding", [None, "utf-8", "latin-1"])
def test_what_is_compressed(content, kind, encoding):
    with pytest.raises(DataError) as raised:
        decode(content, place="x", encoding=encoding)
    assert raised.value.message == f"`x`: expected text; got a compressed file ({kind})"
    assert raised.value.hint.startswith("unpack it first")


def test_two_of_gzips_three_bytes_can_be_text():
    assert decode(b"\x1f\x8b\n\0", place="x", encoding="utf-16-le") == "\u8b1f\n"
