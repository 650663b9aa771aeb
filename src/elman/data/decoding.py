"""Bytes become text: the encoding given, or told by a byte order mark, or UTF-8, or detected."""

import codecs

from elman.data.detection import detect
from elman.errors import DataError, UsageError
from elman.notes import note

# The mark of UTF-32 (little end first) begins with that of UTF-16, so it is looked for first.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
PARQUET = b"PAR1\x15"  # of which the last byte begins a page or the footer; a text may begin with the others
# What files begin with that are no text; deflate, the third byte, is the only method that gzip has.
_NO_TEXT = (
    (b"\x1f\x8b\x08", "a compressed file (gzip)", "unpack it first"),
    (b"PK\x03\x04", "a compressed file (zip)", "unpack it first; of a spreadsheet, save the table as CSV"),
    (PARQUET, "a Parquet file", "name it `.parquet`, or give `--format parquet` (in Python `format=`)"),
)
ENCODING_HINT = "name the encoding with `--encoding` (in Python `encoding=`), or save the file as UTF-8"


def decode(content: bytes, *, place: str, encoding: str | None) -> str:
    """Decode a whole file; a byte order mark is removed.

    Args:
        content: The bytes.
        place: What error messages call them.
        encoding: A codec's name; None to find out.

    Raises:
        UsageError: If Python knows no such encoding.
        DataError: If the bytes are a compressed file's or Parquet, are not text in that encoding or in any that could
            be detected, or hold a zero byte.
    """
    chosen = check_encoding(encoding) or marked_encoding(content)
    refuse_no_text(content, place)
    try:
        text = content.decode(chosen or "utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        if chosen is not None:
            raise _undecodable(place, error, tried=f"`{chosen}`") from None
        text = _decode_detected(content, place, error)
    except UnicodeError as error:  # some codecs, such as `idna`, do not say where the fault is
        raise DataError(f"`{place}`: cannot be decoded: {error}; tried `{chosen}`", hint=ENCODING_HINT) from None
    refuse_zero(text, place)
    return text


def check_encoding(encoding: str | None) -> str | None:
    """The same name, once Python is known to have a text codec for it.

    Raises:
        UsageError: If it has none.
    """
    if encoding is not None:
        try:
            b" ".decode(encoding)  # Python does not look the name up where there is nothing to decode
        except UnicodeDecodeError:
            pass  # one byte is half a character of UTF-16
        except (LookupError, ValueError):
            raise UsageError(
                f"encoding: expected the name of a text encoding; got `{encoding}`",
                hint="use one that Python knows, such as `utf-8`, `utf-16`, `cp1252` or `latin-1`",
            ) from None
    return encoding


def marked_encoding(content: bytes) -> str | None:
    """The encoding whose byte order mark the bytes begin with."""
    return next((encoding for mark, encoding in _MARKS if content.startswith(mark)), None)


def has_mark(content: bytes, encoding: str) -> bool:
    """Whether the bytes begin with the byte order mark of that very encoding, by Python's name for it."""
    return any(encoding == marked and content.startswith(mark) for mark, marked in _MARKS)


def may_be_cut(content: bytes) -> bool:
    """Whether a few more bytes could make these the beginning of a byte order mark, or of what is no text."""
    beginnings = [mark for mark, *_ in (*_MARKS, *_NO_TEXT)]
    return any(len(content) < len(mark) and mark.startswith(content) for mark in beginnings)


def refuse_no_text(content: bytes, place: str) -> None:
    """Raise a ``DataError`` if the bytes, or the first of them, are those of a compressed file or of Parquet."""
    for beginning, kind, remedy in _NO_TEXT:
        if content.startswith(beginning):
            raise DataError(f"`{place}`: expected text; got {kind}", hint=remedy)


def refuse_zero(text: str, place: str, first_line: int = 1) -> None:
    """Raise a ``DataError`` that names the line of the first NUL; text has none, a binary file has."""
    position = text.find("\0")
    if position >= 0:
        line = first_line + text.count("\n" if "\n" in text else "\r", 0, position)
        raise DataError(
            f"`{place}:{line}`: expected text; got a zero byte (NUL)",
            hint="if the file is UTF-16 or UTF-32, name it with `--encoding` (in Python `encoding=`); "
            "otherwise it is damaged or no text file",
        )


def _decode_detected(content: bytes, place: str, error: UnicodeDecodeError) -> str:
    """Find out what the bytes are, unless they are plainly damaged UTF-8."""
    repaired = content.decode("utf-8", errors="replace")
    broken = repaired.count("\ufffd")
    sound = sum(not character.isascii() for character in repaired) - broken
    if sound >= broken:
        raise _undecodable(place, error, tried="UTF-8, which it otherwise is")

    encoding = detect(content)
    if encoding is None:
        raise _undecodable(place, error, tried="UTF-8 and every encoding that could be detected")
    note(f"`{place}` is not UTF-8: read as {encoding}; choose with --encoding")
    return content.decode(encoding).removeprefix("\ufeff")


def _undecodable(place: str, error: UnicodeDecodeError, tried: str) -> DataError:
    byte = error.object[error.start]
    return DataError(
        f"`{place}`: byte 0x{byte:02x} at offset {error.start:,} cannot be decoded; tried {tried}",
        hint=ENCODING_HINT,
    )
