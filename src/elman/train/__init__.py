"""Learning: objective, optimiser, loop, checkpoints; the only room that imports Optax.

Names are loaded when they are first used: fitting the linear reader, in a process beside the training, needs no JAX.
"""

from typing import TYPE_CHECKING

from elman.lazy import load_lazily

if TYPE_CHECKING:
    from elman.train.fit import Texts, fit_classifier
    from elman.train.language_fit import fit_language_model
    from elman.train.linear_beside import LinearBeside
    from elman.train.objective import cross_entropy
    from elman.train.optimizer import build_optimizer, build_schedule
    from elman.train.process import prepare_process
    from elman.train.progress import Progress, Silent, progress_bar
    from elman.train.run import Run
    from elman.train.tagger_fit import fit_tagger

__all__ = [
    "LinearBeside",
    "Progress",
    "Run",
    "Silent",
    "Texts",
    "build_optimizer",
    "build_schedule",
    "cross_entropy",
    "fit_classifier",
    "fit_language_model",
    "fit_tagger",
    "prepare_process",
    "progress_bar",
]

if not TYPE_CHECKING:
    __getattr__, __dir__ = load_lazily(
        __name__,
        {
            "LinearBeside": "elman.train.linear_beside",
            "Progress": "elman.train.progress",
            "Run": "elman.train.run",
            "Silent": "elman.train.progress",
            "Texts": "elman.train.fit",
            "build_optimizer": "elman.train.optimizer",
            "build_schedule": "elman.train.optimizer",
            "cross_entropy": "elman.train.objective",
            "fit_classifier": "elman.train.fit",
            "fit_language_model": "elman.train.language_fit",
            "fit_tagger": "elman.train.tagger_fit",
            "prepare_process": "elman.train.process",
            "progress_bar": "elman.train.progress",
        },
    )
