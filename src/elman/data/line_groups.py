"""Texts to be classified, one a line, read as they come: one when they trickle, many when they pour."""

import codecs
import os
import sys
from collections.abc import Iterator
from typing import BinaryIO

from elman.data.decoding import (
    ENCODING_HINT,
    check_encoding,
    has_mark,
    marked_encoding,
    may_be_cut,
    refuse_no_text,
    refuse_zero,
)
from elman.data.lines import split_lines, with_newlines
from elman.data.source import open_source, source_name
from elman.errors import DataError

_BYTES_AT_ONCE = 1 << 16
# What Python takes bytes without a byte order mark for when they are decoded at once; its decoders that go
# piece by piece insist on the mark.
_WITHOUT_MARK = {
    "utf-8-sig": "utf-8",
    "utf-16": "utf-16-le" if sys.byteorder == "little" else "utf-16-be",
    "utf-32": "utf-32-le" if sys.byteorder == "little" else "utf-32-be",
}


def read_line_groups(source: str | os.PathLike[str], *, encoding: str | None = None) -> Iterator[list[str]]:
    r"""Lines in groups: each holds what the source had to give, without waiting for more.

    Every line, blank ones too, stands there without its ``\n`` or ``\r\n``. Memory holds one group, whatever the
    source's size; a source without any newline is one, cut at carriage returns.

    Args:
        source: A path, or ``-`` for standard input.
        encoding: Of the text; None for the byte order mark's, or else UTF-8. Nothing is detected,
            for that would take the whole file.

    Raises:
        UsageError: If Python knows no such encoding, or the source's name is empty.
        DataError: If the file cannot be read or is no text, or a line cannot be decoded or holds a zero byte;
            the lines before it have been given by then.
    """
    place = source_name(source, file_only=True)
    check_encoding(encoding)
    with open_source(source, file_only=True) as file:
        number = 1
        for group in _decoded_lines(file, place, encoding):
            whole = next((row for row, line in enumerate(group) if "\0" in line), len(group))
            if whole:
                yield group[:whole]
            if whole < len(group):
                refuse_zero(group[whole], place, number + whole)
            number += len(group)


def _decoded_lines(file: BinaryIO, place: str, encoding: str | None) -> Iterator[list[str]]:
    chunk = _first_chunk(file)
    refuse_no_text(chunk, place)
    chosen = encoding or marked_encoding(chunk) or "utf-8"
    decoder = _decoder(chosen, chunk)
    open_line: list[str] = []  # the parts of the line whose end has not come yet
    number = 0
    while True:
        text, fault = _decode(decoder, chunk)
        *lines, rest = text.split("\n")
        if lines:
            lines[0] = "".join([*open_line, lines[0]])
            open_line = []
            yield _finished(lines, first=number == 0)
            number += len(lines)
        open_line.append(rest)
        if fault is not None:
            what = f"byte 0x{fault.object[fault.start]:02x}" if isinstance(fault, UnicodeDecodeError) else "the text"
            raise DataError(
                f"`{place}:{number + 1}`: {what} cannot be decoded; tried `{chosen}`", hint=ENCODING_HINT
            ) from None
        if not chunk:
            break
        chunk = file.read1(_BYTES_AT_ONCE)  # type: ignore[attr-defined] # every buffered reader has it
    last = "".join(open_line)
    if last and (number or last != "\ufeff"):
        yield _finished([last] if number else split_lines(with_newlines(last)), first=number == 0)


def _first_chunk(file: BinaryIO) -> bytes:
    """What there is to begin with; more where a byte order mark, or what a compressed file begins with, may be cut."""
    chunk: bytes = file.read1(_BYTES_AT_ONCE)  # type: ignore[attr-defined]
    while chunk and may_be_cut(chunk) and (more := file.read(1)):
        chunk += more
    return chunk


def _decoder(encoding: str, beginning: bytes) -> codecs.IncrementalDecoder:
    """A decoder that gives what decoding all of the bytes at once would give."""
    name = codecs.lookup(encoding).name
    if name in _WITHOUT_MARK and not has_mark(beginning, name):
        name = _WITHOUT_MARK[name]
    return codecs.getincrementaldecoder(name)()


def _decode(decoder: codecs.IncrementalDecoder, chunk: bytes) -> tuple[str, UnicodeError | None]:
    """A chunk's text up to the first fault, and the fault; an empty chunk ends the text."""
    before = decoder.getstate()
    try:
        return decoder.decode(chunk, final=not chunk), None
    except UnicodeError as error:
        fault = error
    # Where the fault is counted from, and whether it is told at all, differs from codec to codec. Byte by byte
    # it shows, and so does a fault that is none: some codecs can hold back no more than eight bytes.
    decoder.setstate(before)
    sound: list[str] = []
    for position in range(len(chunk)):
        try:
            sound.append(decoder.decode(chunk[position : position + 1]))
        except UnicodeError as error:
            return "".join(sound), error
    return "".join(sound), None if chunk else fault


def _finished(lines: list[str], *, first: bool) -> list[str]:
    if first:
        lines[0] = lines[0].removeprefix("\ufeff")
    return [line.removesuffix("\r") for line in lines]
