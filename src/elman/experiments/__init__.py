"""Protocols: who is learned from and who is measured; a held-out part, or every fold in turn.

Names are loaded when they are first used: a single training needs no folds, and no processes for them.
"""

from typing import TYPE_CHECKING

from elman.lazy import load_lazily

if TYPE_CHECKING:
    from elman.experiments.crossval import CrossValidation, cross_validate
    from elman.experiments.dividing import Parts, divide
    from elman.experiments.holdout import train_and_measure
    from elman.experiments.measuring import known_labels, measure

__all__ = ["CrossValidation", "Parts", "cross_validate", "divide", "known_labels", "measure", "train_and_measure"]

if not TYPE_CHECKING:
    __getattr__, __dir__ = load_lazily(
        __name__,
        {
            "CrossValidation": "elman.experiments.crossval",
            "Parts": "elman.experiments.dividing",
            "cross_validate": "elman.experiments.crossval",
            "divide": "elman.experiments.dividing",
            "known_labels": "elman.experiments.measuring",
            "measure": "elman.experiments.measuring",
            "train_and_measure": "elman.experiments.holdout",
        },
    )
