"""Formats: what Python's own writers, pyarrow and a folder hold comes back unchanged."""

import csv
import hashlib
import io
import json
import os
from concurrent.futures import ThreadPoolExecutor

import pyarrow as pa
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from pyarrow import parquet

from elman.data import read
from elman.data.columns import LABEL_NAMES, TEXT_NAMES, Request
from elman.data.formats import parse
from elman.errors import DataError, UsageError

from . import strategies

_pairs = st.lists(st.tuples(strategies.texts, strategies.labels), min_size=1)
_line_pairs = st.lists(st.tuples(strategies.one_line_texts, strategies.labels), min_size=1)


def parsed(content: str, format_name: str) -> list[tuple[str, str]]:
    request = Request("x")
    return [(text, label) for _, text, label in parse(content.encode(), format_name, request, "utf-8")]


@given(
    _pairs,
    st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    st.sampled_from(["\n", "\r\n"]),
    st.sampled_from(",;\t"),
    st.lists(strategies.texts.filter(lambda name: name.strip().lower() not in (*TEXT_NAMES, *LABEL_NAMES))),
)
def test_csv_reads_what_the_csv_module_wrote(pairs, quoting, line_end, separator, others):
    """Between whatever marks the columns stand, and however other columns are called."""
    file = io.StringIO(newline="")
    writer = csv.writer(file, delimiter=separator, quoting=quoting, lineterminator=line_end)
    writer.writerow(["text", "label", *others])
    writer.writerows([*pair, *others] for pair in pairs)
    assert parsed(file.getvalue(), "csv") == pairs


def test_long_csv_fields_in_threads(monkeypatch):
    def refuse(*limit):
        raise AssertionError("the limit is that of every thread")

    monkeypatch.setattr(csv, "field_size_limit", refuse)
    content = "text,label\n" + ("x" * 200_000 + ",ham\n") * 3
    with ThreadPoolExecutor(4) as threads:
        for pairs in threads.map(lambda _: parsed(content, "csv"), range(40)):
            assert pairs == [("x" * 200_000, "ham")] * 3


def test_a_csv_field_that_is_longer_than_any():
    usual = csv.field_size_limit(1000)
    try:
        with pytest.raises(DataError) as raised:
            parsed("text,label\nb,ham\n" + "x" * 1001 + ",ham\n", "csv")
    finally:
        csv.field_size_limit(usual)
    assert raised.value.message == (
        f"`x:3`: expected a row of comma-separated values; got a field of more than 1,000 characters: '{'x' * 60}'..."
    )
    assert raised.value.hint == "shorten it, or close the quote before it"
    assert usual == 2**31 - 1


@given(_pairs, st.booleans())
def test_jsonl_reads_what_the_json_module_wrote(pairs, ascii_only):
    lines = [json.dumps({"label": label, "text": text}, ensure_ascii=ascii_only) for text, label in pairs]
    assert parsed("\n".join(lines), "jsonl") == pairs


@given(_line_pairs, st.sampled_from(["\n", "\r\n"]))
def test_tsv_keeps_quotes_and_further_tabs(pairs, line_end):
    assume(pairs[0][0] not in TEXT_NAMES or pairs[0][1] not in LABEL_NAMES)
    content = "".join(f"{label}\t{text}{line_end}" for text, label in pairs)
    assert parsed(content, "tsv") == pairs


@given(_line_pairs)
def test_fasttext_keeps_the_text_after_one_space(pairs):
    pairs = [(text, label.replace(" ", "-")) for text, label in pairs]
    assume(all("__label__" not in text for text, _ in pairs))
    assert parsed("".join(f"__label__{label} {text}\n" for text, label in pairs), "fasttext") == pairs


@given(_pairs, st.sampled_from([pa.string(), pa.large_string(), pa.dictionary(pa.int32(), pa.string())]))
def test_parquet_reads_what_pyarrow_wrote(pairs, kind):
    table = pa.table(
        {
            "id": list(range(len(pairs))),
            "label": pa.array([label for _, label in pairs], pa.string()).cast(kind),
            "text": pa.array([text for text, _ in pairs], pa.string()).cast(kind),
        }
    )
    sink = pa.BufferOutputStream()
    parquet.write_table(table, sink)
    rows = parse(sink.getvalue().to_pybytes(), "parquet", Request("x"), None)
    assert [(row.text, row.label) for row in rows] == pairs


def write_parquet(path, **columns):
    parquet.write_table(pa.table(columns), path)
    return path


def test_parquet_labels_may_be_numbers(tmp_path):
    assert read(write_parquet(tmp_path / "x.parquet", text=["a", "b"], label=[0, 1])).labels == ("0", "1")
    assert read(write_parquet(tmp_path / "x", text=["a"], label=[True])).labels == ("true",)


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        ({"text": ["a", None], "label": ["x", "y"]}, ":2`: text: expected a string; got null"),
        ({"text": ["a", "b"], "label": ["x", None]}, ":2`: label: expected a string or a number; got null"),
        ({"text": ["a"], "label": [float("nan")]}, ":1`: label: expected a string or a number; got 'nan'"),
        ({"text": [1], "label": ["x"]}, ":1`: text: expected a string; got '1'"),
        ({"text": ["a"], "label": [[1]]}, ":1`: label: expected a string or a number; got '[1]'"),
        ({"words": ["a"], "label": ["x"]}, "`: text column: expected one of"),
    ],
)
def test_parquet_columns_that_will_not_do(tmp_path, columns, message):
    with pytest.raises(DataError) as raised:
        read(write_parquet(tmp_path / "x.parquet", **columns))
    assert message in raised.value.message


