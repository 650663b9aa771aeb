"""Where a run keeps its checkpoint."""

from dataclasses import dataclass
from pathlib import Path

from elman.errors import CheckpointError

RESTART = "leave out --resume to start again"
"""What helps where a run cannot go on."""


@dataclass(frozen=True)
class Keeping:
    """Where a run keeps its checkpoint.

    Args:
        path: The file.
        resume: Go on from it.
    """

    path: Path
    resume: bool = False


def require_checkpoint(path: Path) -> None:
    """Refuse to go on from nothing.

    Raises:
        CheckpointError: If no checkpoint is there.
    """
    if not path.exists():
        raise CheckpointError(f"`{path}`: no checkpoint to resume from", hint=RESTART)
