"""Lines, against a regular expression; streaming must agree with reading at once."""

import io
import re
import sys
from itertools import chain

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from elman.data import line_groups, read, read_line_groups
from elman.data.decoding import decode
from elman.data.lines import split_lines, with_newlines
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


def read_lines(source, **options):
    """The lines of all groups."""
    return chain.from_iterable(read_line_groups(source, **options))


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
    assert streamed == by_expression(with_newlines(text.removeprefix("\ufeff")))


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
    with pytest.raises(DataError, match=r"messages.txt:3`: expected text; got a zero byte"):
        list(read_lines(path))


def test_an_empty_file_has_no_lines(tmp_path):
    (tmp_path / "none").write_bytes(b"")
    assert list(read_lines(tmp_path / "none")) == []


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be"])
def test_a_file_of_a_byte_order_mark_alone_has_no_lines_either(tmp_path, encoding):
    (tmp_path / "marked").write_bytes("\ufeff".encode(encoding))
    assert list(read_lines(tmp_path / "marked")) == list(read_lines(tmp_path / "marked", encoding=encoding)) == []


def test_a_line_of_a_million_characters(tmp_path):
    (tmp_path / "long").write_text("é" * 1_000_000 + "\nb", encoding="utf-8")
    assert [len(line) for line in read_lines(tmp_path / "long")] == [1_000_000, 1]


def test_what_cannot_be_opened(tmp_path):
    with pytest.raises(DataError, match="expected a file; got a folder"):
        next(read_lines(tmp_path))
    with pytest.raises(DataError, match="no such file or folder"):
        next(read_lines(tmp_path / "gone"))
    with pytest.raises(UsageError, match="encoding: expected"):
        next(read_lines(tmp_path / "gone", encoding="klingon"))


_ENCODINGS = [
    *("utf-8", "utf-8-sig", "utf-16", "utf-32", "utf-16-le", "utf-7", "cp1252", "ascii"),
    *("iso2022_jp", "iso2022_kr", "iso2022_jp_ext", "hz", "shift_jis", "gb18030", "big5", "euc_jp", "idna"),
]
_bytes = st.lists(st.sampled_from([bytes([byte]) for byte in b"a\n\r~{}+-$B(\x1b\0\x0e\x80\xbb\xbf\xef\xfe\xff"])).map(
    b"".join
)


def outcome(lines):
    """All of the lines, or None if they are refused; nothing else may be raised."""
    try:
        return list(lines())
    except DataError:
        return None


@given(_bytes, st.sampled_from(_ENCODINGS), st.integers(1, 5))
@example(b"a\x1b$B\xff", "iso2022_jp", 5)
@example(b"~{~{", "hz", 1)
@example(b"a\0\n\0", "utf-16", 1)
@example(b"a\0\0\0\n\0\0\0", "UTF32", 2)
@example(b"\xff\xfe\xff\xfea\0", "utf-16", 1)
@example(b"\xfe\xff\0a", "u16", 1)
@example(b"\xef\xbb", "utf-8-sig", 1)
@example(b"\xef\xbb\xbf\xef\xbb\xbfa", "utf-8-sig", 1)
@example(b"\x1b((\xff$$\xff($", "iso2022_kr", 100)
@example(b"\x1b)\n\naa\x1b$\xff", "iso2022_jp_ext", 100)
def test_any_bytes_in_any_pieces_are_read_as_at_once(content, encoding, piece):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "stdin", Input(content))
        patch.setattr(line_groups, "_BYTES_AT_ONCE", piece)
        streamed = outcome(lambda: read_lines("-", encoding=encoding))
    assert streamed == outcome(lambda: by_expression(with_newlines(decode(content, place="x", encoding=encoding))))


