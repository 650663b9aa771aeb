"""Whether there is anything that a model could know a text by."""

from elman.errors import DataError
from elman.text import Vocabulary


def refuse_empty(vocabulary: Vocabulary, min_frequency: int, noun: str) -> None:
    """Refuse to train where every text would read as unknown.

    Args:
        vocabulary: What was found in the texts learned from.
        min_frequency: How often a token or feature had to occur.
        noun: What is learned from.

    Raises:
        DataError: If nothing was found.
    """
    if not vocabulary.tokens:
        often = f" {min_frequency:,} times or more" if min_frequency > 1 else ""
        raise DataError(
            f"nothing to know the {noun} by: no token occurs{often}",
            hint="give more, or set `min_frequency` lower" if often else "give more; what is cleaned away is no token",
        )
