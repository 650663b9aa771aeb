"""A vocabulary as the compiled code read it: its tokens become Python's strings when somebody asks for them."""

from functools import cached_property
from typing import TYPE_CHECKING

from elman.text.vocabulary import RESERVED, Vocabulary

if TYPE_CHECKING:
    from elman._native import Strings


class StoredVocabulary(Vocabulary):
    """Tokens and their ids, most frequent first, of a file that was read and checked.

    Args:
        strings: The tokens, outside of Python.
    """

    def __init__(self, strings: "Strings") -> None:
        self.strings = strings

    @cached_property
    def tokens(self) -> tuple[str, ...]:  # type: ignore[override]
        """Every token that has an id of its own, without the reserved two; the first has id 2."""
        return tuple(self.strings.list())

    def __len__(self) -> int:
        """Ids in use, the reserved two included."""
        return len(self.strings) + len(RESERVED)

    def __reduce__(self) -> tuple[object, ...]:
        return Vocabulary, (self.tokens,)  # where it is sent to there may be no compiled code


def read_stored(content: bytes) -> StoredVocabulary | None:
    """The vocabulary in a JSON list of different strings; None if that is left to Python.

    Args:
        content: Any bytes.
    """
    try:
        from elman._native import read_strings
    except ImportError:  # not built, or not for this Python: `elman.runtime` says so
        return None
    strings = read_strings(content)
    return None if strings is None else StoredVocabulary(strings)
