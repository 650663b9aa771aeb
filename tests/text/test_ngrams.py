"""The rows of n-grams: those of a loop over whole numbers, in NumPy and in JAX alike."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from elman.text import ngram_rows
from tests import oracles


@pytest.mark.parametrize("max_ngram", [2, 3, 5])
@pytest.mark.parametrize("buckets", [1, 7, 16_384, 1_000_003])
def test_rows_are_those_of_a_loop(max_ngram, buckets):
    ids = np.random.default_rng(0).integers(0, 100_000, (max_ngram - 1 + 6, 2)).astype(np.int32)
    expected = [
        [
            [oracles.ngram_row(ids[end - length : end, text].tolist(), buckets) for text in range(2)]
            for end in range(max_ngram, len(ids) + 1)
        ]
        for length in range(2, max_ngram + 1)
    ]
    assert [rows.tolist() for rows in ngram_rows(ids, max_ngram, buckets)] == expected
    compiled = jax.jit(lambda ids: list(ngram_rows(ids, max_ngram, buckets)))(jnp.asarray(ids))
    assert [rows.tolist() for rows in compiled] == expected


def test_frequent_ngrams_seldom_share_a_row():
    """All 4,225 pairs of 65 tokens among 16,384 rows: about as many rows as random numbers would take."""
    ids = np.stack(np.divmod(np.arange(65 * 65), 65)) + 2
    (rows,) = ngram_rows(ids, 2, 16_384)
    taken = 16_384 * (1 - (1 - 1 / 16_384) ** (65 * 65))
    assert len(np.unique(rows)) > 0.95 * taken
