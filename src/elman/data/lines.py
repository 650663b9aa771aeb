r"""Lines: ``\n`` and ``\r\n`` end one, and ``\r`` where there is neither; ``str.splitlines`` has more."""

from collections.abc import Iterator


def with_newlines(text: str) -> str:
    r"""The same text; without any ``\n`` in it carriage returns end its lines, as some spreadsheets write them."""
    return text if "\n" in text else text.replace("\r", "\n")


def split_lines(text: str) -> list[str]:
    r"""Cut at every ``\n``, dropping the ``\r`` before it; a line end at the very end opens no further line."""
    lines = text.split("\n")
    if not lines[-1]:
        lines.pop()
    return [line.removesuffix("\r") for line in lines] if "\r" in text else lines


def filled_lines(text: str) -> Iterator[tuple[int, str]]:
    """The lines that hold more than white space, each with its number from 1."""
    for number, line in enumerate(split_lines(text), start=1):
        if line and not line.isspace():
            yield number, line
