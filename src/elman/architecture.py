"""What a network is made of: the names and shapes of its arrays, and nothing about how they compute.

Three rooms read this contract and never each other: ``nn`` builds the arrays and trains them, ``bundle``
checks them when a model folder is read, ``runtime`` answers with them.
"""

from dataclasses import dataclass
from typing import Annotated

from msgspec import Meta

from elman.errors import PresetError

Size = Annotated[int, Meta(ge=1, le=2**31 - 1)]
SizeOrZero = Annotated[int, Meta(ge=0, le=2**31 - 1)]


@dataclass(frozen=True)
class CellLayout:
    """The arrays of one kind of cell.

    Args:
        gates: Blocks of ``hidden_size`` rows in ``weight_ih`` and ``bias``: what is computed from the input.
        recurrent: Whether there is a ``weight_hh`` with as many blocks.
        biases: Names of further biases of ``hidden_size`` each.
        states: Vectors of ``hidden_size`` that a step hands to the next, the hidden state first.
    """

    gates: int
    recurrent: bool = True
    biases: tuple[str, ...] = ()
    states: int = 1

    def shapes(self, input_size: int, hidden_size: int) -> dict[str, tuple[int, ...]]:
        """Name to shape of every array of one cell."""
        rows = self.gates * hidden_size
        shapes: dict[str, tuple[int, ...]] = {"weight_ih": (rows, input_size), "bias": (rows,)}
        if self.recurrent:
            shapes["weight_hh"] = (rows, hidden_size)
        return shapes | dict.fromkeys(self.biases, (hidden_size,))


CELL_LAYOUTS: dict[str, CellLayout] = {
    "elman": CellLayout(gates=1),
    "gru": CellLayout(gates=3, biases=("bias_candidate",)),
    "lstm": CellLayout(gates=4, states=2),
    "mingru": CellLayout(gates=2, recurrent=False),
}

POOLINGS = ("last", "mean", "max", "inputs")


def check_cell(name: str) -> None:
    """Refuse a cell that does not exist.

    Raises:
        PresetError: Naming the cells that do.
    """
    if name not in CELL_LAYOUTS:
        raise PresetError(
            f"`cell`: expected one of {', '.join(CELL_LAYOUTS)}; got `{name}`",
            hint="a cell of one's own is known where the file that defines it has been imported",
        )


EACH = ("each",)
"""In place of pooled vectors: nothing is pooled, and every step has logits of its own, as a tagger's has."""


def check_pooling(parts: tuple[str, ...]) -> None:
    """Refuse pooled vectors that do not exist or stand twice.

    Raises:
        PresetError: Naming the ones there are.
    """
    if parts == EACH:
        return
    if not parts or set(parts) - set(POOLINGS) or len(set(parts)) < len(parts):
        raise PresetError(
            f"`pooling`: expected {', '.join(POOLINGS)} or several of them, each once; got `{'+'.join(parts)}`",
            hint="for example pooling=mean+max",
        )


def check_activation(name: str) -> None:
    """Refuse a nonlinearity that does not exist.

    Raises:
        PresetError: Naming the ones there are.
    """
    if name not in ("tanh", "relu"):
        raise PresetError(f"`activation`: expected tanh, relu; got `{name}`")


