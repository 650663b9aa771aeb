"""Cutting one long text for truncated backpropagation: streams side by side, and windows along them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from elman.errors import DataError
from elman.randomness import generator

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


# NumPy arrays where windows are cut, JAX arrays inside a compiled step.
Integers: TypeAlias = Any


class Window(NamedTuple):
    """What one step reads; time first.

    Args:
        inputs: ``[time, streams]``, the token before each target; at a stream's start, the id of the start.
        targets: ``[time, streams]``, the tokens to predict.
        lengths: ``[streams]``, real steps of each stream; what stands at and after them only fills.
    """

    inputs: Integers
    targets: Integers
    lengths: Integers


def cut_streams(
    token_ids: NDArray[np.int32], streams: int, start_id: int
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Cut a text into stretches of one length, one contiguous stretch for each stream.

    Args:
        token_ids: The text's tokens; what is left over at its end, fewer than ``streams``, is not used.
        streams: How many.
        start_id: What stands before the first token of every stream.

    Returns:
        Inputs and targets, ``[length, streams]``: every target's input is the token before it.

    Raises:
        DataError: If there is not a token for each stream.
    """
    import numpy as np

    length = len(token_ids) // streams
    if length == 0:
        raise DataError(
            f"a text of {len(token_ids):,} tokens: expected at least one for each of {streams} streams",
            hint="give a longer text, or set `streams` lower",
        )
    targets = np.ascontiguousarray(token_ids[: length * streams].reshape(streams, length).T)
    first = np.full((1, streams), start_id, dtype=targets.dtype)
    return np.concatenate([first, targets[:-1]]), targets


def window_ends(length: int, *, bptt_length: int, jitter: float, seed: int, epoch: int) -> list[int]:
    """Where the windows of an epoch end along a stream; the last one ends with it.

    Args:
        length: Tokens of a stream.
        bptt_length: Steps of a window.
        jitter: Windows have uniformly drawn lengths within ``bptt_length`` × (1 ± jitter).
        seed: Of the run.
        epoch: From 0; the same seed and epoch give the same windows.
    """
    if not jitter:
        return [*range(bptt_length, length, bptt_length), length]
    spread = round(bptt_length * jitter)
    rng, ends, end = generator(seed, "windows", epoch), [], 0
    while end < length:
        end = min(length, end + max(1, bptt_length + int(rng.integers(-spread, spread + 1))))
        ends.append(end)
    return ends


def window(inputs: NDArray[np.int32], targets: NDArray[np.int32], start: int, end: int, *, time: int) -> Window:
    """The steps from ``start`` to ``end`` of every stream, filled up to ``time`` steps.

    Args:
        inputs: Ids that are read, ``[steps, streams]``.
        targets: Those that come next, ``[steps, streams]``.
        start: The first step.
        end: The one after the last, at most ``time`` later.
        time: Steps of the window.
    """
    import numpy as np

    streams = inputs.shape[1]
    filled = np.zeros((2, time, streams), dtype=np.int32)
    filled[0, : end - start], filled[1, : end - start] = inputs[start:end], targets[start:end]
    return Window(filled[0], filled[1], np.full(streams, end - start, dtype=np.int32))
