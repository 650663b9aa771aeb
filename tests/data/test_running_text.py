"""One text to learn from: a file as it stands, a corpus line by line, and the exact words of each refusal."""

import hashlib

import pytest

from elman.data import divide_text, read_running_text
from elman.errors import DataError, UsageError


def test_a_file_is_taken_as_it_stands(tmp_path):
    path = tmp_path / "text.txt"
    path.write_bytes("ham\teins\n\n zwei é\n".encode())
    text = read_running_text(path)
    assert text.text == "ham\teins\n\n zwei é\n"
    assert (text.name, text.sha256) == (str(path), hashlib.sha256(path.read_bytes()).hexdigest())


def test_of_a_corpus_the_texts_are_taken_one_a_line(tmp_path):
    path = tmp_path / "corpus.csv"
    path.write_text("label,text\nham,see you\nspam,free\n")
    assert read_running_text(path, format="csv").text == "see you\nfree\n"
    assert read_running_text(path, text_column="text").text == "see you\nfree\n"


def test_an_empty_file_is_refused(tmp_path):
    path = tmp_path / "empty"
    path.write_bytes(b"")
    with pytest.raises(DataError) as caught:
        read_running_text(path)
    assert caught.value.message == f"`{path}`: expected text; got nothing: it is empty"


def test_bytes_that_are_no_text_are_refused_unless_bytes_are_what_is_wanted(tmp_path):
    path = tmp_path / "picture"
    content = b"\x89PNG\r\n\x1a\n\x00\x00\xff\xfe\x00"
    path.write_bytes(content)
    with pytest.raises(DataError, match=r"^`.*picture(:\d+)?`: .*(decoded|zero byte)") as caught:
        read_running_text(path)
    assert caught.value.hint.endswith("; a language model of bytes reads any file (`elman lm train --level byte`)")
    with pytest.raises(DataError) as caught:
        read_running_text(path, any_bytes=True, encoding="utf-8")
    assert caught.value.hint == "give no encoding: a language model of bytes reads any file"
    taken = read_running_text(path, any_bytes=True)
    assert taken.text.encode("utf-8", errors="surrogateescape") == content


def test_the_end_is_held_out():
    parts = divide_text("abcdefghij" * 10, 0.1, "it")
    assert (len(parts.train), parts.validation) == (90, "abcdefghij")
    assert divide_text("abc", 0.0, "it").validation == ""
    other = divide_text("abc", 0.5, "it", "other")
    assert (other.train, other.validation) == ("abc", "other")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "`it`: expected text; got nothing: it is empty"),
        ("aaaaaaaa", "`it`: a single character, 'a', repeated: there is nothing to predict"),
    ],
)
def test_a_text_that_teaches_nothing_is_refused(text, message):
    with pytest.raises(DataError) as caught:
        divide_text(text, 0.1, "it")
    assert caught.value.message == message


def test_a_text_that_would_be_held_out_whole_is_refused():
    with pytest.raises(DataError) as caught:
        divide_text("abc" * 20, 0.999, "it")
    assert caught.value.message == "`it`: all of its 60 characters would be held out"
    assert caught.value.hint == "set `validation_fraction` lower, or give a longer text"


def test_a_name_that_is_empty_or_names_nothing():
    with pytest.raises(UsageError) as refused:
        read_running_text("")
    assert refused.value.message == "expected the name of a file, folder or named data set; got an empty name"
    with pytest.raises(DataError) as raised:
        read_running_text("sms_spam")
    assert raised.value.hint == "did you mean the named data set `sms-spam`?"


def test_a_compressed_file_is_refused_unless_bytes_are_wanted(tmp_path):
    path = tmp_path / "text.gz"
    path.write_bytes(b"\x1f\x8b\x08\0")
    with pytest.raises(DataError) as caught:
        read_running_text(path)
    assert caught.value.message == f"`{path}`: expected text; got a compressed file (gzip)"
    assert read_running_text(path, any_bytes=True).text == "\x1f\udc8b\x08\0"
