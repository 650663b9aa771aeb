"""Reading: what a source names, which format it is in, which columns count, and what is refused."""

import gzip
import hashlib
import io
import sys
from pathlib import Path

import pytest

from elman.data import Corpus, read, read_line_groups
from elman.errors import DataError, UsageError


@pytest.fixture
def write(tmp_path):
    def write_file(name: str, content: str | bytes) -> Path:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return write_file


def test_the_real_collection(sms_spam):
    assert sms_spam.name == "sms-spam"
    assert sms_spam.sha256 == "7d039a24a6083ed9ef0f806ebad56bbb976e3aeb8de05669173bfdc4996c239d"
    assert len(sms_spam.texts) == 5574
    assert sms_spam.labels.count("spam") == 747
    assert sms_spam.texts[1] == "Ok lar... Joking wif u oni..."


def test_a_file(write):
    content = "ham\ta\nspam\tb\n"
    path = write("x.tsv", content)
    sha256 = hashlib.sha256(content.encode()).hexdigest()
    assert read(str(path)) == Corpus(("a", "b"), ("ham", "spam"), str(path), sha256)


def test_standard_input(monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"ham\ta\nspam\t\xc2\xa3\n")))
    corpus = read("-")
    assert (corpus.texts, corpus.labels, corpus.name) == (("a", "£"), ("ham", "spam"), "standard input")


def test_a_name_wins_over_a_file_of_that_name(write, monkeypatch, sms_spam):
    monkeypatch.chdir(write("sms-spam", "ham\tmine\n").parent)
    assert read("sms-spam") == sms_spam
    assert read("./sms-spam").texts == ("mine",)
    assert read(Path("sms-spam")).texts == ("mine",)


def test_a_named_data_set_takes_no_options():
    with pytest.raises(UsageError, match="`sms-spam`: a named data set needs no columns, format or encoding"):
        read("sms-spam", format="csv")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("x.tsv", "ham\ta\nspam\tb\n"),
        ("x", "ham\ta\nspam\tb\n"),
        ("x.txt", "\n\nham\ta\r\nspam\tb\r\n"),
        ("x.tsv", "label\ttext\nham\ta\nspam\tb\n"),
        ("x.tsv", "id\tmessage\tclass\n1\ta\tham\n2\tb\tspam\n"),
        ("x.csv", "label,text\nham,a\nspam,b\n"),
        ("x.csv", "\n \t\nlabel,text\n\nham,a\r\n\r\n\r\r\nspam,b\n  \n\n"),
        ("x.csv", "v1,v2,,\nham,a,,\nspam,b,,\n"),
        ("x", 'Category,Message\nham,"a"\nspam,b\n'),
        ("x", "\ufeffCategory,Message\nham,a\nspam,b\n"),
        ("x.jsonl", '{"label": "ham", "text": "a"}\n\n{"text": "b", "label": "spam", "more": 1}\n'),
        ("x", '{"label": "ham", "text": "a"}\n{"text": "b", "label": "spam"}'),
        ("x", "__label__ham a\n__label__spam b\n"),
        ("x.ft", "__label__ham\ta\n\n__label__spam b"),
    ],
)
def test_the_format_shows(write, name, content):
    corpus = read(write(name, content))
    assert corpus.texts == ("a", "b")
    assert corpus.labels == ("ham", "spam")


def test_an_ending_is_wrong_where_the_user_says_so(write):
    assert read(write("x.csv", "ham\ta,b\n"), format="tsv").texts == ("a,b",)


@pytest.mark.parametrize(
    ("content", "texts"),
    [
        ("one\ntwo words\n\nfour", ("one", "two words", "", "four")),
        ("ham\ta\tb\nspam\tc\n", ("a\tb", "c")),
        ("__label__ham a\nb c\n", ("a", "b c")),
        ("text\na\n", ("a",)),
        ('{"message": "a"}\n', ("a",)),
    ],
)
def test_without_labels(write, content, texts):
    corpus = read(write("x.txt", content), labelled=False)
    assert corpus.texts == texts
    assert corpus.labels is None


def test_a_text_of_a_million_characters(write):
    long = 'é "' * 350_000
    doubled = long.replace('"', '""')
    assert read(write("x.csv", f'label,text\nham,"{doubled}"\n')).texts == (long,)
    assert read(write("x.tsv", f"ham\t{long}\n")).texts == (long,)


def test_an_empty_text_is_a_text(write):
    assert read(write("x.tsv", "ham\t\n")).texts == ("",)


