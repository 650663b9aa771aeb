"""Duplicates: two texts that differ only in case and white space count as the same."""

from collections.abc import Iterable, Sequence


def duplicate_key(text: str) -> str:
    """What two duplicates have in common: the lower-cased text with single spaces between its words."""
    return " ".join(text.lower().split())


def deduplicate(texts: Iterable[str]) -> list[int]:
    """Positions of the texts that are no duplicate of an earlier one, in order.

    Args:
        texts: In file order. Where duplicates carry different labels, the first one's stays.
    """
    first: dict[str, int] = {}
    for index, text in enumerate(texts):
        first.setdefault(duplicate_key(text), index)
    return list(first.values())


def contradicted(texts: Sequence[str], labels: Sequence[str]) -> int:
    """How many texts stand there before, with another label than theirs.

    Args:
        texts: In file order.
        labels: One for each.
    """
    first: dict[str, str] = {}
    keys = map(duplicate_key, texts)
    return sum(first.setdefault(key, label) != label for key, label in zip(keys, labels, strict=True))
