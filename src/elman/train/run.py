"""How a training run is carried out: what computes it, who is told, where it is kept, when it ends."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from elman.errors import CheckpointError, Interrupted
from elman.notes import note
from elman.train.progress import Progress, Silent

RESTART = "leave out --resume to start again"
"""What helps where a run cannot go on."""


def _never() -> bool:
    return False


@dataclass(frozen=True, kw_only=True)
class Run:
    """How a training run is carried out; none of it is a setting of the model's.

    Args:
        kernel: What computes the recurrence, ``reference`` or ``native``; None for what the variable ELMAN_KERNEL
            says, or else the fastest there is. The two agree to rounding.
        progress: Who is told how far the run has come.
        checkpoint: The file where its state is kept; None keeps none.
        resume: Go on from that file.
        should_stop: Asked after every step; True ends the run, with a checkpoint where there is a place for one.
    """

    kernel: str | None = None
    progress: Progress = field(default_factory=Silent)
    checkpoint: Path | None = None
    resume: bool = False
    should_stop: Callable[[], bool] = field(default_factory=lambda: _never)

    def forget(self) -> None:
        """Remove the checkpoint: what it was kept for is done."""
        if self.checkpoint is not None:
            self.checkpoint.unlink(missing_ok=True)


PLAIN_RUN = Run()
"""Nobody is told, nothing is kept, and it goes on to its end."""


def interrupted(message: str, checkpoint: Path | None) -> Interrupted:
    """An end on request, and how to go on from it where a checkpoint is kept."""
    if checkpoint is None:
        return Interrupted(message)
    return Interrupted(f"{message}; the checkpoint is `{checkpoint}`", hint="go on with the same command and --resume")


def require_checkpoint(path: Path) -> None:
    """Refuse to go on from nothing.

    Raises:
        CheckpointError: If no checkpoint is there; one that was set aside is named.
    """
    if path.exists():
        return
    aside, _ = _aside(path)
    hint = f"`{aside[-1]}` was set aside: rename it back, or {RESTART}" if aside else RESTART
    raise CheckpointError(f"`{path}`: no checkpoint to resume from", hint=hint)


def set_aside(path: Path) -> None:
    """Rename a checkpoint that a new run would write over, and say so."""
    _, free = _aside(path)
    path.replace(free)
    note(f"note: starting again; the checkpoint of an earlier run is now `{free}`, and can be renamed back, or removed")


def _aside(path: Path) -> tuple[list[Path], Path]:
    """The checkpoints that were set aside, the oldest first, and the name for one more."""
    taken: list[Path] = []
    while (place := path.with_name(f"{path.name}.old{len(taken) or ''}")).exists():
        taken.append(place)
    return taken, place
