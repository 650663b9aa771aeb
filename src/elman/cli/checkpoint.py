"""Where a command's run keeps its checkpoint: beside the model folder that it will write."""

from pathlib import Path

import click


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

        require_checkpoint(_beside(out))


def checkpoint_beside(out: Path, *, replaces: bool) -> Path:
    """The checkpoint of a model folder's run, which begins now.

    Args:
        out: The model folder.
        replaces: Whether there is a model that the run's will replace; then that is told.
    """
    if replaces:
        click.echo(f"note: the model in {out} will be replaced", err=True)
    return _beside(out)


def _beside(out: Path) -> Path:
    return out.with_name(out.name + ".checkpoint")
