"""Dividing a corpus into what is learned from and what is held out."""

from collections.abc import Sequence
from dataclasses import dataclass

from elman.data import Corpus, deduplicate, duplicate_key, train_test_split
from elman.errors import DataError, placed
from elman.experiments.measuring import known_labels
from elman.presets import Preset


@dataclass(frozen=True)
class Parts:
    """A corpus divided.

    Args:
        train: What is learned from.
        test: What is held out; None for nothing.
        left_out: Texts of the corpus in neither, because they stand elsewhere already.
    """

    train: Corpus
    test: Corpus | None
    left_out: int


def divide(corpus: Corpus, preset: Preset, seed: int, test: Corpus | None = None) -> Parts:
    """Divide a corpus as a preset says; the same corpus, settings and seed always give the same parts.

    Args:
        corpus: Labelled texts.
        preset: Its ``test_fraction`` or ``train_first``, ``stratify`` and ``deduplicate``.
        seed: Seed of the division.
        test: A test part given from outside; then all of the corpus is learned from, without the texts that stand
            in the test part where ``deduplicate`` is on.

    Raises:
        DataError: If the corpus has no labels, a part would be empty, or a class of it is not learned from because of
            what is held out.
    """
    labels = known_labels(corpus)
    if test is None and preset.train_first is not None:
        return _divide_in_order(corpus, preset.train_first, preset.deduplicate)
    if test is None and preset.test_fraction:
        with placed(corpus.name):
            split = train_test_split(
                corpus.texts,
                labels,
                test_fraction=preset.test_fraction,
                seed=seed,
                stratify=preset.stratify,
                deduplicate=preset.deduplicate,
            )
        remedy = "stratify the division, or give the class more texts"
        return _parts(corpus, split.train.tolist(), split.test.tolist(), remedy)
    rows = deduplicate(corpus.texts) if preset.deduplicate else list(range(len(corpus.texts)))
    there = {labels[row] for row in rows}
    if test is not None and preset.deduplicate:
        held_out = {duplicate_key(text) for text in test.texts}
        rows = [row for row in rows if duplicate_key(corpus.texts[row]) not in held_out]
    if not rows:
        raise DataError(
            f"`{corpus.name}`: every text stands in the test part too; nothing is left to learn from",
            hint="hold out another file, or leave out --test to hold out a part of this one",
        )
    gone = there.difference(labels[row] for row in rows)
    if gone:
        raise DataError(
            f"`{corpus.name}`: every text of the class `{min(gone)}` stands in the test part too; none is left to "
            "learn from",
            hint="hold out other texts, or give the class more of them",
        )
    return Parts(corpus.select(rows), test, len(corpus.texts) - len(rows))


def _divide_in_order(corpus: Corpus, first: int, without_duplicates: bool) -> Parts:
    """Learn from the first texts of the file, as it stands or without those that came before; hold out the rest."""
    if first >= len(corpus.texts):
        raise DataError(
            f"`{corpus.name}`: cannot learn from the first {first} of {len(corpus.texts)} texts and hold out the rest",
            hint="set `train_first` lower",
        )
    rows = deduplicate(corpus.texts) if without_duplicates else range(len(corpus.texts))
    train, test = [row for row in rows if row < first], [row for row in rows if row >= first]
    if not test:
        raise DataError(
            f"`{corpus.name}`: every text after the first {first} stands among them already; nothing is held out",
            hint="set `train_first` lower, or `deduplicate` to false",
        )
    return _parts(corpus, train, test, "set `train_first` higher, or shuffle the file")


def _parts(corpus: Corpus, train: Sequence[int], test: Sequence[int], remedy: str) -> Parts:
    """The rows of either part, if no class is held out that is not learned from."""
    learned, held_out = corpus.select(train), corpus.select(test)
    known = set(known_labels(learned))
    unseen = next((label for label in known_labels(held_out) if label not in known), None)
    if unseen is not None:
        raise DataError(
            f"`{corpus.name}`: the class `{unseen}` is held out, and none of the {len(train):,} texts that are learned "
            "from is of it",
            hint=remedy,
        )
    return Parts(learned, held_out, len(corpus.texts) - len(train) - len(test))
