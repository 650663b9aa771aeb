"""Short remarks for the person at the terminal: one line each, on standard error."""

import sys


def note(remark: str) -> None:
    """Say what is being done on the user's behalf that they did not ask for in so many words."""
    print(remark, file=sys.stderr, flush=True)
