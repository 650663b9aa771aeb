"""The files of a model folder: their names, and each one's bytes from and to memory."""

import csv
import io
import json
import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import msgspec
from safetensors import SafetensorError, deserialize

from elman.bundle.vocabulary import read_stored
from elman.bundle.weights import FLOAT32, Stored, Weights
from elman.errors import BundleError, DataError
from elman.text.vocabulary import Vocabulary

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

CONFIG, VOCABULARY, WEIGHTS = "config.json", "vocabulary.json", "weights.safetensors"
METRICS, HISTORY, CARD, SAMPLES = "metrics.json", "history.csv", "README.md", "samples.json"
PICTURES = ("loss.png", "accuracy.png", "bits.png", "samples.png", "gradients.png")
FILES = (CONFIG, VOCABULARY, WEIGHTS, METRICS, HISTORY, CARD, SAMPLES, *PICTURES)
LEFT_BY_SYSTEMS = (".DS_Store", "Thumbs.db", "desktop.ini")
"""What file managers leave in a folder that somebody looked at."""


# Safetensors' types of numbers, by NumPy's names; and what an array of NumPy's may have.
_DTYPES = {"F64": "float64", "F32": FLOAT32, "F16": "float16", "C64": "complex64", "BOOL": "bool"} | {
    f"{kind}{bits}": f"{name}{bits}" for kind, name in (("I", "int"), ("U", "uint")) for bits in (8, 16, 32, 64)
}
_LARGEST = 1e300
_MOST_AXES, _MOST_NUMBERS = 64, 2**59


def dump_json(value: Any) -> bytes:
    """JSON in pure ASCII, so that any string survives; no line end, so that no truncation goes unseen."""
    return json.dumps(value, indent=1).encode("ascii")


def load_json_object(content: bytes) -> dict[str, Any]:
    """A JSON object.

    Raises:
        BundleError: If it is anything else.
    """
    value = _load_json(content)
    if not isinstance(value, dict):
        raise BundleError(f"expected a JSON object; got {type(value).__name__}")
    return value


def dump_vocabulary(vocabulary: Vocabulary) -> bytes:
    """The tokens in the order of their ids, as a JSON list."""
    return dump_json(list(vocabulary.tokens))


def load_vocabulary(content: bytes) -> Vocabulary:
    """The vocabulary from a JSON list of different strings.

    Raises:
        BundleError: If it is anything else.
    """
    stored = read_stored(content)
    if stored is not None:
        return stored
    try:
        return Vocabulary(_load_strings(content))
    except DataError as error:
        raise BundleError(error.message) from None


def _load_strings(content: bytes) -> list[str]:
    try:
        return msgspec.json.decode(content, type=list[str])  # in a third of json's time
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):  # half a surrogate pair, or a mistake: json tells
        tokens = _load_json(content)
    if not isinstance(tokens, list) or not all(isinstance(token, str) for token in tokens):
        raise BundleError("expected a JSON list of strings")
    return tokens


def dump_weights(weights: Mapping[str, "NDArray[np.float32]"]) -> bytes:
    """The arrays as safetensors."""
    import numpy as np
    import safetensors.numpy

    return safetensors.numpy.save({name: np.ascontiguousarray(array) for name, array in weights.items()})


def load_weights(content: bytes) -> Weights:
    """Arrays by name; their types and shapes are for ``Bundle`` to check.

    Raises:
        BundleError: If the bytes are not safetensors.
    """
    try:
        arrays: list[tuple[str, dict[str, Any]]] = deserialize(content)  # type: ignore[no-untyped-call]
        return Weights({name: _stored(name, array) for name, array in arrays})
    except SafetensorError as error:
        raise BundleError(f"not valid safetensors: {error}") from None


def _stored(name: str, array: Mapping[str, Any]) -> Stored:
    """One array, if NumPy could hold it."""
    dtype, shape = array["dtype"], tuple(array["shape"])
    if dtype not in _DTYPES:
        raise BundleError(f"not valid safetensors: `{name}`: numbers of type {dtype}, which NumPy does not have")
    if len(shape) > _MOST_AXES or math.prod(max(1, size) for size in shape) > _MOST_NUMBERS:
        raise BundleError(f"not valid safetensors: `{name}`: a shape that NumPy does not have: {shape}")
    return Stored(_DTYPES[dtype], shape, array["data"])


def dump_history(history: Sequence[Mapping[str, float]]) -> bytes:
    """One row for each epoch, as CSV; ``repr`` keeps every digit."""
    table = io.StringIO()
    if history:
        writer = csv.DictWriter(table, fieldnames=list(history[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(history)
    return table.getvalue().encode("ascii")


def load_history(content: bytes) -> list[dict[str, float]]:
    """The rows of ``history.csv``.

    Raises:
        BundleError: If a row is short or long or ends without a line end, or a cell is not a number.
    """
    if content and not content.endswith(b"\n"):
        raise BundleError("not a whole table: its last line does not end")
    try:
        rows = list(csv.reader(io.StringIO(content.decode("ascii")), strict=True))
        names = rows[0] if rows else []
        if names and "epoch" not in names:
            raise ValueError("it has no column `epoch`")
        return [{name: _read_cell(name, cell) for name, cell in zip(names, row, strict=True)} for row in rows[1:]]
    except (ValueError, csv.Error) as error:
        raise BundleError(f"not a table of numbers: {error}") from None


def _read_cell(name: str, cell: str) -> int | float:
    """An epoch, or a measure; what is finite can be drawn."""
    value = int(cell) if name == "epoch" else float(cell)
    if math.isfinite(value) and abs(value) > _LARGEST:
        raise ValueError(f"`{name}`: {cell:.20} is beyond all measures")
    return value


def load_samples(content: bytes) -> list[dict[str, int | str]]:
    """What a language model wrote on the way: a JSON list of objects with ``epoch`` and ``text``.

    Raises:
        BundleError: If it is anything else.
    """
    samples = _load_json(content)
    fits = isinstance(samples, list) and all(
        isinstance(each, dict)
        and each.keys() == {"epoch", "text"}
        and isinstance(each["text"], str)
        and type(each["epoch"]) is int
        for each in samples
    )
    if not fits:
        raise BundleError("expected a JSON list of samples, each with `epoch` and `text`")
    return list(samples)


def _load_json(content: bytes) -> Any:
    try:
        return json.loads(content)
    except (ValueError, RecursionError) as error:
        raise BundleError(f"not valid JSON: {error}") from None
