"""A cell of one's own, looked at before it is trained: afterwards its run would be lost."""

import numpy as np

from elman.architecture import CELL_LAYOUTS
from elman.errors import PresetError
from elman.nn import named_arrays
from elman.nn.cells import CELLS, build_cell
from elman.nn.kernels.native import COMPILED_CELLS
from elman.runtime.cells import STEPS

_INPUT, _HIDDEN = 3, 4  # of a small one, that is tried
_GUIDE = "as the guide to new cells shows"


def refuse_unfit(cell: str) -> None:
    """Refuse a cell that could not be trained, or be trained and not answer.

    Args:
        cell: Its name, which has a layout.

    Raises:
        PresetError: If it is not registered everywhere, or its arrays or its step in NumPy are not as its layout says.
    """
    if cell not in CELLS:
        raise PresetError(
            f"`cell`: `{cell}` has no step in JAX, and cannot be trained",
            hint=f"put it into `CELLS` of elman.nn, {_GUIDE}",
        )
    if cell not in STEPS:
        raise PresetError(
            f"`cell`: `{cell}` has no step in NumPy, and could not answer",
            hint=f"put it into `STEPS` of elman.runtime.cells, {_GUIDE}",
        )
    if CELLS[cell] not in COMPILED_CELLS:  # ours are tested
        _try(cell)


def _try(cell: str) -> None:
    layout, rng = CELL_LAYOUTS[cell], np.random.default_rng(0)
    shapes = layout.shapes(_INPUT, _HIDDEN)
    built = named_arrays(build_cell(cell, _INPUT, _HIDDEN, activation="tanh", recurrent_init="orthogonal", rng=rng))
    found = {name: array.shape for name, array in built.items()}
    if found != shapes:
        raise PresetError(
            f"`cell`: `{cell}` of {_INPUT} inputs and {_HIDDEN} units: expected arrays of the shapes {shapes}, as its "
            f"layout has them; got {found}",
            hint="mend its `CellLayout`, or the cell",
        )
    state = np.zeros((1, _HIDDEN), np.float32)
    projected = np.zeros((1, layout.gates * _HIDDEN), np.float32)
    weights = {name: np.zeros(shape, np.float32) for name, shape in shapes.items()}
    after = STEPS[cell](projected, (state,) * layout.states, weights, "tanh")
    given = [np.shape(each) for each in after] if isinstance(after, tuple) else type(after).__name__
    if given != [state.shape] * layout.states:
        raise PresetError(
            f"`cell`: `{cell}`: expected its step in NumPy to return a tuple of {layout.states} arrays of the shape of "
            f"their state, {state.shape}; got {given}",
            hint="mend its step in `STEPS`, or the `states` of its `CellLayout`",
        )
