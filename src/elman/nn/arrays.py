"""A network's arrays by name, to and from memory that knows nothing of JAX."""

from collections.abc import Mapping
from typing import Any, TypeAlias, TypeVar

import jax
import jax.numpy as jnp
import numpy as np
from jax.tree_util import keystr
from numpy.typing import NDArray

Integers: TypeAlias = Any
"""NumPy's where batches are cut, JAX's inside a compiled step."""

_Tree = TypeVar("_Tree")


def named_arrays(tree: object) -> dict[str, NDArray[np.generic]]:
    """Every array of a tree under its path, joined by dots: ``layers.0.forward.weight_ih``."""
    leaves = jax.tree_util.tree_leaves_with_path(tree)
    return {keystr(path, simple=True, separator="."): np.asarray(leaf) for path, leaf in leaves}


def with_arrays(tree: _Tree, arrays: Mapping[str, NDArray[np.generic]]) -> _Tree:
    """The same tree with its arrays replaced by those of the same name.

    Raises:
        KeyError: If an array is not given.
    """

    def replace(path: tuple[object, ...], _: object) -> jax.Array:
        return jnp.asarray(arrays[keystr(path, simple=True, separator=".")])

    replaced: _Tree = jax.tree_util.tree_map_with_path(replace, tree)
    return replaced
