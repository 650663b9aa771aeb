"""Lines, against a regular expression; streaming must agree with reading at once."""

import io
import re
import sys

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from elman.data import read_lines
from elman.data.lines import split_lines
from elman.errors import DataError, UsageError

from . import strategies

_lined = st.lists(st.sampled_from(["a", "é", "\n", "\r\n", "\r", "\u2028", "\x85", "\x0b", "\u0a0a", "\ufeffb"])).map(
    "".join
)


def by_expression(text: str) -> list[str]:
    lines = re.split("\r?\n", text)
    if lines[-1] == "":
        return lines[:-1]
    return [*lines[:-1], lines[-1].removesuffix("\r")]


@given(_lined)
@example("a\u2028b\x85c\x0bd\x0ce\x1cf")
@example("a\r")
def test_only_real_line_ends_split(text):
    assert split_lines(text) == by_expression(text)


class Input:
    """Standard input that holds these bytes."""

    def __init__(self, content: bytes):
        self.buffer = io.BytesIO(content)


@given(_lined, st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-32", "utf-16-le", "utf-32-be"]))
def test_streaming_agrees_with_reading_at_once(text, encoding):
    given_encoding = encoding if encoding.endswith(("-le", "-be")) else None
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "stdin", Input(text.encode(encoding)))
        streamed = list(read_lines("-", encoding=given_encoding))
    assert streamed == by_expression(text.removeprefix("\ufeff"))


@given(st.lists(strategies.one_line_texts))
def test_each_line_is_yielded(texts):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "stdin", Input("".join(text + "\n" for text in texts).encode()))
        assert list(read_lines("-")) == texts


def test_lines_come_before_the_file_ends(tmp_path):
    path = tmp_path / "messages.txt"
    path.write_bytes(b"first\n" + b"second\n" + b"\xff\n")
    lines = read_lines(path)
    assert next(lines) == "first"
    assert next(lines) == "second"
    with pytest.raises(DataError) as raised:
        next(lines)
    assert raised.value.message == f"`{path}:3`: byte 0xff cannot be decoded; tried `utf-8`"


def test_a_cut_character_at_the_end(tmp_path):
    path = tmp_path / "messages.txt"
    path.write_bytes("a\n£".encode()[:-1])
    with pytest.raises(DataError, match=r"messages.txt:2`: byte 0xc2 cannot be decoded"):
        list(read_lines(path))


def test_a_zero_byte_names_its_line(tmp_path):
    path = tmp_path / "messages.txt"
    path.write_bytes(b"a\nb\nc\0\n")
    with pytest.raises(DataError, match=r"messages.txt:3`: expected text, got a zero byte"):
        list(read_lines(path))


def test_an_empty_file_has_no_lines(tmp_path):
    (tmp_path / "none").write_bytes(b"")
    assert list(read_lines(tmp_path / "none")) == []


def test_a_line_of_a_million_characters(tmp_path):
    (tmp_path / "long").write_text("é" * 1_000_000 + "\nb", encoding="utf-8")
    assert [len(line) for line in read_lines(tmp_path / "long")] == [1_000_000, 1]


def test_what_cannot_be_opened(tmp_path):
    with pytest.raises(DataError, match="expected a file, got a folder"):
        next(read_lines(tmp_path))
    with pytest.raises(DataError, match="no such file or folder"):
        next(read_lines(tmp_path / "gone"))
    with pytest.raises(UsageError, match="encoding: expected"):
        next(read_lines(tmp_path / "gone", encoding="klingon"))
