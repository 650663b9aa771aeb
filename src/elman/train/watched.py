"""The parts that are measured after every epoch, cut into batches once."""

from collections.abc import Mapping
from typing import NamedTuple

from elman.data import length_batches
from elman.presets import Preset
from elman.train.buckets import buckets_for, capacities
from elman.train.examples import Batch, Examples

_AT_ONCE = 256  # texts


class Watched(NamedTuple):
    """A part that is measured after every epoch: its name, its labels, and all of it in batches."""

    name: str
    answers: int
    batches: list[Batch]


def watch_parts(parts: Mapping[str, Examples], preset: Preset, kernel: str) -> list[Watched]:
    """Cut parts into batches; those of one length are of one shape, whichever part they are of.

    Args:
        parts: What is measured, by name.
        preset: Its training settings.
        kernel: What computes the recurrences, a name in ``kernels.KERNELS``.
    """
    if not parts:
        return []
    buckets = buckets_for(list(parts.values()), preset, _AT_ONCE, kernel)
    cut = {
        name: length_batches(part.lengths, batch_size=_AT_ONCE, buckets=buckets, seed=0, epoch=0, jitter=0.0)
        for name, part in parts.items()
    }
    held = capacities((parts[name], batch) for name, batches in cut.items() for batch in batches)
    return [
        Watched(
            name,
            part.answers,
            [part.batch(rows, size=_AT_ONCE, time=steps, capacity=held[steps]) for rows, steps in cut[name]],
        )
        for name, part in parts.items()
    ]
