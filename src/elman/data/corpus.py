"""A corpus: texts in the order they were read, with or without one label each."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from elman.errors import DataError


@dataclass(frozen=True)
class Corpus:
    """Texts in the order they were read, and where they came from.

    Args:
        texts: One string per text; an empty one is allowed, real messages can be empty.
        labels: One label per text, never empty; None for a corpus without labels.
        name: What the user called it: a path, a named data set, ``standard input``.
        sha256: Of the bytes read; of a folder, see :func:`elman.data.read`.

    Raises:
        DataError: If there is not exactly one label per text.
    """

    texts: tuple[str, ...] = field(repr=False)
    labels: tuple[str, ...] | None = field(repr=False)
    name: str
    sha256: str

    def __post_init__(self) -> None:
        if self.labels is not None and len(self.labels) != len(self.texts):
            raise DataError(f"`{self.name}`: expected one label per text; got {len(self.labels)} for {len(self.texts)}")

    def select(self, indices: Iterable[int]) -> "Corpus":
        """The texts at ``indices``, in that order; name and SHA-256 stay those of the whole.

        Args:
            indices: Positions from 0, as :func:`elman.data.train_test_split` gives them.

        Raises:
            IndexError: If an index is not one of the corpus.
        """
        kept = [int(index) for index in indices]
        labels = None if self.labels is None else tuple(self.labels[index] for index in kept)
        return replace(self, texts=tuple(self.texts[index] for index in kept), labels=labels)