@pytest.mark.parametrize(
    ("content", "encoding", "sound", "fault"),
    [
        (b"a\nb\x1b$B\xff", "iso2022_jp", ["a"], "2`: byte 0xff cannot be decoded; tried `iso2022_jp`"),
        (b"a\n~{~{", "hz", ["a"], "2`: byte 0x7e cannot be decoded; tried `hz`"),
        (b"a\n\xe2\x28\nb\n", "utf-8", ["a"], "2`: byte 0xe2 cannot be decoded; tried `utf-8`"),
        (b"a\0\n\0b", "utf-16", ["a"], "2`: byte 0x62 cannot be decoded; tried `utf-16`"),
        (b"\xff\xff\xff\xff", "utf-32", [], "1`: byte 0xff cannot be decoded; tried `utf-32`"),
    ],
)
@pytest.mark.parametrize("piece", [1, 3, 1000])
def test_where_a_decoder_fails(monkeypatch, content, encoding, sound, fault, piece):
    monkeypatch.setattr(sys, "stdin", Input(content))
    monkeypatch.setattr(line_groups, "_BYTES_AT_ONCE", piece)
    lines, found = read_lines("-", encoding=encoding), []
    with pytest.raises(DataError) as raised:
        found.extend(lines)
    assert raised.value.message == f"`standard input:{fault}"
    assert raised.value.hint == "name the encoding with `--encoding` (in Python `encoding=`), or save the file as UTF-8"
    monkeypatch.setattr(sys, "stdin", Input(content))
    lines = read_lines("-", encoding=encoding)
    assert [next(lines) for _ in sound] == sound


def test_a_decoder_that_does_not_say_where_it_fails(monkeypatch):
    monkeypatch.setattr(sys, "stdin", Input(b"xn--a"))
    message = r"^`standard input:1`: (byte 0x..|the text) cannot be decoded; tried `idna`\n"  # later Pythons say it
    with pytest.raises(DataError, match=message):
        list(read_lines("-", encoding="idna"))


def test_without_a_mark_utf_16_has_the_machines_order(monkeypatch):
    monkeypatch.setattr(sys, "stdin", Input("a\né".encode(f"utf-16-{sys.byteorder[0]}e")))
    assert list(read_lines("-", encoding="UTF-16")) == ["a", "é"]


@pytest.mark.parametrize(
    ("content", "kind"), [(b"\x1f\x8b\x08\0\n", "gzip"), (b"PK\x03\x04\x14", "zip"), (b"PK\x03\x04", "zip")]
)
@pytest.mark.parametrize("piece", [1, 1000])
def test_what_is_compressed(monkeypatch, content, kind, piece):
    monkeypatch.setattr(sys, "stdin", Input(content))
    monkeypatch.setattr(line_groups, "_BYTES_AT_ONCE", piece)
    with pytest.raises(DataError) as raised:
        list(read_lines("-"))
    assert raised.value.message == f"`standard input`: expected text; got a compressed file ({kind})"
    assert raised.value.hint.startswith("unpack it first")


def test_a_line_that_begins_as_an_archive_does_is_not_waited_behind(monkeypatch):
    class Trickling(io.BytesIO):
        """Gives a line, and then fails whoever asks for more."""

        def read1(self, size=-1):
            return self.readline()

        def read(self, size=-1):
            raise AssertionError("asked for more than there was")

    monkeypatch.setattr(sys, "stdin", Input(b""))
    sys.stdin.buffer = Trickling(b"P\nK\n")
    assert next(read_lines("-")) == "P"


def test_no_named_data_set_is_proposed_for_a_file_of_texts():
    with pytest.raises(DataError) as raised:
        next(read_lines("sms_spam"))
    assert raised.value.message == "`sms_spam`: no such file or folder"
    assert raised.value.hint == "check the path"


def test_an_empty_name():
    with pytest.raises(UsageError) as raised:
        next(read_lines(""))
    assert raised.value.message == "expected the name of a file; got an empty name"


def test_standard_input_that_is_closed(monkeypatch):
    monkeypatch.setattr(sys, "stdin", None)
    with pytest.raises(DataError, match=r"^standard input: there is none\n"):
        next(read_lines("-"))


@pytest.mark.parametrize("name", ["x.tsv", "x.csv", "x.jsonl"])
def test_where_there_is_no_newline_carriage_returns_end_the_lines(tmp_path, name):
    lines = {
        "x.tsv": ["label\ttext", "a\thi", "b\tyo"],
        "x.csv": ["label,text", "a,hi", "b,yo"],
        "x.jsonl": ['{"label": "a", "text": "hi"}', '{"label": "b", "text": "yo"}'],
    }[name]
    (tmp_path / name).write_bytes("\r".join([*lines, ""]).encode())
    corpus = read(tmp_path / name)
    assert (corpus.texts, corpus.labels) == (("hi", "yo"), ("a", "b"))
