"""The n-grams that end at a token, hashed into a fixed number of rows of a table."""

from collections.abc import Iterator
from typing import Any, TypeAlias

import numpy as np

Integers: TypeAlias = Any  # NumPy arrays where a model answers, JAX arrays inside a compiled step

_START, _PRIME = np.uint32(2166136261), 16777619


def ngram_rows(token_ids: Integers, max_ngram: int, buckets: int) -> Iterator[Integers]:
    """The table's row of every n-gram of 2, 3, ... ``max_ngram`` tokens, by the token that it ends with.

    The hash is FNV-1a over whole ids in place of bytes, its upper half folded into the lower. Two n-grams may share a
    row; of some thousand frequent ones among ten thousand rows few do.

    Args:
        token_ids: ``[max_ngram - 1 + time, ...]``: the tokens before the first step, then those of the steps.
        max_ngram: Tokens of the longest.
        buckets: Rows of the table.

    Yields:
        ``[time, ...]`` for each n, 32 bits without a sign.

    References:
        Fowler, G., Noll, L. C. and Vo, P. (1991). FNV hash.
        Weinberger, K. et al. (2009). Feature hashing for large scale multitask learning. ICML.
    """
    ids, time = token_ids.astype("uint32"), len(token_ids) - max_ngram + 1
    for length in range(2, max_ngram + 1):
        total = _START
        for back in reversed(range(length)):  # the oldest first
            first = max_ngram - 1 - back
            total = (ids[first : first + time] ^ total) * _PRIME
        yield (total ^ (total >> 15)) % buckets