def test_white_space_around_a_label_does_not_count(write):
    assert read(write("x.csv", "label,text\n ham ,a\n")).labels == ("ham",)


REFUSED = [
    ("x.tsv", "", {}, "expected texts; got nothing: it is empty"),
    ("x.tsv", "\n \n", {}, "expected texts; got none"),
    ("x.csv", "label,text\n", {}, "expected texts; got none"),
    (
        "x",
        "no label here\n",
        {},
        "its format shows neither in its ending nor in its first line; expected one of "
        "`tsv`, `csv`, `jsonl`, `parquet`, `fasttext`, `plain`, `folder`",
    ),
    ("x", "a\nb\n", {"format": "plain"}, "expected labels; got a file of plain lines"),
    ("x.tsv:3", "ham\ta\n\nno label\n", {}, "expected a label, a tab and a text; got 'no label'"),
    ("x.tsv:1", "y" * 61, {}, f"expected a label, a tab and a text; got '{'y' * 60}'..."),
    ("x.tsv:2", "ham\ta\n \tb\n", {}, "expected a label; got an empty one for the text 'b'"),
    ("x.tsv:1", "\t\n", {}, "expected a label; got an empty one for the text ''"),
    (
        "x.tsv:3",
        "id\tlabel\ttext\n1\tham\ta\tb\n2\tham\n",
        {},
        "expected 3 tab-separated columns; got 2: '2\\tham'",
    ),
    (
        "x.tsv:2",
        "1\tham\ta\n2\tham\ta\tb\n",
        {"text_column": 3, "label_column": "2"},
        "expected 3 tab-separated columns; got 4: '2\\tham\\ta\\tb'",
    ),
    (
        "x.csv: text column",
        "kind,words\nham,a\n",
        {},
        "expected one of `text`, `message`, `sms`, `content`, `body`, `v2`, found none among 'kind', 'words'",
    ),
    (
        "x.csv: text column",
        "text,message,label\na,b,ham\n",
        {},
        "expected one of `text`, `message`, `sms`, `content`, `body`, `v2`, found 2 among 'text', 'message', 'label'",
    ),
    (
        "x.csv: label column",
        "kind,text\nham,a\n",
        {"label_column": "sort"},
        "expected `sort`, found none among 'kind', 'text'",
    ),
    ("x.csv: label column", "ham,a\n", {"text_column": 2, "label_column": 3}, "expected a position from 1 to 2; got 3"),
    (
        "x.csv:3",
        "label,text\nham,a\nham,one, two\n",
        {},
        "expected 2 comma-separated columns; got 3: 'ham,one, two'",
    ),
    ("x.csv:2", 'label,text\n""\nham,a\n', {}, "expected 2 comma-separated columns; got 1: ''"),
    ("x.csv:6", 'label,text\n\nham,"a\n\n"\nham\n', {}, "expected 2 comma-separated columns; got 1: 'ham'"),
    (
        "x.csv:4",
        "\n \nham,a\n,b\n",
        {"text_column": 2, "label_column": 1},
        "expected a label; got an empty one for the text 'b'",
    ),
    ("x.csv", "\n \r\n", {}, "expected texts; got none"),
    (
        "x.csv:5",
        'label,text\nham,"a\nb\n"\nham,"c\nd\n',
        {},
        "expected a row of comma-separated values; got a quoted field that is never closed: 'ham,\"c'",
    ),
    (
        "x.csv:2",
        'label,text\nham,"a"b\n',
        {},
        "expected a row of comma-separated values; got more text after a closing quote: 'ham,\"a\"b'",
    ),
    (
        "x.jsonl:2",
        '{"text": "a", "label": 1}\n{"text": "b" "label": 1}\n',
        {},
        'column 14: expected JSON; got \'{"text": "b" "label": 1}\': Expecting \',\' delimiter',
    ),
    ("x.jsonl:1", "[1]\n", {}, "expected a JSON object; got '[1]'"),
    (
        "x.jsonl:2",
        '{"text": "a", "label": 1}\n{"text": "b", "kind": 1}\n',
        {},
        "expected the keys `text`, `label`; got 'text', 'kind'",
    ),
    ("x.jsonl:1", '{"text": 5, "label": 1}\n', {}, "text: expected a string; got 5"),
    ("x.jsonl:1", '{"text": null, "label": 1}\n', {}, "text: expected a string; got null"),
    ("x.jsonl:1", '{"text": "", "label": null}\n', {}, "label: expected a string or a number; got null"),
    ("x.jsonl:1", '{"text": "", "label": [1]}\n', {}, "label: expected a string or a number; got '[1]'"),
    ("x.jsonl:1", '{"text": "", "label": ""}\n', {}, "expected a label; got an empty one for the text ''"),
    (
        "x.jsonl:1",
        '{"text": "", "label": NaN}\n',
        {},
        'expected JSON; got \'{"text": "", "label": NaN}\': NaN is not JSON',
    ),
    (
        "x.jsonl:1",
        '{"text": "a", "label": 1, "text": "b"}\n',
        {},
        "the key 'text' stands there twice",
    ),
    (
        "x.jsonl:1",
        '{"text": "\\ud83d", "label": 1}\n',
        {},
        "expected whole characters, not half of a surrogate pair; got '\\ud83d'",
    ),
    ("x.ft:2", "__label__ham a\nb\n", {}, "expected a line that begins with `__label__`; got 'b'"),
    ("x.ft:1", "__label__a __label__b c\n", {}, "expected one label; got 2: '__label__a __label__b c'"),
    ("x.ft:1", "__label__ c\n", {}, "expected a label; got an empty one for the text 'c'"),
    ("x.tsv:1", "ham\ta\0\n", {}, "expected text; got a zero byte (NUL)"),
]


