"""Cells, unrolling, pooling and the networks made of them, in JAX; one cell per file."""

from elman.nn.arrays import named_arrays, with_arrays
from elman.nn.cell import Cell
from elman.nn.cells import CELLS, build_cell
from elman.nn.dropout import DropoutShares
from elman.nn.elman import ElmanCell
from elman.nn.embedding import Embedding, TokenFeatures
from elman.nn.gru import GRUCell
from elman.nn.language import LanguageNetwork, build_language_network
from elman.nn.language_parts import States, Targets
from elman.nn.layer import RecurrentLayer
from elman.nn.lstm import LSTMCell, LSTMState
from elman.nn.mingru import MinGRUCell
from elman.nn.network import TextNetwork, build_network
from elman.nn.ngrams import Ngrams
from elman.nn.pooling import masked_max, masked_mean
from elman.nn.random_bits import HASHED
from elman.nn.softmax import softmax_loss_sum
from elman.nn.unroll import reverse, unroll, unroll_entries

__all__ = [
    "CELLS",
    "HASHED",
    "Cell",
    "DropoutShares",
    "ElmanCell",
    "Embedding",
    "GRUCell",
    "LSTMCell",
    "LSTMState",
    "LanguageNetwork",
    "MinGRUCell",
    "Ngrams",
    "RecurrentLayer",
    "States",
    "Targets",
    "TextNetwork",
    "TokenFeatures",
    "build_cell",
    "build_language_network",
    "build_network",
    "masked_max",
    "masked_mean",
    "named_arrays",
    "reverse",
    "softmax_loss_sum",
    "unroll",
    "unroll_entries",
    "with_arrays",
]
