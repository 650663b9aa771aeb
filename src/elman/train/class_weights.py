"""How much a text of each class counts in the loss."""

from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from elman.bundle import Label, listed
from elman.errors import PresetError

_SOFTENED = 0.25  # power of the balanced weights


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
        PresetError: If a weight is given for a label that does not occur.
    """
    if isinstance(setting, Mapping):
        names = [str(label) for label in classes]
        unknown = sorted(set(setting) - set(names))
        if unknown:
            raise PresetError(f"`class_weights`: expected labels among {listed(classes)}; got `{unknown[0]}`")
        return np.array([setting.get(name, 1.0) for name in names], dtype=np.float32)
    if setting == "none" or (setting == "softened" and len(classes) > 2):
        return np.ones(len(classes), dtype=np.float32)
    counts = Counter(labels)
    # All of a class may be in the validation part.
    balanced = np.array([len(labels) / (len(classes) * max(1, counts[label])) for label in classes])
    return (balanced**_SOFTENED if setting == "softened" else balanced).astype(np.float32)
