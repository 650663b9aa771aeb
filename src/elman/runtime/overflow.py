"""What is said where a model's numbers grow beyond all bounds: no probability comes of them."""

from elman.errors import DataError


def overflowed() -> DataError:
    """The error to raise; compiled code asks for it too."""
    return DataError(
        "a text overflows this model: its numbers grow beyond all bounds on the way",
        hint="train another one; an Elman cell with activation=relu may do so, no other cell does",
    )
