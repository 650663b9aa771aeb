"""Every picture; matplotlib is imported here and nowhere else.

Names are loaded when they are first used: the pictures of a training need nothing of what explains a model.
"""

from typing import TYPE_CHECKING

from elman.lazy import load_lazily

if TYPE_CHECKING:
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

if not TYPE_CHECKING:
    __getattr__, __dir__ = load_lazily(
        __name__,
        {
            "Picture": "elman.plots.picture",
            "PicturesBeside": "elman.plots.beside",
            "gradients_picture": "elman.plots.gradients",
            "language_model_picture": "elman.plots.recurrence",
            "language_pictures": "elman.plots.language",
            "line_picture": "elman.plots.lines",
            "picture_format": "elman.plots.picture",
            "recurrent_edge_picture": "elman.plots.recurrence",
            "running_picture": "elman.plots.running",
            "states_picture": "elman.plots.states",
            "training_curve": "elman.plots.curves",
            "training_pictures": "elman.plots.curves",
            "unrolled_picture": "elman.plots.unrolled",
        },
    )
