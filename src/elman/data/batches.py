"""Batches: which texts are computed together, in which order, and the length they are padded to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from elman.errors import UsageError
from elman.randomness import generator

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import ArrayLike, NDArray


class TextBatch(NamedTuple):
    """The texts of one step.

    Args:
        indices: Positions of the texts, int64.
        time: Steps that every one of them is padded to.
    """

    indices: NDArray[np.int64]
    time: int


def length_batches(
    lengths: ArrayLike, *, batch_size: int, buckets: Sequence[int], seed: int, epoch: int, jitter: float = 0.1
) -> list[TextBatch]:
    """Put texts of about the same length together, so that little padding is computed.

    Texts are ordered by their length times a random factor within 1 ± jitter, cut into batches, and the
    batches are shuffled. Every text stands in exactly one; all but one have ``batch_size`` texts.

    Args:
        lengths: Steps of each text.
        batch_size: Texts in a batch, at least 1.
        buckets: Rising; a batch is padded to the smallest that holds its longest text, so that few
            different shapes have to be compiled.
        seed: Of the run, at least 0.
        epoch: From 0; the same seed and epoch give the same batches.
        jitter: 0 ≤ jitter < 1.

    Raises:
        UsageError: If the buckets do not rise or do not hold the longest text, or another setting makes no sense.
    """
    import numpy as np

    if batch_size < 1:
        raise UsageError(f"`batch_size`: expected at least 1; got {batch_size}")
    if not 0.0 <= jitter < 1.0:
        raise UsageError(f"`jitter`: expected at least 0 and less than 1; got {jitter}")
    steps = np.asarray(lengths, np.int64)
    sizes = np.asarray(buckets, np.int64)
    if sizes.size == 0 or (np.diff(sizes) <= 0).any() or sizes[-1] < steps.max(initial=0):
        raise UsageError(
            f"`buckets`: expected rising lengths up to at least {steps.max(initial=0)}; got {sizes.tolist()}",
            hint="add a bucket as long as the longest text",
        )
    random = generator(seed, "batches", epoch)
    order = np.argsort(steps * random.uniform(1.0 - jitter, 1.0 + jitter, len(steps)), kind="stable")
    parts = [order[start : start + batch_size] for start in range(0, len(order), batch_size)]
    times = [int(sizes[np.searchsorted(sizes, steps[part].max())]) for part in parts]
    return [TextBatch(parts[place], times[place]) for place in random.permutation(len(parts))]
