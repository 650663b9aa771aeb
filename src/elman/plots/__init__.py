"""Every picture; matplotlib is imported here and nowhere else."""

from elman.plots.beside import PicturesBeside
from elman.plots.curves import training_curve, training_pictures
from elman.plots.gradients import gradients_picture
from elman.plots.language import language_pictures
from elman.plots.lines import line_picture
from elman.plots.picture import Picture, picture_format
from elman.plots.recurrence import language_model_picture, recurrent_edge_picture
from elman.plots.running import running_picture
from elman.plots.states import states_picture
from elman.plots.unrolled import unrolled_picture

__all__ = [
    "Picture",
    "PicturesBeside",
    "gradients_picture",
    "language_model_picture",
    "language_pictures",
    "line_picture",
    "picture_format",
    "recurrent_edge_picture",
    "running_picture",
    "states_picture",
    "training_curve",
    "training_pictures",
    "unrolled_picture",
]
