"""Every picture; matplotlib is imported here and nowhere else."""

from elman.plots.curves import load_matplotlib, training_pictures

__all__ = ["load_matplotlib", "training_pictures"]
