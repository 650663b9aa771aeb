"""What the readings in NumPy share: the cells of a network, where they start, and a step of all layers."""

from collections.abc import Mapping, Sequence

import numpy as np

from elman.architecture import CELL_LAYOUTS, RecurrentArchitecture
from elman.runtime.cells import STEPS, Floats, States, by_row

Cell = Mapping[str, Floats]
"""A cell's arrays by name."""


def cells_of(architecture: RecurrentArchitecture, weights: Mapping[str, Floats]) -> dict[str, Cell]:
    """Prefix of a cell's array names to its arrays, by the rest of their names."""
    layout = CELL_LAYOUTS[architecture.cell].shapes(1, 1)
    return {prefix: {name: weights[prefix + name] for name in layout} for prefix in architecture.cell_prefixes()}


def project(inputs: Floats, cell: Cell) -> Floats:
    """What a cell makes of inputs before it sees the state, ``[batch, rows]``."""
    return by_row(inputs, cell["weight_ih"]) + cell["bias"]


def initial_states(architecture: RecurrentArchitecture, batch: int) -> States:
    """A cell's states before the first step: zeros, ``[batch, hidden]`` each."""
    zeros = np.zeros((batch, architecture.hidden_size), np.float32)
    return (zeros,) * CELL_LAYOUTS[architecture.cell].states


class LayerStates:
    """The states of every layer while one text is read from its start, a step at a time.

    Args:
        architecture: What the cells are.
        cells: One for each layer, the lowest first.
    """

    def __init__(self, architecture: RecurrentArchitecture, cells: Sequence[Cell]) -> None:
        self._cells = cells
        self._step, self._activation = STEPS[architecture.cell], architecture.activation
        self._states = [initial_states(architecture, 1) for _ in cells]

    def step(self, projected: Floats) -> Floats:
        """The top layer's hidden state, ``[1, hidden]``, after a step more.

        Args:
            projected: The lowest layer's projected input, ``[1, rows]``.
        """
        for layer, cell in enumerate(self._cells):
            if layer:
                projected = project(self.hidden(layer - 1), cell)
            self._states[layer] = self._step(projected, self._states[layer], cell, self._activation)
        return self.hidden()

    def hidden(self, layer: int = -1) -> Floats:
        """A layer's hidden state as it is now, ``[1, hidden]``; the top one's unless another is named."""
        return self._states[layer][0]
