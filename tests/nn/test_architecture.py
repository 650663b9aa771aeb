"""The contract of a network's arrays, against a list written by hand."""

import pytest

from elman.architecture import Architecture
from elman.errors import PresetError


def architecture(**changes: object) -> Architecture:
    settings = {
        "vocab_size": 7,
        "embedding_size": 2,
        "cell": "gru",
        "activation": "tanh",
        "hidden_size": 3,
        "num_layers": 1,
        "bidirectional": False,
        "pooling": ("last",),
        "num_classes": 4,
    }
    return Architecture(**(settings | changes))


def test_arrays_of_two_bidirectional_layers() -> None:
    assert architecture(num_layers=2, bidirectional=True, pooling=("mean", "inputs", "max")).shapes() == {
        "embedding.weight": (7, 2),
        "layers.0.forward.weight_ih": (9, 2),
        "layers.0.forward.weight_hh": (9, 3),
        "layers.0.forward.bias": (9,),
        "layers.0.forward.bias_candidate": (3,),
        "layers.0.backward.weight_ih": (9, 2),
        "layers.0.backward.weight_hh": (9, 3),
        "layers.0.backward.bias": (9,),
        "layers.0.backward.bias_candidate": (3,),
        "layers.1.forward.weight_ih": (9, 6),
        "layers.1.forward.weight_hh": (9, 3),
        "layers.1.forward.bias": (9,),
        "layers.1.forward.bias_candidate": (3,),
        "layers.1.backward.weight_ih": (9, 6),
        "layers.1.backward.weight_hh": (9, 3),
        "layers.1.backward.bias": (9,),
        "layers.1.backward.bias_candidate": (3,),
        "head.weight": (4, 14),
        "head.bias": (4,),
    }


@pytest.mark.parametrize(
    ("cell", "arrays"),
    [
        ("elman", {"weight_ih": (3, 2), "weight_hh": (3, 3), "bias": (3,)}),
        ("gru", {"weight_ih": (9, 2), "weight_hh": (9, 3), "bias": (9,), "bias_candidate": (3,)}),
        ("lstm", {"weight_ih": (12, 2), "weight_hh": (12, 3), "bias": (12,)}),
        ("mingru", {"weight_ih": (6, 2), "bias": (6,)}),
    ],
)
def test_arrays_of_each_cell(cell: str, arrays: dict[str, tuple[int, ...]]) -> None:
    prefix = "layers.0.forward."
    shapes = architecture(cell=cell).shapes()
    assert {name.removeprefix(prefix): shape for name, shape in shapes.items() if name.startswith(prefix)} == arrays


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        (
            {"cell": "rnn"},
            "`cell`: expected one of elman, gru, lstm, mingru; got `rnn`\n"
            "hint: a cell of one's own is known where the file that defines it has been imported",
        ),
        ({"activation": "gelu"}, "`activation`: expected tanh, relu; got `gelu`"),
        (
            {"pooling": ("mean", "median")},
            "`pooling`: expected last, mean, max, inputs or several of them, each once; got `mean+median`\n"
            "hint: for example pooling=mean+max",
        ),
        (
            {"pooling": ("mean", "mean")},
            "`pooling`: expected last, mean, max, inputs or several of them, each once; got `mean+mean`\n"
            "hint: for example pooling=mean+max",
        ),
        (
            {"pooling": ()},
            "`pooling`: expected last, mean, max, inputs or several of them, each once; got ``\n"
            "hint: for example pooling=mean+max",
        ),
    ],
)
def test_what_does_not_exist_is_refused(changes: dict[str, object], message: str) -> None:
    with pytest.raises(PresetError) as caught:
        architecture(**changes)
    assert str(caught.value) == message
