"""The files of a model folder: their names, and each one's bytes from and to memory."""

import csv
import io
import json
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import safetensors.numpy
from numpy.typing import NDArray
from safetensors import SafetensorError

from elman.errors import BundleError, DataError
from elman.text import Vocabulary

CONFIG, VOCABULARY, WEIGHTS = "config.json", "vocabulary.json", "weights.safetensors"
METRICS, HISTORY, CARD, SAMPLES = "metrics.json", "history.csv", "README.md", "samples.json"
PICTURES = ("loss.png", "accuracy.png", "bits.png", "samples.png", "gradients.png")
FILES = (CONFIG, VOCABULARY, WEIGHTS, METRICS, HISTORY, CARD, SAMPLES, *PICTURES)


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
    tokens = _load_json(content)
    if not isinstance(tokens, list) or not all(isinstance(token, str) for token in tokens):
        raise BundleError("expected a JSON list of strings")
    try:
        return Vocabulary(tokens)
    except DataError as error:
        raise BundleError(error.message) from None


def dump_weights(weights: Mapping[str, NDArray[np.float32]]) -> bytes:
    """The arrays as safetensors."""
    return safetensors.numpy.save({name: np.ascontiguousarray(array) for name, array in weights.items()})


def load_weights(content: bytes) -> dict[str, NDArray[np.float32]]:
    """Arrays by name; their shapes are for ``Bundle`` to check.

    Raises:
        BundleError: If the bytes are not safetensors.
    """
    try:
        return safetensors.numpy.load(content)
    except (SafetensorError, KeyError, ValueError) as error:  # a number type or a shape that NumPy does not have
        raise BundleError(f"not valid safetensors: {error}") from None


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
        return [
            {name: int(cell) if name == "epoch" else float(cell) for name, cell in zip(names, row, strict=True)}
            for row in rows[1:]
        ]
    except (ValueError, csv.Error) as error:
        raise BundleError(f"not a table of numbers: {error}") from None


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
