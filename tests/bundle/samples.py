"""Model folders made by hand from random weights, and what is needed to damage one and sign it again."""

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from hypothesis import strategies as st

from elman.bundle import Bundle, TrainingData, read_bundle, write_bundle
from elman.errors import BundleError
from elman.presets import get_preset
from elman.text import Vocabulary

SMALL = {
    "unmask": False,
    "features": "token",
    "surface_tokens": False,
    "embedding_size": 2,
    "hidden_size": 2,
    "bidirectional": False,
    "pooling": "last",
    "cell": "elman",
    "network_weight": 1.0,
    "linear_weight": 0,
}
TOKENS = ("free", "prize", "home", "é", "\ud800", '"', "\x00", "中")
HISTORY = (
    {"epoch": 1, "train_loss": 0.1 + 0.2, "train_accuracy": 2 / 3},
    {"epoch": 2, "train_loss": 5e-324, "train_accuracy": 1.0},
)
METRICS = {"test": {"n": 3, "accuracy": 2 / 3, "spam_caught": None}}


def make_bundle(*, settings: dict[str, Any] | None = None, seed: int = 0, **fields: Any) -> Bundle:
    """A small model with normal weights.

    Args:
        settings: Changes to the preset of ``SMALL`` sizes.
        seed: Of the weights.
        fields: Fields of the bundle that differ from the usual ones.
    """
    preset = get_preset("default").override({**SMALL, **(settings or {})})
    vocabulary = Vocabulary(fields.pop("tokens", TOKENS))
    labels = fields.pop("labels", ("ham", "spam"))
    rng = np.random.default_rng(seed)
    shapes = preset.architecture(len(vocabulary), len(labels)).shapes()
    two = len(labels) == 2
    return Bundle(
        **{
            "preset": preset,
            "vocabulary": vocabulary,
            "labels": labels,
            "positive_label": labels[-1] if two else None,
            "threshold": 0.5 if two else None,
            "weights": {name: rng.normal(size=shape).astype(np.float32) for name, shape in shapes.items()},
            "seed": 7,
            "training_data": TrainingData("sms-spam", "ab" * 32, 5_574),
            "metrics": METRICS,
            "history": HISTORY,
            **fields,
        }
    )


def contents(folder: Path) -> dict[str, bytes]:
    """Every file of a folder."""
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def assert_same(one: Bundle, other: Bundle) -> None:
    """Every field equal, weights bit for bit."""
    for name in ("preset", "vocabulary", "labels", "positive_label", "threshold", "seed", "training_data", "metrics"):
        assert getattr(one, name) == getattr(other, name), name
    assert list(map(type, one.labels)) == list(map(type, other.labels))
    assert [dict(row) for row in one.history] == [dict(row) for row in other.history]
    assert one.weights.keys() == other.weights.keys()
    for name, array in one.weights.items():
        assert array.tobytes() == other.weights[name].tobytes(), name


def change_config(folder: Path, change: Callable[[dict[str, Any]], object]) -> None:
    """Edit ``config.json``."""
    path = folder / "config.json"
    config = json.loads(path.read_bytes())
    change(config)
    path.write_bytes(json.dumps(config).encode())


def resign(folder: Path) -> None:
    """Enter the digests of the files as they now are, so that a later check is reached."""
    names = ("vocabulary.json", "weights.safetensors")
    digests = {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in names}
    change_config(folder, lambda config: config.update(sha256=digests))


def outcome(attempt: Callable[[], Any]) -> Any:
    """What an attempt returns, or the ``BundleError`` with which it is refused; any other exception is a failure."""
    try:
        return attempt()
    except BundleError as error:
        return error


def refusal(folder: Path) -> BundleError:
    """The error with which a folder is refused; the test fails if it is read, or fails in any other way."""
    error = outcome(lambda: read_bundle(folder))
    assert isinstance(error, BundleError), "the folder was read"
    return error


def refuses_or_reads_whole(folder: Path, again: Path) -> None:
    """Any folder at all is refused with ``BundleError``, or it is a model that can be written and read again."""
    bundle = outcome(lambda: read_bundle(folder))
    if isinstance(bundle, BundleError):
        assert str(folder) in bundle.message
        return
    write_bundle(bundle, again)
    assert_same(read_bundle(again), bundle)


json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.integers(-3, 3)
    | st.floats(allow_nan=False)
    | st.text(max_size=5)
    | st.sampled_from(
        [2**31, 2**63, 10**400, -0.0, 1e999, "ham", "spam", "elman", "last", "tanh", "{", "1.5", "\ud800"]
    ),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5) | st.just("\ud800"), inner, max_size=3)
    ),
    max_leaves=5,
)
"""Anything that JSON can say, with what stands in our files more often than its share."""
