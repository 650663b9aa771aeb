"""Where a command's run keeps its checkpoint: beside the model folder that it will write."""

from pathlib import Path


def refuse_missing(out: Path, *, resume: bool) -> None:
    """Refuse to go on from nothing, before anything is read.

    Args:
        out: The model folder.
        resume: Whether the run would go on.

    Raises:
        CheckpointError: If it would, and there is no checkpoint.
    """
    if resume:
        from elman.train.run import require_checkpoint

        require_checkpoint(checkpoint_beside(out))


def checkpoint_beside(out: Path) -> Path:
    """The checkpoint of a model folder's run."""
    return out.with_name(out.name + ".checkpoint")
