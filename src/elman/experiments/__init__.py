"""Protocols: who is learned from and who is measured; a held-out part, or every fold in turn."""

from elman.experiments.crossval import CrossValidation, cross_validate
from elman.experiments.dividing import Parts, divide
from elman.experiments.holdout import train_and_measure
from elman.experiments.measuring import known_labels, measure

__all__ = ["CrossValidation", "Parts", "cross_validate", "divide", "known_labels", "measure", "train_and_measure"]
