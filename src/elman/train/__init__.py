"""Learning: objective, optimiser, loop, checkpoints; the only room that imports Optax."""

from elman.train.fit import Texts, fit_classifier
from elman.train.keeping import Keeping
from elman.train.language_fit import fit_language_model
from elman.train.objective import cross_entropy
from elman.train.optimizer import build_optimizer, build_schedule
from elman.train.process import prepare_process
from elman.train.progress import Bar, Progress, Silent
from elman.train.tagging import fit_tagger

__all__ = [
    "Bar",
    "Keeping",
    "Progress",
    "Silent",
    "Texts",
    "build_optimizer",
    "build_schedule",
    "cross_entropy",
    "fit_classifier",
    "fit_language_model",
    "fit_tagger",
    "prepare_process",
]
