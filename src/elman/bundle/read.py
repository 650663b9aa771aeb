"""Reading a model folder; nothing in it is trusted before it is checked."""

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from elman.bundle import files
from elman.bundle.bundle import Bundle
from elman.bundle.config import Config, read_config
from elman.errors import BundleError

_Content = TypeVar("_Content")
_DAMAGED = "the folder is damaged; copy it again or train the model again"


def read_bundle(folder: Path) -> Bundle:
    """Read and check a model folder.

    Raises:
        BundleError: Naming the file, what was expected of it and what was found.
    """
    if not folder.is_dir():
        raise BundleError(f"`{folder}`: no such model folder", hint="train one with `elman train DATA --out DIR`")
    if not (folder / files.CONFIG).exists():
        raise BundleError(
            f"`{folder}`: not a model folder: it has no {files.CONFIG}",
            hint="point at a folder written by `elman train`",
        )
    config = _read(folder / files.CONFIG, read_config)
    vocabulary = _read(folder / files.VOCABULARY, files.load_vocabulary)
    weights = _read(folder / files.WEIGHTS, files.load_weights)
    metrics = _read(folder / files.METRICS, files.load_json_object)
    history = _read(folder / files.HISTORY, files.load_history)
    try:
        bundle = Bundle(
            preset=config.parsed_preset(),
            labels=tuple(config.labels),
            positive_label=config.positive_label,
            threshold=config.threshold,
            seed=config.seed,
            training_data=config.training_data,
            vocabulary=vocabulary,
            weights=weights,
            metrics=metrics,
            history=history,
        )
    except BundleError as error:
        raise BundleError(f"`{folder}`: {error.message}", hint=error.hint or _DAMAGED) from None
    _check_digests(folder, config)
    return bundle


def _read(path: Path, load: Callable[[bytes], _Content]) -> _Content:
    if not path.exists():
        raise BundleError(f"`{path}`: missing", hint=_DAMAGED)
    if path.resolve().parent != path.parent.resolve():
        raise BundleError(f"`{path}`: a link that leads out of the model folder", hint="put the file itself there")
    try:
        return load(path.read_bytes())
    except BundleError as error:
        raise BundleError(f"`{path}`: {error.message}", hint=error.hint or _DAMAGED) from None
    except OSError as error:
        raise BundleError(f"`{path}`: cannot be read: {error.strerror}") from None


def _check_digests(folder: Path, config: Config) -> None:
    if set(config.sha256) != {files.VOCABULARY, files.WEIGHTS}:
        raise BundleError(
            f"`{folder / files.CONFIG}`: `sha256`: expected {files.VOCABULARY} and {files.WEIGHTS}; "
            f"got {sorted(config.sha256)}",
            hint=_DAMAGED,
        )
    for name, expected in config.sha256.items():
        got = hashlib.sha256((folder / name).read_bytes()).hexdigest()
        if got != expected:
            raise BundleError(
                f"`{folder / name}`: SHA-256: expected {expected}; got {got}: not the file this model was saved with",
                hint=_DAMAGED,
            )
