"""The few shapes that batches are padded to, so that few programs are compiled."""

from collections.abc import Iterable, Sequence
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from elman.data import TextBatch
from elman.presets import Preset
from elman.train.examples import Capacity, Examples
from elman.train.rounding import round_up

# What it costs to compile a program, in steps along time of a batch; padding costs little where a kernel skips it.
COMPILATION = {"scan": 20_000, "associative": 20_000, "native": 80_000}
_SHORTEST_BUCKET = 16


def padded_length(lengths: NDArray[np.int32], longest: int) -> int:
    """What holds the longest of some texts, rounded up to at most ``longest``: similar runs share compilations."""
    return max(1, min(round_up(int(lengths.max(initial=0)), _SHORTEST_BUCKET), longest))


def time_buckets(
    lengths: NDArray[np.int32], *, batch_size: int, epochs: int, longest: int, compilation: int
) -> list[int]:
    """The lengths that batches are padded to: as many as pay for their compilation, and no more.

    Each bucket is compiled once. The candidates double from 16 up to the longest text; of all their subsets the
    cheapest is taken.

    Args:
        lengths: Tokens of each training text.
        batch_size: Texts of a batch; batches are of similar lengths.
        epochs: Passes over the texts.
        longest: The most tokens that a text may have.
        compilation: What a bucket costs, in steps along time; see ``COMPILATION``.
    """
    last = padded_length(lengths, longest)
    candidates = [time for time in (_SHORTEST_BUCKET, 32, 64, 128, 256, 512) if time < last] + [last]
    ordered = np.sort(lengths)
    ends = np.minimum(np.arange(0, len(ordered), batch_size) + batch_size, len(ordered))
    needed = ordered[ends - 1]  # the longest text of every batch

    def cost(buckets: list[int]) -> int:
        padded = np.array(buckets)[np.searchsorted(buckets, needed)].sum()
        return int(epochs * padded + compilation * len(buckets))

    shorter = candidates[:-1]
    subsets = (subset for count in range(len(candidates)) for subset in combinations(shorter, count))
    return min(([*subset, last] for subset in subsets), key=cost)


def buckets_for(parts: Sequence[Examples], preset: Preset, batch_size: int, kernel: str) -> list[int]:
    """The buckets of a run that goes over some parts once an epoch; see ``time_buckets``.

    Args:
        parts: What is cut into batches.
        preset: Its ``epochs`` and ``longest``.
        batch_size: Texts of a batch.
        kernel: What computes the recurrences, a name in ``kernels.KERNELS``.
    """
    return time_buckets(
        np.concatenate([part.lengths for part in parts]),
        batch_size=batch_size,
        epochs=preset.epochs,
        longest=preset.longest,
        compilation=COMPILATION[kernel],
    )


def capacities(batches: Iterable[tuple[Examples, TextBatch]]) -> dict[int, Capacity]:
    """What the batches of each padded length hold at most, so that each length is compiled once."""
    held: dict[int, Capacity] = {}
    for examples, (rows, steps) in batches:
        used = examples.capacity(rows)
        held[steps] = Capacity(*map(max, used, held.get(steps, used)))
    return held
