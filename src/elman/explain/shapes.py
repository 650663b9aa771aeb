"""What a network is made of, stage by stage: the arrays of each and what comes out of it."""

import math
from dataclasses import dataclass

from elman.architecture import Architecture


@dataclass(frozen=True)
class Stage:
    """One stage of a network, from a token's ids to the logits.

    Args:
        name: ``embedding``, ``layer 1`` …, ``pooling`` or ``head``.
        arrays: Name to shape of its arrays, named within the stage.
        width: Numbers that it puts out: for each token, or, from the pooling on, for the text.
    """

    name: str
    arrays: dict[str, tuple[int, ...]]
    width: int

    @property
    def parameters(self) -> int:
        """Numbers in its arrays."""
        return sum(map(math.prod, self.arrays.values()))


def stages(architecture: Architecture) -> tuple[Stage, ...]:
    """The stages of a network in the order in which a text passes them; the linear reader is not among them."""
    shapes = architecture.shapes()

    def arrays_of(prefix: str) -> dict[str, tuple[int, ...]]:
        return {name.removeprefix(prefix): shape for name, shape in shapes.items() if name.startswith(prefix)}

    layers = [
        Stage(f"layer {layer + 1}", arrays_of(f"layers.{layer}."), architecture.output_size)
        for layer in range(architecture.num_layers)
    ]
    return (
        Stage("embedding", arrays_of("embedding."), architecture.embedding_size),
        *layers,
        Stage("pooling", {}, architecture.pooled_size),
        Stage("head", arrays_of("head."), architecture.num_classes),
    )
