"""Checking a model's arrays against the shapes that its settings ask for."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from elman.architecture import RecurrentArchitecture
from elman.bundle.weights import FLOAT32, all_finite, describe
from elman.errors import BundleError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def check_weights(architecture: RecurrentArchitecture, weights: Mapping[str, "NDArray[np.float32]"]) -> None:
    """Refuse arrays that are not exactly the architecture's.

    Raises:
        BundleError: Naming what is missing, unknown, of another shape or type, or not finite.
    """
    layers = architecture.num_layers
    if layers > len(weights):  # said before the names are listed: a damaged number may ask for any of them
        raise BundleError(f"weights: expected {layers} layers; got {len(weights)} arrays")
    expected = architecture.shapes()
    missing, extra = expected.keys() - weights.keys(), weights.keys() - expected.keys()
    if missing or extra:
        raise BundleError(f"weights: missing arrays {sorted(missing)}, unknown arrays {sorted(extra)}")
    for name, shape in expected.items():
        dtype, got = describe(weights, name)
        if got != shape or dtype != FLOAT32:
            raise BundleError(f"weights: `{name}`: expected float32 of shape {shape}; got {dtype} of shape {got}")
        if not all_finite(weights, name):
            raise BundleError(f"weights: `{name}` holds a number that is not finite")
