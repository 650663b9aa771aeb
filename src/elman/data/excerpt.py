"""A text cut short enough to stand in an error message."""

LONGEST = 60


def excerpt(text: str) -> str:
    """The first 60 characters, quoted as Python would, so that nothing invisible stays so."""
    return repr(text) if len(text) <= LONGEST else f"{text[:LONGEST]!r}..."
