"""Where a command's run keeps its checkpoint: beside the model folder that it will write."""

from pathlib import Path

import click


def checkpoint_beside(out: Path, *, resume: bool) -> Path:
    """The checkpoint of a model folder's run; one that is there and will not be used is moved aside and told of.

    Args:
        out: The model folder.
        resume: Whether the run goes on from it.
    """
    checkpoint = out.with_name(out.name + ".checkpoint")
    if checkpoint.exists() and not resume:
        aside = checkpoint.with_name(checkpoint.name + ".old")
        checkpoint.replace(aside)
        click.echo(
            f"note: starting again; what --resume would go on from is now `{aside}`, and can be renamed back", err=True
        )
    return checkpoint
