"""What a setting needs of another one to do anything."""

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from elman.errors import PresetError
from elman.presets.collection import Collection
from elman.presets.language import LanguagePreset
from elman.presets.preset import Preset


class Need(NamedTuple):
    """A need of another setting.

    Args:
        of: Its name.
        met: Whether a value of it will do.
        remedy: A value that does, as ``--set`` takes it.
    """

    of: str
    met: Callable[[Any], bool]
    remedy: str


_SUBWORDS = Need("features", lambda features: features == "subword", "features=subword")
_SURFACE = Need("surface_tokens", bool, "surface_tokens=true")
_LINEAR_READER = Need("linear_weight", lambda weight: weight > 0, "linear_weight=0.4")
_RMSPROP = Need("optimizer", lambda optimizer: optimizer == "rmsprop", "optimizer=rmsprop")
_ADAM = Need("optimizer", lambda optimizer: optimizer != "rmsprop", "optimizer=adam")
_ADAMW = Need("optimizer", lambda optimizer: optimizer == "adamw", "optimizer=adamw")
_VALIDATION = Need("validation_fraction", lambda share: share > 0, "validation_fraction=0.1")
_NO_FIRST = Need("train_first", lambda first: first is None, "train_first=null")
_ELMAN = Need("cell", lambda cell: cell == "elman", "cell=elman")
_NGRAMS = Need("max_ngram", lambda tokens: tokens > 1, "max_ngram=2")
_TOKENS = Need("level", lambda level: level != "byte", "level=char")  # of bytes all are known
_LAYERS = Need("num_layers", lambda layers: layers > 1, "num_layers=2")
_COSINE = Need("schedule", lambda schedule: schedule == "cosine", "schedule=cosine")
_PLATEAU = Need("schedule", lambda schedule: schedule == "plateau", "schedule=plateau")

NEEDS: dict[type[Collection], dict[str, tuple[Need, ...]]] = {
    Preset: {
        **dict.fromkeys(("min_ngram", "max_ngram", "max_features", "word_pairs"), (_SUBWORDS,)),
        **dict.fromkeys(("linear_cost", "linear_features"), (_LINEAR_READER,)),
        "linear_surface_scale": (_LINEAR_READER, _SURFACE),
        "linear_word_scale": (_LINEAR_READER, _SUBWORDS),
        **dict.fromkeys(("rmsprop_decay", "rmsprop_epsilon", "rmsprop_start"), (_RMSPROP,)),
        **dict.fromkeys(("adam_beta1", "adam_beta2"), (_ADAM,)),
        "weight_decay": (_ADAMW,),
        "keep_best": (_VALIDATION,),
        "test_fraction": (_NO_FIRST,),
        "activation": (_ELMAN,),
    },
    LanguagePreset: {
        **dict.fromkeys(("min_frequency", "max_vocabulary"), (_TOKENS,)),
        **dict.fromkeys(("ngram_buckets", "ngram_dropout"), (_NGRAMS,)),
        **dict.fromkeys(("plateau_factor", "plateau_patience"), (_PLATEAU,)),
        "final_rate": (_COSINE,),
        "locked_dropout": (_LAYERS,),
        "activation": (_ELMAN,),
    },
}
"""By setting."""


def refuse_idle(before: Collection, after: Collection, given: Iterable[str], option: str | None = None) -> None:
    """Refuse to change a setting that does nothing as others are.

    A model folder may have such settings, and so may whoever searches among them: only what a user types is looked at.

    Args:
        before: The preset.
        after: The same with what was given.
        given: Names of the settings that were.
        option: A setting that is an option of the command.

    Raises:
        PresetError: Naming the first.
    """
    for name in given:
        if getattr(after, name) == getattr(before, name):
            continue
        for need in NEEDS[type(after)].get(name, ()):
            found = getattr(after, need.of)
            if not need.met(found):
                remedy = f"use --{need.remedy.replace('=', ' ')}" if need.of == option else f"add {need.remedy}"
                raise PresetError(
                    f"`{name}`: does nothing where `{need.of}` is {found}", hint=f"{remedy}, or leave it out"
                )