@pytest.mark.parametrize(("place", "content", "options", "message"), REFUSED)
def test_what_is_refused(write, monkeypatch, place, content, options, message):
    name = place.partition(":")[0]
    monkeypatch.chdir(write(name, content).parent)
    with pytest.raises(DataError) as raised:
        read(f"./{name}", **options)
    at, _, role = place.partition(": ")
    assert raised.value.message == f"`./{at}`: " + (f"{role}: " if role else "") + message.replace("got 5", "got '5'")
    assert raised.value.hint


def test_numbers_and_truth_values_are_labels(write):
    content = '{"text": "", "label": 1}\n{"text": "", "label": 2.5}\n{"text": "", "label": true}\n'
    assert read(write("x.jsonl", content)).labels == ("1", "2.5", "true")


def test_columns_by_name_and_by_position(write):
    named = write("named.csv", "kind,words,text\nham,a,b\n")
    assert read(named, text_column="words", label_column="kind").texts == ("a",)
    assert read(named, label_column="1").texts == ("b",)
    bare = write("bare.csv", "ham,a\nspam,b\n")
    assert read(bare, text_column="2", label_column="1").texts == ("a", "b")
    assert read(bare, text_column=1, labelled=False).texts == ("ham", "spam")
    keys = write("keys.jsonl", '{"1": "a", "2": "ham"}\n')
    assert read(keys, text_column="1", label_column="2").texts == ("a",)


@pytest.mark.parametrize(
    ("options", "texts"),
    [
        (
            {"text_column": 1, "label_column": 2},
            ("a", "b"),
        ),  # the text's usual name stands where the text is said to be
        ({"text_column": "1", "labelled": False}, ("a", "b")),
        ({"text_column": 2, "label_column": 1}, ("topic", "x", "y")),
        ({"text_column": "topic", "labelled": False}, ("x", "y")),
    ],
)
def test_a_position_under_a_usual_name_is_under_a_header(write, options, texts):
    assert read(write("x.csv", "text,topic\na,x\nb,y\n"), **options).texts == texts


def test_asked_columns_show_the_format_or_are_refused(write):
    table = 'Nachricht,Thema\n"a, b",x\nc,y\n'
    assert read(write("x", table), text_column="Nachricht", labelled=False).texts == ("a, b", "c")
    assert read(write("x", table), text_column="Nachricht", label_column="Thema").labels == ("x", "y")
    for column in ("Text", 1):
        with pytest.raises(DataError, match="its format shows neither in its ending nor in its first line"):
            read(write("x", table), text_column=column, labelled=False)


@pytest.mark.parametrize(
    ("name", "content", "options"),
    [
        ("x.ft", "__label__a b\n", {"label_column": "label"}),
        ("x", "__label__a b\n", {"text_column": 1}),
        ("x.txt", "a\n", {"text_column": 1, "labelled": False, "format": "plain"}),
    ],
)
def test_what_has_no_columns_is_asked_for_none(write, name, content, options):
    path = write(name, content)
    with pytest.raises(UsageError) as raised:
        read(path, **options)
    chosen, column = options.get("format", "fasttext"), options.get("text_column", "label")
    assert raised.value.message == f"`{path}`: expected no columns, for its format is `{chosen}`; got `{column}`"
    assert raised.value.hint == "leave them out, or choose another `--format` (in Python `format=`)"


