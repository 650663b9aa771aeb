"""A network's arrays by name: the contract's names and shapes, and there and back."""

import dataclasses

import jax
import numpy as np
import pytest
from hypothesis import given, settings

from elman.architecture import Architecture
from elman.nn import TextNetwork, build_network, named_arrays, with_arrays
from elman.presets import Preset
from tests.strategies import architectures


def new_network(architecture: Architecture, seed: int = 0) -> TextNetwork:
    return build_network(architecture, Preset(), np.random.default_rng(seed))


@settings(max_examples=60)
@given(architectures)
def test_names_and_shapes_are_those_of_the_contract(architecture: Architecture) -> None:
    shapes = {name: array.shape for name, array in named_arrays(new_network(architecture)).items()}
    assert shapes == architecture.shapes()


@settings(max_examples=20)
@given(architectures)
def test_arrays_go_there_and_back(architecture: Architecture) -> None:
    arrays = named_arrays(new_network(architecture))
    other = with_arrays(new_network(architecture, seed=1), arrays)
    assert jax.tree.structure(other) == jax.tree.structure(new_network(architecture))
    for name, array in named_arrays(other).items():
        np.testing.assert_array_equal(array, arrays[name])


def test_an_array_that_is_not_given_is_missed_by_name() -> None:
    network = new_network(Preset().architecture(dictionary_size=3, num_classes=2))
    arrays = named_arrays(network)
    del arrays["head.bias"]
    with pytest.raises(KeyError, match=r"^'head\.bias'$"):
        with_arrays(network, arrays)


@settings(max_examples=20)
@given(architectures)
def test_no_two_cells_start_alike(architecture: Architecture) -> None:
    wide = dataclasses.replace(architecture, embedding_size=5, hidden_size=5)
    weights = [array.tobytes() for name, array in named_arrays(new_network(wide)).items() if "weight_ih" in name]
    assert len(set(weights)) == len(weights)