def test_parquet_columns_of_one_name_are_told_apart_by_position(tmp_path):
    columns = [["1", "2"], ["a", "b"], ["x", "y"], ["ham", "spam"]]
    path = tmp_path / "x.parquet"
    parquet.write_table(pa.table([pa.array(column) for column in columns], names=["id", "text", "text", "label"]), path)
    for position in (2, 3):
        corpus = read(path, text_column=position)
        assert corpus.texts == tuple(columns[position - 1])
        assert corpus.labels == ("ham", "spam")
    assert read(path, text_column=1, label_column=4).texts == ("1", "2")
    assert read(path, text_column=2, label_column=3).labels == ("x", "y")
    with pytest.raises(DataError, match="text column: expected `text`, found 2 among 'id', 'text', 'text', 'label'"):
        read(path, text_column="text")


@pytest.mark.parametrize("damage", [lambda content: content[:-20], lambda content: b"PAR1", lambda content: b"no"])
def test_damaged_parquet(tmp_path, damage):
    path = write_parquet(tmp_path / "x.parquet", text=["a"], label=["x"])
    path.write_bytes(damage(path.read_bytes()))
    with pytest.raises(DataError, match=r"x.parquet`: expected a Parquet file; got a damaged or truncated one: "):
        read(path)


@pytest.fixture
def folder(tmp_path):
    for name, content in {
        "spam/2.txt": "win\n",
        "ham/b.txt": "later\r\n",
        "ham/a.txt": "",
        "ham/.hidden": "x",
        "README": "not a text",
        ".git/x": "x",
    }.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(content.encode())
    return tmp_path


def test_a_folder_in_the_order_of_names(folder):
    corpus = read(folder)
    assert corpus.texts == ("", "later", "win")
    assert corpus.labels == ("ham", "ham", "spam")
    assert read(str(folder), format="folder", labelled=False).labels is None


def test_the_digest_of_a_folder(folder):
    parts = [b"ham/a.txt", b"", b"ham/b.txt", b"later\r\n", b"spam/2.txt", b"win\n"]
    expected = hashlib.sha256(b"".join(len(part).to_bytes(8, "big") + part for part in parts)).hexdigest()
    assert read(folder).sha256 == expected


def test_a_folder_of_texts_alone(folder):
    assert read(folder / "ham", labelled=False).texts == ("", "later")
    with pytest.raises(DataError, match="ham`: expected a folder with one sub-folder per label; got one without"):
        read(folder / "ham")


def test_a_folder_that_will_not_do(folder):
    with pytest.raises(UsageError, match="a folder has no columns, and no format but `folder`"):
        read(folder, format="csv")
    with pytest.raises(UsageError, match="expected a folder; got a file"):
        read(folder / "README", format="folder")
    (folder / "ham" / "deeper").mkdir()
    with pytest.raises(DataError) as raised:
        read(folder)
    assert raised.value.message == f"`{folder / 'ham' / 'deeper'}`: expected a file with one text; got a folder"
    assert raised.value.hint == "keep a folder for each label and, directly in it, a file for each text"


def test_a_label_without_texts_is_refused(folder):
    (folder / "eggs").mkdir()
    (folder / "eggs" / ".gitkeep").touch()
    with pytest.raises(DataError) as raised:
        read(folder)
    assert raised.value.message == f"`{folder / 'eggs'}`: expected a file for each text of the label `eggs`; got none"
    assert raised.value.hint == "put the label's texts there, or remove the folder"
    assert read(folder, labelled=False).texts == ("", "later", "win")


def test_a_file_in_a_folder_that_is_gone(folder):
    (folder / "ham" / "link").symlink_to(folder / "nowhere")
    with pytest.raises(DataError) as raised:
        read(folder)
    assert raised.value.message == f"`{folder / 'ham' / 'link'}`: no such file or folder"
    assert raised.value.hint == "check the path"


def test_a_link_that_leads_out_of_the_folder_is_not_followed(folder):
    """Whoever packed the folder does not decide which of the reader's own files become texts."""
    (folder.parent / "private.txt").write_text("a secret")
    (folder / "ham" / "link").symlink_to(folder.parent / "private.txt")
    with pytest.raises(DataError) as raised:
        read(folder)
    assert raised.value.message == f"`{folder / 'ham' / 'link'}`: a link that leads out of the folder"
    assert raised.value.hint == "put the file itself there"
    (folder / "ham" / "link").unlink()
    (folder / "label").symlink_to(folder.parent)
    with pytest.raises(DataError, match="label`: a link that leads out of the folder"):
        read(folder)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with a name here")
def test_a_pipe_in_a_folder_is_not_waited_for(folder):
    os.mkfifo(folder / "ham" / "pipe")
    with pytest.raises(DataError) as raised:
        read(folder)
    place = folder / "ham" / "pipe"
    assert raised.value.message == f"`{place}`: expected a file with one text; got a pipe or a device"


def test_files_beside_the_labels_are_ignored(folder):
    before = read(folder)
    (folder / "notes.txt").write_bytes(b"\0")
    (folder / ".DS_Store").write_bytes(b"\0")
    assert read(folder) == before


def test_a_file_in_a_folder_that_is_no_text(folder):
    (folder / "ham" / "z").write_bytes(b"a\0")
    with pytest.raises(DataError, match="ham/z:1`: expected text; got a zero byte"):
        read(folder)
