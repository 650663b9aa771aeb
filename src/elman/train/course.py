"""What every run decides in the same way, from its history: which epoch is best, when to stop, what an end says."""

from collections.abc import Mapping, Sequence

from elman.errors import Interrupted
from elman.train.checkpoint import Checkpoint

Row = Mapping[str, int | float]


def is_best(row: Row, history: Sequence[Row], *, keep_best: bool) -> bool:
    """Whether an epoch is to be kept: its validation loss is lower than that of every one before it.

    Args:
        row: What the epoch showed; without ``validation_loss`` nothing is chosen.
        history: The rows of the epochs before.
        keep_best: Whether the settings ask for a choice at all.
    """
    if not keep_best or "validation_loss" not in row:
        return False
    return all(row["validation_loss"] < earlier["validation_loss"] for earlier in history)


def out_of_patience(history: Sequence[Row], patience: int) -> bool:
    """Whether the lowest validation loss is ``patience`` epochs ago; never where that is 0."""
    if not patience or not history:
        return False
    losses = [row["validation_loss"] for row in history]
    return len(losses) - 1 - losses.index(min(losses)) >= patience


def interrupted(unit: str, done: int, total: int, checkpoint: Checkpoint | None) -> Interrupted:
    """What a run that was asked to stop says, and how it goes on.

    Args:
        unit: Of what it has done so many: ``step`` or ``window``.
        done: How many it has done.
        total: How many there were to do.
        checkpoint: Where its state is kept; None keeps none.
    """
    message = f"stopped after {unit} {done} of {total}"
    if checkpoint is None:
        return Interrupted(message)
    return Interrupted(
        f"{message}; the checkpoint is `{checkpoint.path}`", hint="go on with the same command and --resume"
    )
