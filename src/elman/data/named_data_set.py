"""What a named data set is: the facts to show, the bytes to expect, and where they can come from."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Source:
    """One place a data set can be fetched from.

    Args:
        title: What notes and messages call it.
        fetch: Gives the file's bytes, unchecked, or raises ``DataError`` with the reason it cannot.
    """

    title: str
    fetch: Callable[[], bytes]


@dataclass(frozen=True)
class NamedDataSet:
    """A data set that is known by name; its bytes are known too.

    Args:
        name: What the user types.
        description: One line.
        licence: Under which it may be used.
        citation: What to cite.
        file_name: Its file in the cache and in ``$ELMAN_DATA_DIR``.
        format: One of :data:`elman.data.FORMATS`.
        sha256: Of the file; nothing else is accepted under this name.
        size: Of the file in bytes.
        texts: How many there are.
        labels: Each label and how many texts have it.
        sources: Where to fetch it from, tried in this order.
    """

    name: str
    description: str
    licence: str
    citation: str
    file_name: str
    format: str
    sha256: str
    size: int
    texts: int
    labels: dict[str, int]
    sources: tuple[Source, ...]
