"""Splitting: which texts are learned from and which are held out."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from elman.data.columns import NO_LABEL
from elman.data.duplicates import deduplicate as first_occurrences
from elman.errors import DataError, UsageError
from elman.randomness import generator

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_LARGEST_SPLIT_SEED = 2**32 - 1  # NumPy's limit for the generator that scikit-learn shuffles with
_SLACK = 1e-9  # 10 * (1 - 0.9) is a little less than 1, and is meant to be 1


class Split(NamedTuple):
    """Two disjoint sets of positions in the corpus, each int64 and rising."""

    train: NDArray[np.int64]
    test: NDArray[np.int64]


def train_test_split(
    texts: Sequence[str],
    labels: Sequence[str] | None,
    *,
    test_fraction: float,
    seed: int,
    stratify: bool = True,
    deduplicate: bool = True,
    purpose: str = "split",
) -> Split:
    """Hold out a part of the texts.

    Stratified, every class keeps its share in the test part as nearly as whole texts allow (largest
    remainders round up), and every class stands on both sides. Otherwise the training part is the first
    ``int(count * (1 - test_fraction))`` of a random order.

    Args:
        texts: In file order.
        labels: One per text; needed only to stratify.
        test_fraction: Share to hold out, 0 < share < 1.
        seed: Of the random order; at least 0. The same seed, texts and options give the same split.
        stratify: Whether to split each class by itself.
        deduplicate: Whether to leave out all but the first of each text (see :func:`duplicate_key`), so
            that none stands on both sides.
        purpose: Of the split: those of different purposes do not depend on each other.

    Raises:
        UsageError: If ``test_fraction`` is not between 0 and 1, or labels are missing.
        DataError: If a class cannot stand on both sides, or a side would be empty.
    """
    import numpy as np

    if not 0.0 < test_fraction < 1.0:
        raise UsageError(f"`test_fraction`: expected more than 0 and less than 1; got {test_fraction}")
    kept = first_occurrences(texts) if deduplicate else list(range(len(texts)))
    random = generator(seed, purpose)
    if stratify:
        classes = _classes(kept, labels)
        sizes = _test_sizes({label: len(members) for label, members in classes.items()}, test_fraction)
        test = [
            index
            for label, members in classes.items()
            for index in random.permutation(np.asarray(members, np.int64))[: sizes[label]].tolist()
        ]
    else:
        order = random.permutation(np.asarray(kept, np.int64)).tolist()
        test = order[math.floor(len(order) * (1.0 - test_fraction) + _SLACK) :]
    if not 0 < len(test) < len(kept):
        raise DataError(
            f"cannot hold out {test_fraction:g} of {len(kept)} texts: one side would be empty",
            hint="use more texts, or another test fraction",
        )
    return Split(np.setdiff1d(np.asarray(kept, np.int64), test), np.sort(np.asarray(test, np.int64)))


def stratified_folds(texts: Sequence[str], labels: Sequence[str], *, folds: int, split_seed: int) -> list[Split]:
    """Cross-validation: every text is held out exactly once, every class evenly spread over the folds.

    The folds are those of scikit-learn's ``StratifiedKFold(folds, shuffle=True, random_state=split_seed)``
    over the texts without their duplicates, in file order.

    Args:
        texts: In file order.
        labels: One per text.
        folds: How many, at least 2.
        split_seed: Of the shuffle, 0 ≤ seed < 2³².

    Returns:
        One split per fold; positions are those in ``texts``, duplicates appear in none.

    Raises:
        UsageError: If there are fewer than two folds, or the seed is out of its range.
        DataError: If there is a single class, or one has fewer texts than there are folds.
    """
    import numpy as np
    from sklearn.model_selection import StratifiedKFold

    if folds < 2:
        raise UsageError(f"`folds`: expected at least 2; got {folds}")
    if not 0 <= split_seed <= _LARGEST_SPLIT_SEED:
        raise UsageError(
            f"`split_seed`: expected a whole number from 0 to {_LARGEST_SPLIT_SEED:,}; got {split_seed}",
            hint="choose another seed",
        )
    kept = np.asarray(first_occurrences(texts), np.int64)
    classes = _classes(kept.tolist(), labels, needed=folds)
    number = {label: position for position, label in enumerate(classes)}
    targets = [number[labels[index]] for index in kept]
    splitter = StratifiedKFold(n_splits=folds, shuffle=True, random_state=split_seed)
    return [Split(kept[train], kept[test]) for train, test in splitter.split(targets, targets)]


def _classes(kept: Sequence[int], labels: Sequence[str] | None, needed: int = 2) -> dict[str, list[int]]:
    """Each class's members, classes in the order of their names."""
    if labels is None:
        raise UsageError("labels: expected one per text to stratify by; got none", hint="split with `stratify=False`")
    classes: dict[str, list[int]] = {label: [] for label in sorted({labels[index] for index in kept})}
    for index in kept:
        classes[labels[index]].append(index)
    if len(classes) < 2:
        raise _too_few_classes(list(classes), given=len(set(labels)))
    smallest = min(classes, key=lambda label: len(classes[label]))
    count = len(classes[smallest])
    if count < needed:
        remedy = "give it more texts, merge it with another class, or remove it"
        raise DataError(
            f"class `{smallest}`: expected at least {needed} different texts; got {count}",
            hint=f"{remedy}; {NO_LABEL}" if count < 2 else f"lower `folds` to {count}, or {remedy}",
        )
    return classes


def _too_few_classes(classes: Sequence[str], given: int) -> DataError:
    """What to say of fewer than two classes, where there were ``given`` before duplicates were left out."""
    found = f"expected at least two classes; got {len(classes)}: {', '.join(f'`{label}`' for label in classes)}"
    if given < 2:
        return DataError(found, hint="use a corpus whose texts have different labels")
    return DataError(
        f"{found}; every text of another class is a duplicate of one of these",
        hint="give each class texts of its own; `elman data audit` shows the texts that have more than one label",
    )


def _test_sizes(counts: Mapping[str, int], test_fraction: float) -> dict[str, int]:
    """How many of each class are held out: rounded down, then up where the remainder is largest."""
    ideal = {label: count * test_fraction for label, count in counts.items()}
    sizes = {label: min(max(math.floor(ideal[label] + _SLACK), 1), count - 1) for label, count in counts.items()}
    wanted = round(sum(ideal.values()))
    by_remainder = sorted(counts, key=lambda label: sizes[label] - ideal[label])
    for label in by_remainder[: max(wanted - sum(sizes.values()), 0)]:
        sizes[label] = min(sizes[label] + 1, counts[label] - 1)
    return sizes
