"""Tagged sentences from columns, and the exact words of each refusal."""

import pytest

from elman.data import read_tagged
from elman.errors import DataError, UsageError


def corpus(tmp_path, content, **options):
    path = tmp_path / "file"
    path.write_text(content)
    return read_tagged(path, **options)


@pytest.mark.parametrize(
    "content",
    [
        "Ann\tN\nsees\tV\n\nno one\tN\n",
        "Ann\tx\tN\nsees\ty\tV\r\n  \n\n\nno one\tz\tN",
    ],
)
def test_tokens_and_tags_by_tabs(tmp_path, content):
    found = corpus(tmp_path, content)
    assert found.sentences == (("Ann", "sees"), ("no one",))
    assert found.tags == (("N", "V"), ("N",))


def test_columns_by_white_space_where_there_is_no_tab(tmp_path):
    found = corpus(tmp_path, "EU NNP B-NP B-ORG\nrejects VBZ B-VP O\n")
    assert (found.sentences, found.tags) == ((("EU", "rejects"),), (("B-ORG", "O"),))


def test_without_tags_one_column_is_enough(tmp_path):
    found = corpus(tmp_path, "EU\nrejects\n\nit\n", tagged=False)
    assert (found.sentences, found.tags) == ((("EU", "rejects"), ("it",)), None)


def test_a_line_without_a_tag_is_named(tmp_path):
    with pytest.raises(DataError) as caught:
        corpus(tmp_path, "EU\tN\n\nrejects\n")
    assert caught.value.message == f"`{tmp_path / 'file'}:3`: expected a token and its tag, in columns; got 'rejects'"
    with pytest.raises(DataError, match="expected sentences; got none"):
        corpus(tmp_path, "\n\n")


def test_a_file_is_wanted_and_nothing_else():
    with pytest.raises(DataError) as raised:
        read_tagged("sms_spam")
    assert raised.value.message == "`sms_spam`: no such file or folder"
    assert raised.value.hint == "check the path"
    with pytest.raises(UsageError) as refused:
        read_tagged("")
    assert refused.value.message == "expected the name of a file; got an empty name"


def test_comments_and_beginnings_of_documents_are_no_tokens(tmp_path):
    found = corpus(tmp_path, "-DOCSTART- -X- O O\n\nEU NNP B-ORG\n# NN O\n")
    assert found.sentences == (("EU", "#"),)
    found = corpus(tmp_path, "-DOCSTART-\t-X-\tO\n\n# sent_id = 1\nEU\tB-ORG\n#\tO\n")
    assert (found.sentences, found.tags) == ((("EU", "#"),), (("B-ORG", "O"),))


@pytest.mark.parametrize("tagged", [True, False])
def test_conll_u_is_refused_with_a_remedy(tmp_path, tagged):
    line = "\t".join(["1-2", "Im", *"________"])
    with pytest.raises(DataError) as caught:
        corpus(tmp_path, f"# sent_id = 1\n{line}\n", tagged=tagged)
    assert caught.value.message == (
        f"`{tmp_path / 'file'}:2`: expected a token in the first column and its tag in the last; got a number and ten "
        "columns, as CoNLL-U has them"
    )
    assert caught.value.hint == (
        "keep the columns of the word and of the tag, of single words alone, such as "
        "`grep -vE '^(#|[0-9]+[-.])' FILE | cut -f 2,4`"
    )


def test_a_document_begins_in_a_file_with_tabs_too(tmp_path):
    (tmp_path / "d.tsv").write_text("Hello\tO\n\n-DOCSTART- -X- O O\n\nyou\tO\n")
    assert read_tagged(tmp_path / "d.tsv").sentences == (("Hello",), ("you",))


@pytest.mark.parametrize("content", ["red O\n\nNew York I\n", "# sent_id = 1\ntwo N\n"])
def test_columns_parted_by_blanks_are_as_many_on_every_line(tmp_path, content):
    """A token that holds a blank, or a comment, would be read as something else."""
    with pytest.raises(DataError) as caught:
        corpus(tmp_path, content)
    line, got = ("2", "'two N'") if content.startswith("#") else ("3", "'New York I'")
    expected = f"file:{line}`: expected as many columns as before; got {got}, of more words or fewer"
    assert caught.value.message.endswith(expected)
    assert caught.value.hint.startswith("part columns by tabs: ")


@pytest.mark.parametrize("content", ["two N\nred O\n\t\t\nmugs I\n", "two N\nred O\t\nmugs I\n"])
def test_a_tab_at_the_end_of_a_line_parts_no_columns(tmp_path, content):
    found = corpus(tmp_path, content, tagged=False)
    assert [token for sentence in found.sentences for token in sentence] == ["two", "red", "mugs"]


def test_a_sentence_on_one_line_is_no_token(tmp_path):
    with pytest.raises(DataError, match="expected a token a line; got one line of several words"):
        corpus(tmp_path, "please send three mugs\n", tagged=False)
    assert corpus(tmp_path, "mugs I\n", tagged=False).sentences == (("mugs",),)


def test_lines_of_as_many_words_are_told_of(tmp_path, capsys):
    found = corpus(tmp_path, "send three mugs\nkeep two pens\n", tagged=False)
    assert found.sentences == (("send", "keep"),)
    assert capsys.readouterr().err == (
        f"note: `{tmp_path / 'file'}`: each line is read as one token, the first of its 3 columns; put each token on a "
        "line, such as by `tr ' ' '\\n'`, and a blank line behind each sentence\n"
    )
    corpus(tmp_path, "mugs I\npens I\n", tagged=False)
    corpus(tmp_path, "send V O\nmugs N I\n")
    assert capsys.readouterr().err == ""
