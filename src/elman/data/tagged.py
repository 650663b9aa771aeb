"""Sentences of tokens, each with a tag, from files in columns as the CoNLL shared tasks have them."""

import hashlib
import os
import re
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, field

from elman.data.decoding import decode
from elman.data.excerpt import excerpt
from elman.data.lines import split_lines, with_newlines
from elman.data.source import open_source, source_name
from elman.errors import DataError
from elman.notes import note

Sentence = tuple[str, ...]
_DOCUMENT = "-DOCSTART-"
_UNIVERSAL_COLUMNS = 10
_BLANKS = " \t\r\f\v"  # a no-break space is part of a token
_BLANK = re.compile(f"[{_BLANKS}]+")
_TOKEN_AND_TAG = 2  # columns
_ONE_A_LINE = "put each token on a line, such as by `tr ' ' '\\n'`, and a blank line behind each sentence"
_BY_TABS = "part columns by tabs: tokens may hold blanks then, and lines that begin with # are comments"


@dataclass(frozen=True)
class TaggedCorpus:
    """Sentences, and a tag for each of their tokens.

    Args:
        sentences: Tokens of each, at least one.
        tags: A tag for each token; None for a corpus without tags.
        name: What the user called it.
        sha256: Of the bytes read.
    """

    sentences: tuple[Sentence, ...] = field(repr=False)
    tags: tuple[Sentence, ...] | None = field(repr=False)
    name: str
    sha256: str


def check_tokens(name: str, tokens: object) -> None:
    """Refuse what is no sentence: anything other than a sequence of strings that are not empty.

    Args:
        name: Of the argument, for the message.
        tokens: A sentence's, or their tags.

    Raises:
        DataError: Naming the place.
    """
    if isinstance(tokens, str):
        raise DataError(
            f"`{name}`: expected a list of strings; got a single one", hint="split it, for example with .split()"
        )
    if not isinstance(tokens, Iterable) or isinstance(tokens, bytes | Set | Mapping) or getattr(tokens, "ndim", 1) == 0:
        raise DataError(f"`{name}`: expected a list of strings; got {tokens!r:.60}")
    for place, token in enumerate(tokens):
        if not isinstance(token, str) or not token:
            got = "an empty one" if isinstance(token, str) else f"{token!r:.60}"
            raise DataError(f"`{name}[{place}]`: expected a string; got {got}")


def read_tagged(source: str | os.PathLike[str], *, tagged: bool = True, encoding: str | None = None) -> TaggedCorpus:
    """Read a file in columns: a line is a token, its first column; its last is the tag; a blank line ends a sentence.

    Columns are parted by tabs, or by blanks in a file that has no tab. The beginning of a document
    (``-DOCSTART-``) is no token; nor, where tabs part columns, is a comment, which begins with ``#`` and has none.

    Args:
        source: A path, or ``-`` for standard input.
        tagged: Whether tags are wanted; where they are not, a note says so if blanks part more than two columns.
        encoding: Of the text; see ``read``.

    Raises:
        UsageError: If Python knows no such encoding, or the source's name is empty.
        DataError: If a line has no tag where one is wanted, or no sentence; the message names the line.
    """
    place = source_name(source, file_only=True)
    with open_source(source, file_only=True) as file:
        content = file.read()
    lines = split_lines(with_newlines(decode(content, place=place, encoding=encoding)))
    separator = "\t" if any("\t" in line.strip(_BLANKS) for line in lines) else None
    sentences: list[list[tuple[str, str]]] = [[]]
    widths: set[int] = set()
    for number, line in enumerate(lines, start=1):
        if not line.strip(_BLANKS):
            sentences.append([])
            continue
        if line.startswith("#") and separator is not None and separator not in line:
            continue  # a comment, of a file whose tokens stand in columns
        parts = _BLANK.split(line.strip(_BLANKS)) if separator is None else line.split(separator)
        columns = [part.strip(_BLANKS) for part in parts]
        if _BLANK.split(line.strip(_BLANKS), maxsplit=1)[0] == _DOCUMENT:
            sentences.append([])
            continue
        widths.add(len(columns))
        if separator is None and len(widths) > 1:
            raise DataError(
                f"`{place}:{number}`: expected as many columns as before; got {excerpt(line)}, of more words or fewer",
                hint=_BY_TABS if tagged else f"{_ONE_A_LINE}; or {_BY_TABS}",
            )
        if not columns[0] or (tagged and (len(columns) < 2 or not columns[-1])):
            raise DataError(
                f"`{place}:{number}`: expected a token and its tag, in columns; got {excerpt(line)}",
                hint="part them by a tab, and sentences by a blank line",
            )
        if len(columns) == _UNIVERSAL_COLUMNS and columns[0][:1].isdecimal():
            raise DataError(
                f"`{place}:{number}`: expected a token in the first column and its tag in the last; got a number and "
                "ten columns, as CoNLL-U has them",
                hint="keep the columns of the word and of the tag, of single words alone, such as "
                "`grep -vE '^(#|[0-9]+[-.])' FILE | cut -f 2,4`",
            )
        sentences[-1].append((columns[0], columns[-1]))
    filled = [sentence for sentence in sentences if sentence]
    if not tagged and separator is None and sum(map(len, filled)) == 1 and max(widths) > _TOKEN_AND_TAG:
        raise DataError(f"`{place}`: expected a token a line; got one line of several words", hint=_ONE_A_LINE)
    if not tagged and separator is None and max(widths, default=0) > _TOKEN_AND_TAG:
        note(f"note: `{place}`: each line is read as one token, the first of its {max(widths)} columns; {_ONE_A_LINE}")
    if tagged and not filled:
        raise DataError(f"`{place}`: expected sentences; got none", hint="check the path")
    return TaggedCorpus(
        tuple(tuple(token for token, _ in sentence) for sentence in filled),
        tuple(tuple(tag for _, tag in sentence) for sentence in filled) if tagged else None,
        place,
        hashlib.sha256(content).hexdigest(),
    )
