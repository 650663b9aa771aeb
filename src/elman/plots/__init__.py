"""Every picture; matplotlib is imported here and nowhere else."""

from elman.plots.curves import training_pictures

__all__ = ["training_pictures"]
