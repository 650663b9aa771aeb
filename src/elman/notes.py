"""Short remarks for the person at the terminal: one line each, on standard error."""

import sys


def note(remark: str) -> None:
    """Say what they did not ask for in so many words: what is done on their behalf, or what could not be had."""
    print(remark, file=sys.stderr, flush=True)
