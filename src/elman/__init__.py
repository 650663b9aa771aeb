"""Small recurrent networks on text: train in seconds, ship a model of a megabyte, answer without a framework.

The names below are loaded when they are first used, so ``import elman`` costs next to nothing and
answering never imports JAX.
"""

from typing import TYPE_CHECKING

from elman.lazy import load_lazily

if TYPE_CHECKING:
    from elman.classifier import TextClassifier, load
    from elman.errors import ElmanError
    from elman.language_model import LanguageModel
    from elman.presets import LanguagePreset, Preset, get_language_preset, get_preset
    from elman.tagger import Tagger

    __version__: str

__all__ = [
    "ElmanError",
    "LanguageModel",
    "LanguagePreset",
    "Preset",
    "Tagger",
    "TextClassifier",
    "__version__",
    "get_language_preset",
    "get_preset",
    "load",
]

if not TYPE_CHECKING:
    _load, _names = load_lazily(
        __name__,
        {
            "ElmanError": "elman.errors",
            "LanguageModel": "elman.language_model",
            "LanguagePreset": "elman.presets",
            "Preset": "elman.presets",
            "Tagger": "elman.tagger",
            "TextClassifier": "elman.classifier",
            "data": "elman.data",
            "errors": "elman.errors",
            "explain": "elman.explain",
            "get_language_preset": "elman.presets",
            "get_preset": "elman.presets",
            "load": "elman.classifier",
            "plots": "elman.plots",
            "presets": "elman.presets",
            "runtime": "elman.runtime",
        },
    )

    def __getattr__(name):
        if name == "__version__":
            from importlib.metadata import version

            return version("elman")
        return _load(name)

    def __dir__():
        return sorted({*__all__, *_names()})
