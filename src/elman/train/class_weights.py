"""How much a text of each class counts in the loss."""

from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from elman.bundle import Label, listed
from elman.errors import PresetError

_SOFTENED = 0.25  # power of the balanced weights
_LEAST = 1e-9  # of a weight: with much less, single precision would take a class for texts that only fill a batch


def class_weights(
    setting: str | Mapping[str, float], classes: Sequence[Label], labels: Sequence[Label]
) -> NDArray[np.float32]:
    """The weight of each class.

    Args:
        setting: ``none``: all 1. ``balanced``: texts / (classes × texts of the class), so that every class weighs
            the same in sum. ``softened``: of two classes the fourth root of that, so that the rarer one is not
            missed; of more all 1, for a shift among many costs more answers than it gains. Or a weight by label;
            labels left out weigh 1.
        classes: The labels, in order of their ids.
        labels: The labels of the training texts.

    Raises:
        PresetError: If a weight is given for a label that does not occur, or one so small or large that it ruins a run.
    """
    if isinstance(setting, Mapping):
        names = [str(label) for label in classes]
        unknown = sorted(set(setting) - set(names))
        if unknown:
            raise PresetError(
                f"`class_weights`: expected labels among {listed(classes)}; got `{unknown[0]}`",
                hint="name the labels as the data does; those left out weigh 1",
            )
        weights = [setting.get(name, 1.0) for name in names]
        for name, weight in zip(names, weights, strict=True):
            if not _LEAST <= weight <= 1 / _LEAST:
                raise PresetError(
                    f"`class_weights`: expected numbers from {_LEAST:g} to {1 / _LEAST:g}; got {weight:g} for `{name}`"
                )
        return np.array(weights, dtype=np.float32)
    if setting == "none" or (setting == "softened" and len(classes) > 2):
        return np.ones(len(classes), dtype=np.float32)
    counts = Counter(labels)
    # All of a class may be in the validation part.
    balanced = np.array([len(labels) / (len(classes) * max(1, counts[label])) for label in classes])
    return (balanced**_SOFTENED if setting == "softened" else balanced).astype(np.float32)