def test_the_last_column_under_a_header_takes_further_tabs(write):
    assert read(write("x.tsv", "label\ttext\nham\ta\tb\n")).texts == ("a\tb",)


def test_text_and_label_cannot_be_one_column(write):
    with pytest.raises(UsageError, match="text and label are both column 2"):
        read(write("x.csv", "label,text\nham,a\n"), label_column="text")


def test_an_unknown_format(write):
    with pytest.raises(UsageError, match=r"format: expected one of `tsv`, .*; got `xml`"):
        read(write("x", "a"), format="xml")


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("sms_spam", "did you mean the named data set `sms-spam`?"),
        ("SMS-Spam", "did you mean the named data set `sms-spam`?"),
        ("gone.csv", "check the path, or use a named data set: `sms-spam`"),
    ],
)
def test_a_missing_file(name, hint):
    with pytest.raises(DataError) as raised:
        read(name)
    assert raised.value.message == f"`{name}`: no such file or folder"
    assert raised.value.hint == hint


def test_permission(write, monkeypatch):
    def refuse(*arguments):
        raise PermissionError

    path = write("x.tsv", "ham\ta\n")
    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(DataError, match=r"x.tsv`: the system does not allow reading it"):
        read(path)


def test_in_a_csv_file_of_one_column_a_blank_line_is_an_empty_text(write):
    assert read(write("x.csv", "\ntext\na\n\n \n"), labelled=False).texts == ("a", "", " ")
    assert read(write("x.csv", "\na\n"), labelled=False, text_column=1).texts == ("", "a")


def test_blank_lines_inside_quotes_are_kept(write):
    assert read(write("x.csv", 'label,text\nham,"a\n\n \nb"\n')).texts == ("a\n\n \nb",)


JSON = "the lines seem to be JSON: name the file `.jsonl`, or give `--format jsonl` (in Python `format=`)"
QUOTING = "put a text that holds commas in double quotes"
CHOOSE = (
    "choose with `--text-column` and `--label-column` (in Python `text_column=` and `label_column=`): "
    "a name, or, where no row names the columns, a position from 1"
)


@pytest.mark.parametrize(
    ("content", "options", "message", "hint"),
    [
        (
            '{"text": "a", "label": "b"}\n',
            {},
            'got a blank between a comma and a quote: \'{"text": "a", "label": "b"}\'',
            JSON,
        ),
        ('{"text": "a"}\n', {}, 'found none among \'{"text": "a"}\'', JSON),
        (
            "label,text\na\n",
            {},
            "expected 2 comma-separated columns; got 1: 'a'",
            f"give the row its other columns; {QUOTING}",
        ),
        ("kind,words;text\n", {}, "found none among 'kind', 'words;text'", CHOOSE),
        ("kind\n", {}, "found none among 'kind'", CHOOSE),
        (
            "one; two\nand, three\n",
            {"text_column": 1, "labelled": False, "format": "csv"},
            "expected 1 comma-separated columns; got 2: 'and, three'",
            QUOTING,
        ),
    ],
)
def test_a_row_that_cannot_be_one_is_told(write, content, options, message, hint):
    with pytest.raises(DataError) as raised:
        read(write("x.csv", content), **options)
    assert raised.value.message.endswith(message)
    assert raised.value.hint == hint


