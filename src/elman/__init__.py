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
    from elman.presets import LanguagePreset, Preset, get_preset

__all__ = [
    "ElmanError",
    "LanguageModel",
    "LanguagePreset",
    "Preset",
    "TextClassifier",
    "__version__",
    "get_preset",
    "load",
]

_load = load_lazily(
    __name__,
    {
        "ElmanError": "elman.errors",
        "LanguageModel": "elman.language_model",
        "LanguagePreset": "elman.presets",
        "Preset": "elman.presets",
        "TextClassifier": "elman.classifier",
        "get_preset": "elman.presets",
        "load": "elman.classifier",
    },
)


def __getattr__(name: str) -> object:
    if name == "__version__":
        from importlib.metadata import version

        return version("elman")
    return _load(name)


def __dir__() -> list[str]:
    return sorted(__all__)
