"""Texts to be classified, one a line, read as they come: one when they trickle, many when they pour."""

import codecs
import os
from collections.abc import Iterator
from itertools import chain
from typing import BinaryIO

from elman.data.decoding import ENCODING_HINT, check_encoding, marked_encoding, refuse_zero
from elman.data.source import open_source, source_name
from elman.errors import DataError

_BYTES_AT_ONCE = 1 << 16


def read_lines(source: str | os.PathLike[str], *, encoding: str | None = None) -> Iterator[str]:
    r"""Every line of a file, blank ones too, without its ``\n`` or ``\r\n``; see ``read_line_groups``."""
    return chain.from_iterable(read_line_groups(source, encoding=encoding))


def read_line_groups(source: str | os.PathLike[str], *, encoding: str | None = None) -> Iterator[list[str]]:
    """Lines in groups: each holds what the source had to give, without waiting for more.

    Memory holds one group, whatever the source's size.

    Args:
        source: A path, or ``-`` for standard input.
        encoding: Of the text; None for the byte order mark's, or else UTF-8. Nothing is detected,
            for that would take the whole file.

    Raises:
        UsageError: If Python knows no such encoding.
        DataError: If the file cannot be read, or a line cannot be decoded or holds a zero byte; the lines before
            it have been given by then.
    """
    place = source_name(source)
    check_encoding(encoding)
    with open_source(source) as file:
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
    chosen = encoding or marked_encoding(chunk) or "utf-8"
    decoder = codecs.getincrementaldecoder(chosen)()
    open_line: list[str] = []  # the parts of the line whose end has not come yet
    number, fault = 0, None
    while True:
        try:
            text = decoder.decode(chunk, final=not chunk)
        except UnicodeDecodeError as error:
            held_back = len(error.object) - len(chunk)
            text, fault = decoder.decode(chunk[: max(0, error.start - held_back)]), error
        *lines, rest = text.split("\n")
        if lines:
            lines[0] = "".join([*open_line, lines[0]])
            open_line = []
            yield _finished(lines, first=number == 0)
            number += len(lines)
        open_line.append(rest)
        if fault is not None:
            raise DataError(
                f"`{place}:{number + 1}`: byte 0x{fault.object[fault.start]:02x} cannot be decoded; tried `{chosen}`",
                hint=ENCODING_HINT,
            ) from None
        if not chunk:
            break
        chunk = file.read1(_BYTES_AT_ONCE)  # type: ignore[attr-defined] # every buffered reader has it
    last = "".join(open_line)
    if last and (number or last != "\ufeff"):
        yield _finished([last], first=number == 0)


def _first_chunk(file: BinaryIO) -> bytes:
    """What there is to begin with; more than that only where a byte order mark may have been cut."""
    chunk: bytes = file.read1(_BYTES_AT_ONCE)  # type: ignore[attr-defined]
    while len(chunk) < 4 and chunk[:1] in (b"\xef", b"\xfe", b"\xff", b"\0") and (more := file.read(1)):
        chunk += more
    return chunk


def _finished(lines: list[str], *, first: bool) -> list[str]:
    if first:
        lines[0] = lines[0].removeprefix("\ufeff")
    return [line.removesuffix("\r") for line in lines]
