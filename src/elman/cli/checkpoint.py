"""Where a command's run keeps its checkpoint: beside the model folder that it will write."""

import itertools
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


def checkpoint_beside(out: Path, *, resume: bool, replaces: bool) -> Path:
    """The checkpoint of a model folder's run, which begins now; what is there already is told of.

    A checkpoint that will not be used is moved aside.

    Args:
        out: The model folder.
        resume: Whether the run goes on from it.
        replaces: Whether there is a model that the run's will replace.
    """
    if replaces:
        click.echo(f"note: the model in {out} will be replaced", err=True)
    checkpoint = _beside(out)
    if checkpoint.exists() and not resume:
        names = (f"{checkpoint.name}.old{number or ''}" for number in itertools.count())
        aside = next(place for place in map(checkpoint.with_name, names) if not place.exists())
        checkpoint.replace(aside)
        click.echo(
            f"note: starting again; what --resume would go on from is now `{aside}`, and can be renamed back", err=True
        )
    return checkpoint


def _beside(out: Path) -> Path:
    return out.with_name(out.name + ".checkpoint")
