"""Why a model answers as it does: reasons, running probabilities, hidden states, gradients, shapes."""

from elman.explain.cell_gradients import gradient_norms
from elman.explain.model_gradients import StateGradients, loss_gradients, memory_norms, trained_cell
from elman.explain.reasons import Reasons, TokenReason, reasons
from elman.explain.running import RunningProbabilities, running_probabilities
from elman.explain.shapes import Stage, stages
from elman.explain.states import HiddenStates, hidden_states

__all__ = [
    "HiddenStates",
    "Reasons",
    "RunningProbabilities",
    "Stage",
    "StateGradients",
    "TokenReason",
    "gradient_norms",
    "hidden_states",
    "loss_gradients",
    "memory_norms",
    "reasons",
    "running_probabilities",
    "stages",
    "trained_cell",
]
