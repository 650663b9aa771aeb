"""From a data set's name, a path or standard input to a corpus."""

import hashlib
import os
from collections.abc import Iterable
from pathlib import Path

from elman.data.columns import Request
from elman.data.corpus import Corpus
from elman.data.decoding import PARQUET, check_encoding, refuse_no_text
from elman.data.excerpt import excerpt
from elman.data.formats import Row, choose_format, parse, read_folder
from elman.data.locate import locate
from elman.data.named import get_named, is_named
from elman.data.source import STANDARD_INPUT, open_source, source_name
from elman.errors import DataError, UsageError


def read(
    source: str | os.PathLike[str],
    *,
    text_column: str | int | None = None,
    label_column: str | int | None = None,
    format: str | None = None,  # noqa: A002 - the word the user knows, on the command line too
    encoding: str | None = None,
    labelled: bool = True,
) -> Corpus:
    """Read a corpus.

    A table's first row is its header when a column is asked for by name, or when it holds a usual name for the text
    (``text``, ``message``, ``sms``, ``content``, ``body``, ``v2``) and one for the label (``label``,
    ``category``, ``class``, ``target``, ``spam``, ``v1``). Labels lose the white space around them.

    Args:
        source: A named data set (``sms-spam``), a path, or ``-`` for standard input. A name wins over a file
            of that name; write ``./sms-spam`` for the file.
        text_column: The text's column: its name, or its position counted from 1.
        label_column: The label's column, likewise.
        format: ``tsv``, ``csv``, ``jsonl``, ``parquet``, ``fasttext``, ``plain`` (texts alone) or ``folder``; None to
            go by the file's ending, then by its first line.
        encoding: Of the text; None for the byte order mark's, UTF-8, or what can be detected, in that order.
        labelled: Whether labels are wanted; without, ``labels`` is None whatever the file holds.

    Returns:
        The corpus; its ``sha256`` is that of the file's bytes, or of a folder's names and contents.

    Raises:
        UsageError: If the options do not fit the source, or its name is empty.
        DataError: If the source cannot be read as asked; the message names the file and the line.
        DataUnavailable: If a named data set can be had from nowhere.
    """
    request = Request(source_name(source), text_column, label_column, labelled)
    check_encoding(encoding)
    if is_named(source):
        if request.asked or format or encoding:
            raise UsageError(
                f"`{source}`: a named data set needs no columns, format or encoding", hint="leave them out"
            )
        return _read_file(locate(str(source)), request, get_named(str(source)).format, None)
    if source != STANDARD_INPUT and Path(source).is_dir():
        if request.asked or format not in (None, "folder"):
            raise UsageError(
                f"`{request.place}`: a folder has no columns, and no format but `folder`", hint="leave them out"
            )
        return _corpus(*read_folder(Path(source), request, encoding), request)
    return _read_file(source, request, format, encoding)


def _read_file(
    source: str | os.PathLike[str], request: Request, format_name: str | None, encoding: str | None
) -> Corpus:
    with open_source(source) as file:
        content = file.read()
    if not content:
        remedy = "pipe texts into it" if source == STANDARD_INPUT else "check the path"
        raise DataError(f"`{request.place}`: expected texts; got nothing: it is empty", hint=remedy)
    if not content.startswith(PARQUET):
        refuse_no_text(content, request.place)
    chosen = choose_format(source, content, format_name, request, encoding)
    if request.asked and chosen in ("fasttext", "plain"):
        raise UsageError(
            f"`{request.place}`: expected no columns, for its format is `{chosen}`; got `{request.asked[0]}`",
            hint="leave them out, or choose another `--format` (in Python `format=`)",
        )
    return _corpus(parse(content, chosen, request, encoding), hashlib.sha256(content).hexdigest(), request)


def _corpus(rows: Iterable[Row], sha256: str, request: Request) -> Corpus:
    texts: list[str] = []
    labels: list[str] = []
    for number, text, label in rows:
        texts.append(text)
        if label is not None:
            labels.append(label.strip())
            if not labels[-1]:
                raise DataError(
                    f"`{request.place}:{number}`: expected a label; got an empty one for the text {excerpt(text)}",
                    hint="give the text a label, or remove it",
                )
    if not texts:
        raise DataError(f"`{request.place}`: expected texts; got none", hint="check the path")
    return Corpus(tuple(texts), tuple(labels) if request.labelled else None, request.place, sha256)
