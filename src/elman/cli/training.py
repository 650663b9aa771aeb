"""How a command carries out a training run: with a bar, a checkpoint beside the model folder, and an end by Ctrl-C."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from elman.cli.checkpoint import checkpoint_beside
from elman.cli.stopping import stopping
from elman.errors import BundleError

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

        checkpoint = checkpoint_beside(out)
        with progress_bar() as progress, _what_is_kept_told(checkpoint):
            yield Run(kernel=kernel, progress=progress, checkpoint=checkpoint, resume=resume, should_stop=should_stop)


@contextmanager
def _what_is_kept_told(checkpoint: Path) -> Iterator[None]:
    """Where a model that is trained cannot be written, say that it need not be trained again."""
    try:
        yield
    except BundleError as error:
        if not checkpoint.exists():
            raise
        remedy = "mend that, then give the same command with --resume"
        raise BundleError(error.message, hint=f"{remedy}: the run is kept in `{checkpoint}`") from None