@pytest.mark.parametrize(
    ("content", "options", "pairs"),
    [
        ("label;text\nham;a, b\n", {}, [("a, b", "ham")]),
        ('\n\n"label";"text"\nham;"a; b\nc"\n', {}, [("a; b\nc", "ham")]),
        ("ham;a\n", {"text_column": 2, "label_column": 1}, [("a", "ham")]),
        ("Thema;Nachricht\nham;a\n", {"text_column": "Nachricht", "label_column": "Thema"}, [("a", "ham")]),
        ('label\ttext\nham\t"a\tb"\n', {}, [("a\tb", "ham")]),  # as a spreadsheet writes "Unicode text"
        ("text;topic\na;b\n", {"text_column": 1, "labelled": False}, [("a", None)]),
        ("text;label;note, more\na;ham;x\n", {}, [("a", "ham")]),
        ("Note; mine;Ort, Zeit\na; b;c\n", {"text_column": "Ort, Zeit", "labelled": False}, [("c", None)]),
        ("Thema;Nachricht\nham;a\n", {"text_column": 2, "labelled": False}, [("Nachricht", None), ("a", None)]),
        ("sep=;\nlabel;text\nham;a\n", {}, [("a", "ham")]),
        ("sep=,\r\nlabel;kind,text\r\nham,a\r\n", {"label_column": "label;kind"}, [("a", "ham")]),
        ("Note; mine\na; b\n", {"text_column": "Note; mine", "labelled": False}, [("a; b", None)]),
        ("one; two\nand three\n", {"text_column": 1, "labelled": False}, [("one; two", None), ("and three", None)]),
        ("one; two\n", {"text_column": 1, "labelled": False}, [("one; two", None)]),
        ('text\n"a"";"", b"\n', {"labelled": False}, [('a";", b', None)]),
    ],
)
def test_semicolons_or_tabs_may_separate_the_columns_of_a_csv(write, content, options, pairs, capsys):
    corpus = read(write("x.csv", content), **options)
    assert list(zip(corpus.texts, corpus.labels or [None] * len(corpus.texts), strict=True)) == pairs
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(
    ("content", "columns", "texts", "mark", "other"),
    [
        ("Nachricht;Thema\n\nfrei; a\n", (1, None), ("Nachricht", "frei"), "semicolon", ","),
        ("ham;hello, you\nspam;win now\n", (2, 1), ("hello, you", "win now"), "semicolon", ","),
        ("ham;hello, you\nspam;win, now\n", (2, 1), (" you", " now"), "comma", ";"),
        ("sep=;\nham;hello, you\nspam;win, now\n", (2, 1), ("hello, you", "win, now"), None, None),
        ("sep=;;\nham;hello, you\nspam;win, now\n", (2, 1), ("hello, you", "win, now"), None, None),
        ('"ham";"a"\n"spam";"b, ""c"""\n', (2, 1), ("a", 'b, "c"'), "semicolon", ","),
        ('"SEP=,"\nNachricht;Thema\nfrei;a\n', (1, None), ("Nachricht;Thema", "frei;a"), None, None),
    ],
)
def test_where_more_than_one_mark_makes_a_table_it_is_said_which(write, capsys, content, columns, texts, mark, other):
    path, (text, label) = write("x.csv", content), columns
    assert read(path, text_column=text, label_column=label, labelled=label is not None).texts == texts
    said = f"its columns are read as separated by {mark}s; a first line `sep={other}` says otherwise"
    assert capsys.readouterr().err == (f"note: `{path}`: {said}\n" if mark else "")


def test_a_tab_is_named_where_it_would_be_written(write, capsys):
    read(write("x.csv", "ham\thello, you\nspam\twin, x\n"), text_column=2, label_column=1)
    assert "separated by commas; a first line `sep=` and a tab says otherwise\n" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("content", "line", "got"),
    [
        ('spam,"WIN" now; call\n', 1, "more text after a closing quote"),
        ('ham,"a; b\nspam,x; y\nspam,x; y\n', 1, "a quoted field that is never closed"),
        ('ham,"see you; later"\nspam,"WIN" now; call\nham,"ok; fine"\n', 2, "more text after a closing quote"),
    ],
)
def test_a_fault_of_quotes_makes_no_semicolons_separators(write, content, line, got):
    path = write("x.csv", content)
    with pytest.raises(DataError) as raised:
        read(path, text_column=2, label_column=1)
    assert raised.value.message.startswith(f"`{path}:{line}`: expected a row of comma-separated values; got {got}: ")


def test_a_separator_that_is_said_and_not_known(write):
    path = write("x.csv", "sep=|\nlabel|text\n")
    with pytest.raises(DataError) as raised:
        read(path)
    assert raised.value.message == f"`{path}:1`: expected `,`, `;` or a tab after `sep=`; got '|'"
    assert raised.value.hint == "save the table with one of these between its columns"


@pytest.mark.parametrize("name", ["x.csv", "x"])
def test_where_the_ending_says_nothing_names_between_semicolons_show_a_csv(write, name):
    assert read(write(name, '"label";"text"\nham;a\n')).texts == ("a",)
    assert read(write(name, "sep=;\nlabel;text\nham;a\n")).texts == ("a",)


@pytest.mark.parametrize(
    ("content", "options"),
    [
        ('ham\ta\nspam\t"b\nc"\n', {}),
        ('label\ttext\nham\ta\nspam\t"b\nc"\n', {}),
        ('ham\t"b\nc"\n', {"text_column": 2, "label_column": 1}),
    ],
)
def test_quotes_between_tabs_have_a_remedy(write, content, options):
    path = write("x.tsv", content)
    with pytest.raises(DataError) as raised:
        read(path, **options)
    remedy = "quotes mean nothing here; `--format csv` (in Python `format=`) heeds them, between tabs too"
    assert raised.value.hint == remedy


