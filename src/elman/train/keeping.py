"""Where a run keeps its checkpoint."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Keeping:
    """Where a run keeps its checkpoint.

    Args:
        path: The file.
        resume: Go on from it.
    """

    path: Path
    resume: bool = False
