"""Every picture; matplotlib is imported here and nowhere else."""

from elman.plots.curves import load_matplotlib, training_pictures
from elman.plots.language import language_pictures

__all__ = ["language_pictures", "load_matplotlib", "training_pictures"]