@pytest.mark.parametrize("separator", [",", ";"])
def test_a_blank_before_a_quote_is_told(write, separator):
    path = write("x.csv", 'label,text\nspam," ""a"" b"\nham, "a, b"\n'.replace(",", separator))
    with pytest.raises(DataError) as raised:
        read(path)
    mark = {",": "comma", ";": "semicolon"}[separator]
    shown = f'ham{separator} "a{separator} b"'
    assert raised.value.message == (
        f"`{path}:3`: expected a row of {mark}-separated values; got a blank between a {mark} and a quote: {shown!r}"
    )
    assert raised.value.hint == "remove the blank, so that the quote counts"
    assert read(write("x.csv", 'label,text\nspam," ""a,"" he said, ""b"""\n')).texts == (' "a," he said, "b"',)


@pytest.mark.parametrize("name", ["x", "x.csv", "x.csv.gz", "x.parquet"])
@pytest.mark.parametrize("encoding", [None, "latin-1"])
def test_a_compressed_file(write, name, encoding):
    path = write(name, gzip.compress(b"label,text\nham,a\n"))
    with pytest.raises(DataError) as raised:
        read(path, encoding=encoding)
    assert raised.value.message == f"`{path}`: expected text; got a compressed file (gzip)"
    assert raised.value.hint == "unpack it first"
    path = write(name, b"PK\x03\x04\x14\0")
    with pytest.raises(DataError) as raised:
        read(path, encoding=encoding)
    assert raised.value.message == f"`{path}`: expected text; got a compressed file (zip)"
    assert raised.value.hint == "unpack it first; of a spreadsheet, save the table as CSV"


def test_a_text_may_begin_as_parquet_does(write):
    assert read(write("x.tsv", "ham\tPAR1\n")).texts == read(write("x.txt", "PAR1\n"), labelled=False).texts


@pytest.mark.parametrize("reader", [read, lambda path: list(read_line_groups(path))])
def test_parquet_by_another_name(write, reader):
    path = write("x.txt" if reader is not read else "x.csv", b"PAR1\x15\0\x15")
    with pytest.raises(DataError) as raised:
        reader(path)
    assert raised.value.message == f"`{path}`: expected text; got a Parquet file"
    assert raised.value.hint == "name it `.parquet`, or give `--format parquet` (in Python `format=`)"


def test_an_empty_name_does_not_mean_the_current_folder():
    with pytest.raises(UsageError) as raised:
        read("")
    assert raised.value.message == "expected the name of a file, folder or named data set; got an empty name"
    assert raised.value.hint == "name one; a variable of the shell that is not set gives an empty name"


def test_standard_input_that_is_closed(monkeypatch):
    monkeypatch.setattr(sys, "stdin", None)
    with pytest.raises(DataError) as raised:
        read("-")
    assert raised.value.message == "standard input: there is none"
    assert raised.value.hint == "name a file, or pipe the texts in"


def test_standard_input_that_cannot_be_read(monkeypatch):
    class Folder(io.BytesIO):
        def read(self, size=-1):
            raise IsADirectoryError(21, "Is a directory")

    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(Folder()))
    with pytest.raises(DataError) as raised:
        read("-")
    assert raised.value.message == "`standard input`: expected a file; got a folder"


def test_where_there_is_no_newline_a_csv_s_lines_end_in_carriage_returns(write):
    for name in ("x.csv", "x"):
        assert read(write(name, 'label,text\rham,"a, b"\rspam,c\r')).texts == ("a, b", "c")


@pytest.mark.parametrize("name", ["x.jsonl", "x.json"])
@pytest.mark.parametrize(
    "content", ['[{"text": "a", "label": "b"}]', '[ {"text": "a"}]', '[\n{"text": "a", "label": "b"}\n]']
)
def test_a_list_in_json_is_told_how_to_become_lines(write, name, content):
    with pytest.raises(DataError) as caught:
        read(write(name, content))
    assert caught.value.hint == "write the objects of a list one per line, for example with jq -c '.[]'"


def test_a_key_that_nobody_asked_for_may_stand_twice(write):
    line = '{"text": "a", "label": "b", "id": 1, "id": 2, "meta": {"k": 1, "k": 2}}'
    assert read(write("x.jsonl", line)).texts == ("a",)
