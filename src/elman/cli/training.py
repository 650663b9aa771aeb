"""How a command carries out a training run: with a bar, a checkpoint beside the model folder, and an end by Ctrl-C."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from elman.cli.checkpoint import checkpoint_beside
from elman.cli.stopping import stopping

if TYPE_CHECKING:
    from elman.train import Run


@contextmanager
def training(out: Path, *, kernel: str | None, resume: bool, replaces: bool) -> Iterator["Run"]:
    """A run, while it is under way; when its model is written, ``Run.forget`` removes its checkpoint.

    JAX is imported here: faults of the data are told of before.

    Args:
        out: The model folder.
        kernel: As ``--kernel`` has it.
        resume: Whether the run goes on from its checkpoint.
        replaces: Whether there is a model that the run's will replace.
    """
    with stopping() as should_stop:
        if replaces:
            click.echo(f"note: when this run ends, it replaces the model in {out}", err=True)
        from elman.train import Run, progress_bar

        with progress_bar() as progress:
            yield Run(
                kernel=kernel,
                progress=progress,
                checkpoint=checkpoint_beside(out),
                resume=resume,
                should_stop=should_stop,
            )
