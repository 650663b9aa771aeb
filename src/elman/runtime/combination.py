"""From logits, and the linear reader's margins, to probabilities."""

import numpy as np
from numpy.typing import NDArray

from elman.presets import Preset
from elman.runtime.cells import Floats
from elman.runtime.overflow import overflowed


def probabilities(preset: Preset, logits: Floats, margins: NDArray[np.floating] | None) -> NDArray[np.float64]:
    r"""The probability of each class.

    .. math:: \operatorname{softmax}(a z + b m)

    Args:
        preset: Its ``network_weight`` a and ``linear_weight`` b.
        logits: The network's z, ``[..., classes]``.
        margins: The linear reader's m, of the same shape; None where there is none.

    Raises:
        DataError: If the network's numbers have overflowed.
    """
    total = preset.network_weight * logits.astype(np.float64)
    if margins is not None:
        total += preset.linear_weight * margins
    return softmax(total)


def softmax(logits: NDArray[np.float64]) -> NDArray[np.float64]:
    """The shares of ``exp(logits)`` in its sum, along the last axis.

    Raises:
        DataError: If a logit is not finite, since the numbers before it have overflowed.
    """
    if not np.isfinite(logits).all():
        raise overflowed()
    shifted = np.exp(logits - logits.max(axis=-1, keepdims=True))
    shares: NDArray[np.float64] = shifted / shifted.sum(axis=-1, keepdims=True)
    return shares
