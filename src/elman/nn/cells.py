"""The cells by name."""

from collections.abc import Callable

import numpy as np

from elman.nn.cell import Cell
from elman.nn.elman import ElmanCell
from elman.nn.gru import GRUCell
from elman.nn.lstm import LSTMCell
from elman.nn.mingru import MinGRUCell

CELLS: dict[str, Callable[..., Cell]] = {"elman": ElmanCell, "gru": GRUCell, "lstm": LSTMCell, "mingru": MinGRUCell}


def build_cell(
    name: str, input_size: int, hidden_size: int, *, activation: str, recurrent_init: str, rng: np.random.Generator
) -> Cell:
    """A new cell.

    Args:
        name: One of ``CELLS``.
        input_size: Width of its input.
        hidden_size: Units of its state.
        activation: The Elman cell's nonlinearity; no other cell has a choice.
        recurrent_init: How its weights start; see ``cell_weights``.
        rng: Source of its weights.
    """
    if name == "elman":
        return ElmanCell(input_size, hidden_size, activation=activation, recurrent_init=recurrent_init, rng=rng)
    return CELLS[name](input_size, hidden_size, recurrent_init=recurrent_init, rng=rng)
