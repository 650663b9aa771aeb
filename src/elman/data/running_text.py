"""One long text for a language model: a file as it stands, or the texts of a corpus, one after the other."""

import hashlib
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from elman.data.decoding import check_encoding, decode
from elman.data.formats import tell_of_format
from elman.data.named import is_named
from elman.data.reading import read
from elman.data.source import STANDARD_INPUT, open_source, source_name
from elman.errors import DataError


@dataclass(frozen=True)
class RunningText:
    """A text to learn from.

    Args:
        text: All of it; in bytes that were no UTF-8, lone surrogates stand for the stray ones.
        name: What the user called it.
        sha256: Of the bytes read; empty for a text handed over in Python.
    """

    text: str = field(repr=False)
    name: str = "text given in Python"
    sha256: str = ""


def read_running_text(
    source: str | os.PathLike[str],
    *,
    any_bytes: bool = False,
    tell_format: bool = False,
    encoding: str | None = None,
    **reading: Any,
) -> RunningText:
    """Read a text.

    A file is one text as it stands. A named data set, a folder, or a file whose ``format`` or columns are given is a
    corpus: its texts are put one after the other, each with a line's end, and its labels are not looked at.

    Args:
        source: A path, a named data set, or ``-`` for standard input.
        any_bytes: Whether bytes that are not text are taken too, for a model of bytes.
        tell_format: Whether to say so where a file that is taken as it stands looks like a table.
        encoding: Of the text; see ``read``.
        reading: ``format``, ``text_column`` and ``label_column``; see ``read``.

    Raises:
        DataError: If there is nothing in it, or it is not text; the message names the place.
        UsageError: If the options do not fit the source, or its name is empty.
    """
    asked = any(value is not None for value in reading.values())
    if is_named(source) or asked or (source != STANDARD_INPUT and Path(source).is_dir()):
        corpus = read(source, encoding=encoding, labelled=False, **reading)
        text = "".join(f"{each}\n" for each in corpus.texts)
        return RunningText(text, corpus.name, corpus.sha256)
    place = source_name(source)
    check_encoding(encoding)
    with open_source(source) as file:
        content = file.read()
    if any_bytes and encoding is None:
        text = content.decode("utf-8", errors="surrogateescape")
    else:
        text = _decode(content, place, encoding, any_bytes=any_bytes)
    if not text:
        raise DataError(f"`{place}`: expected text; got nothing: it is empty", hint="give one that has something in it")
    if tell_format:
        tell_of_format(text, place, "is read as it stands")
    return RunningText(text, place, hashlib.sha256(content).hexdigest())


def _decode(content: bytes, place: str, encoding: str | None, *, any_bytes: bool) -> str:
    try:
        return decode(content, place=place, encoding=encoding)
    except DataError as error:
        hint = "a language model of bytes reads any file"
        hint = f"give no encoding: {hint}" if any_bytes else f"{error.hint}; {hint} (`elman lm train --level byte`)"
        raise DataError(error.message, hint=hint) from None


@dataclass(frozen=True)
class TextParts:
    """A text divided.

    Args:
        train: What is learned from.
        validation: Its held-out end, or a text of its own; empty for none.
    """

    train: str
    validation: str


def divide_text(text: str, validation_fraction: float, name: str, validation: str | None = None) -> TextParts:
    """Hold out the end of a text, as much of its characters as is asked.

    Args:
        text: All of it.
        validation_fraction: Share of its characters.
        name: What the text is called, for messages.
        validation: A text that is held out instead.

    Raises:
        DataError: If the text is empty, or a single character repeated, or nothing would be left to learn from.
    """
    if not text:
        raise DataError(f"`{name}`: expected text; got nothing: it is empty", hint="give one that has something in it")
    if len(set(text)) == 1:
        raise DataError(
            f"`{name}`: a single character, {text[0]!r}, repeated: there is nothing to predict",
            hint="give a text of at least two different characters",
        )
    if validation is not None:
        return TextParts(text, validation)
    cut = int(len(text) * (1 - validation_fraction))
    if not cut:
        raise DataError(
            f"`{name}`: all of its {len(text):,} characters would be held out",
            hint="set `validation_fraction` lower, or give a longer text",
        )
    return TextParts(text[:cut], text[cut:])
