"""How a whole recurrence is computed, once the inputs are projected: a table of ways, one file each.

A kernel takes a cell, its projected inputs ``[time, batch, rows]``, the initial state and the lengths ``[batch]``,
and returns the state after every step and the last one. ``scan`` is the definition; every other kernel is tested
to agree with it, values and gradients.
"""

from collections.abc import Callable
from typing import Any

from elman.nn.kernels.associative import associative
from elman.nn.kernels.choice import choose_kernel
from elman.nn.kernels.native import native, native_from_inputs, native_from_table
from elman.nn.kernels.place_tokens import place_tokens
from elman.nn.kernels.pool_states import pool_states
from elman.nn.kernels.scan import scan
from elman.nn.kernels.token_vectors import token_vectors

KERNELS: dict[str, Callable[..., tuple[Any, Any]]] = {"scan": scan, "associative": associative, "native": native}

__all__ = [
    "KERNELS",
    "associative",
    "choose_kernel",
    "native",
    "native_from_inputs",
    "native_from_table",
    "place_tokens",
    "pool_states",
    "scan",
    "token_vectors",
]
