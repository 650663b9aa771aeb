"""Which texts are learned from and which are measured: seeded folds, or a split that others have published."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from elman.data import Corpus, Split, stratified_folds
from elman.errors import UsageError
from elman.experiments.measuring import known_labels

DOCENG_TRAIN, DOCENG_TEST = 1_674, 3_900


@dataclass(frozen=True)
class Division:
    """One way to divide a corpus; the answers to all its test parts are counted together.

    Args:
        splits: Training and test part of each fold.
        split_seed: Seed of the folds; None for a fixed split.
    """

    splits: Sequence[Split]
    split_seed: int | None


def fold_divisions(corpus: Corpus, folds: int, split_seeds: Sequence[int]) -> list[Division]:
    """The folds of ``elman crossval``, for each seed.

    Raises:
        DataError: If a class has fewer texts than there are folds.
    """
    labels = known_labels(corpus)
    return [
        Division(stratified_folds(corpus.texts, labels, folds=folds, split_seed=split_seed), split_seed)
        for split_seed in split_seeds
    ]


def doceng2011_divisions(corpus: Corpus) -> list[Division]:
    """The split of the paper that introduced the SMS Spam Collection, duplicates and all.

    Its first 1,674 lines are learned from, the other 3,900 measured; some of those stand word for word in the first.

    Raises:
        UsageError: If the corpus cannot be that collection.

    References:
        Almeida, T. A., Gómez Hidalgo, J. M. and Yamakami, A. (2011). Contributions to the study of SMS spam filtering:
        new collection and results. DocEng '11.
    """
    expected, got = DOCENG_TRAIN + DOCENG_TEST, len(corpus.texts)
    if got != expected:
        raise UsageError(
            f"`--split doceng2011`: expected the {expected:,} texts of sms-spam; got {got:,} from `{corpus.name}`",
            hint="give sms-spam, or leave out --split",
        )
    return [Division([Split(np.arange(DOCENG_TRAIN), np.arange(DOCENG_TRAIN, expected))], None)]
