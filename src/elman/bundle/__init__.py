"""The model folder on disk: what is in it, how it is checked, how it is replaced without ever being half there.

What writes, and what is about language models, is loaded when it is first used: answering should start at once.
"""

from typing import TYPE_CHECKING

from elman.bundle.bundle import Bundle, TrainingData
from elman.bundle.kinds import CLASSIFIER, LANGUAGE_MODEL, TAGGER, Kind
from elman.bundle.labels import Label, class_ids, listed, meant
from elman.bundle.read import kind_of, read_bundle, read_tagger
from elman.lazy import load_lazily

if TYPE_CHECKING:
    from elman.bundle.language import LanguageBundle, read_language_bundle
    from elman.bundle.write import check_output, write_bundle, write_language_bundle

__all__ = [
    "CLASSIFIER",
    "LANGUAGE_MODEL",
    "TAGGER",
    "Bundle",
    "Kind",
    "Label",
    "LanguageBundle",
    "TrainingData",
    "check_output",
    "class_ids",
    "kind_of",
    "listed",
    "meant",
    "read_bundle",
    "read_language_bundle",
    "read_tagger",
    "write_bundle",
    "write_language_bundle",
]

if not TYPE_CHECKING:
    __getattr__, __dir__ = load_lazily(
        __name__,
        {
            "LanguageBundle": "elman.bundle.language",
            "check_output": "elman.bundle.write",
            "read_language_bundle": "elman.bundle.language",
            "write_bundle": "elman.bundle.write",
            "write_language_bundle": "elman.bundle.write",
        },
    )
