"""Figures as people read them, to the letter."""

import pytest

from elman.cli.figures import language_line


@pytest.mark.parametrize(("unknown", "shown"), [(0, ""), (1234, ", 1,234 of them unknown")])
def test_unknown_tokens_are_counted_where_there_are_any(unknown, shown):
    measured = {"nats_per_token": 1.5, "bits_per_character": 2.25, "perplexity": 4.4817, "tokens": 5000}
    assert language_line({**measured, "unknown": unknown}) == (
        f"1.5000 nats per token, 2.2500 bits per character, perplexity 4.48 (5,000 tokens{shown})"
    )