@dataclass(frozen=True, kw_only=True)
class RecurrentArchitecture:
    """What every network has: an embedding, and recurrent layers above it.

    Args:
        vocab_size: Rows of the embedding, padding and unknown included.
        embedding_size: Width of a token's vector.
        cell: A name in ``CELL_LAYOUTS``.
        activation: The Elman cell's nonlinearity, ``tanh`` or ``relu``.
        hidden_size: Units of one direction of one layer.
        num_layers: Recurrent layers, one above the other.
    """

    vocab_size: Size
    embedding_size: Size
    cell: str
    activation: str
    hidden_size: Size
    num_layers: Size

    def __post_init__(self) -> None:
        check_cell(self.cell)
        check_activation(self.activation)

    @property
    def directions(self) -> tuple[str, ...]:
        """The readings of each layer, by name."""
        return ("forward",)

    @property
    def output_size(self) -> int:
        """Width of a layer's output at one step: its directions side by side."""
        return self.hidden_size * len(self.directions)

    def cell_prefixes(self) -> dict[str, int]:
        """Prefix of every cell's array names (``layers.0.forward.``) to that cell's input width."""
        return {
            f"layers.{layer}.{direction}.": self.embedding_size if layer == 0 else self.output_size
            for layer in range(self.num_layers)
            for direction in self.directions
        }

    def shapes(self) -> dict[str, tuple[int, ...]]:
        """Name to shape of every array of the network."""
        shapes: dict[str, tuple[int, ...]] = {"embedding.weight": (self.vocab_size, self.embedding_size)}
        for prefix, input_size in self.cell_prefixes().items():
            cell = CELL_LAYOUTS[self.cell].shapes(input_size, self.hidden_size)
            shapes |= {prefix + name: shape for name, shape in cell.items()}
        return shapes


@dataclass(frozen=True, kw_only=True)
class Architecture(RecurrentArchitecture):
    """A text classifier: embedding, recurrent layers, pooling over time, a linear head.

    Args, besides those of every network:
        bidirectional: Whether each layer also reads from the end.
        pooling: The pooled vectors that the head reads, in order; names in ``POOLINGS``, or ``EACH`` for a tagger.
        num_classes: Labels.
        linear_vocab_size: Features, from id 0 on, that a linear reader beside the network reads; 0: there is none.
    """

    bidirectional: bool
    pooling: tuple[str, ...]
    num_classes: Annotated[int, Meta(ge=2, le=2**31 - 1)]
    linear_vocab_size: SizeOrZero = 0

    def __post_init__(self) -> None:
        super().__post_init__()
        check_pooling(self.pooling)

    @property
    def linear(self) -> bool:
        """Whether a linear reader of the features stands beside the network."""
        return self.linear_vocab_size > 0

    @property
    def directions(self) -> tuple[str, ...]:
        """The readings of each layer, by name."""
        return ("forward", "backward") if self.bidirectional else ("forward",)

    @property
    def pooled_size(self) -> int:
        """Width of what the head reads."""
        return sum(self.embedding_size if part == "inputs" else self.output_size for part in self.pooling)

    def shapes(self) -> dict[str, tuple[int, ...]]:
        """Name to shape of every array of the network."""
        shapes = super().shapes()
        shapes |= {"head.weight": (self.num_classes, self.pooled_size), "head.bias": (self.num_classes,)}
        if self.linear:
            shapes |= {
                "linear.weight": (self.num_classes, self.linear_vocab_size),
                "linear.scale": (self.linear_vocab_size,),
                "linear.bias": (self.num_classes,),
            }
        return shapes


@dataclass(frozen=True, kw_only=True)
class LanguageArchitecture(RecurrentArchitecture):
    """A language model: embedding, recurrent layers that read forward, a softmax over the vocabulary at every step.

    Its embedding and layers have the names and shapes of a classifier's that reads in one direction.

    Args, besides those of every network:
        tied: Whether the output's weights are the embedding.
        ngram_buckets: Rows of the table of n-grams' vectors; 0 for none.
    """

    tied: bool
    ngram_buckets: SizeOrZero = 0

    @property
    def projects(self) -> bool:
        """Whether the top layer's state is brought to the embedding's width before it meets the tied embedding."""
        return self.tied and self.hidden_size != self.embedding_size

    def shapes(self) -> dict[str, tuple[int, ...]]:
        """Name to shape of every array of the network."""
        shapes = super().shapes()
        if not self.tied:
            shapes["output.weight"] = (self.vocab_size, self.hidden_size)
        elif self.projects:
            shapes["output.projection"] = (self.embedding_size, self.hidden_size)
        if self.ngram_buckets:
            shapes["ngrams.weight"] = (self.ngram_buckets, self.embedding_size)
        return shapes | {"output.bias": (self.vocab_size,)}
