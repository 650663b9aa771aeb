"""Texts to be classified, one a line, read as they come: memory holds one line, whatever the file's size."""

import codecs
import os
from collections.abc import Iterator
from typing import BinaryIO

from elman.data.decoding import ENCODING_HINT, check_encoding, marked_encoding, refuse_zero
from elman.data.source import open_source, source_name
from elman.errors import DataError


def read_lines(source: str | os.PathLike[str], *, encoding: str | None = None) -> Iterator[str]:
    r"""Every line of a file, blank ones too, without its ``\n`` or ``\r\n``.

    Args:
        source: A path, or ``-`` for standard input.
        encoding: Of the text; None for the byte order mark's, or else UTF-8. Nothing is detected,
            for that would take the whole file.

    Raises:
        UsageError: If Python knows no such encoding.
        DataError: If the file cannot be read, or a line cannot be decoded or holds a zero byte.
    """
    place = source_name(source)
    check_encoding(encoding)
    with open_source(source) as file:
        for number, line in enumerate(_decoded_lines(file, place, encoding), start=1):
            refuse_zero(line, place, number)
            yield line


def _decoded_lines(file: BinaryIO, place: str, encoding: str | None) -> Iterator[str]:
    chunk = file.readline()
    chosen = encoding or marked_encoding(chunk) or "utf-8"
    width = _character_width(chosen)
    decoder = codecs.getincrementaldecoder(chosen)()
    line, number = "", 1
    while True:
        chunk += file.read(-len(chunk) % width)
        try:
            line += decoder.decode(chunk, final=not chunk)
        except UnicodeDecodeError as error:
            raise DataError(
                f"`{place}:{number}`: byte 0x{error.object[error.start]:02x} cannot be decoded; tried `{chosen}`",
                hint=ENCODING_HINT,
            ) from None
        if number == 1:
            line = line.removeprefix("\ufeff")
        if line.endswith("\n") or (line and not chunk):
            yield line.removesuffix("\n").removesuffix("\r")
            line, number = "", number + 1
        if not chunk:
            return
        chunk = file.readline()


def _character_width(encoding: str) -> int:
    """Bytes of a character, where it is more than one: ``readline`` may stop inside one, and the rest must follow."""
    name = codecs.lookup(encoding).name
    return 2 if name.startswith("utf-16") else 4 if name.startswith("utf-32") else 1
