"""Reading a model folder; nothing in it is trusted before it is checked."""

import hashlib
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from elman.bundle import files
from elman.bundle.bundle import Bundle
from elman.bundle.config import Common, read_config
from elman.bundle.kinds import CLASSIFIER, TAGGER, Kind, kind_saying
from elman.errors import BundleError

_Content = TypeVar("_Content")
_DIGESTED = (files.VOCABULARY, files.WEIGHTS)  # the files whose digests `config.json` has
_ATTEMPTS, _MOMENT = 8, 0.01  # seconds
_DAMAGED = "the folder is damaged; copy it again or train the model again"


def read_bundle(folder: Path) -> Bundle:
    """Read and check a classifier's folder.

    Raises:
        BundleError: Naming the file, what was expected of it and what was found.
    """
    return read_whole(folder, lambda: _read_bundle(folder, CLASSIFIER))


def read_tagger(folder: Path) -> Bundle:
    """Read and check a tagger's folder.

    Raises:
        BundleError: Naming the file, what was expected of it and what was found.
    """
    return read_whole(folder, lambda: _read_bundle(folder, TAGGER))


def _read_bundle(folder: Path, kind: Kind) -> Bundle:
    parts = Parts(folder, kind)
    config = parts.read(files.CONFIG, lambda content: read_config(content, kind))
    vocabulary = parts.read(files.VOCABULARY, files.load_vocabulary)
    weights = parts.read(files.WEIGHTS, files.load_weights)
    metrics = parts.read(files.METRICS, files.load_json_object)
    history = parts.read(files.HISTORY, files.load_history)
    return parts.together(
        config,
        lambda: Bundle(
            preset=config.parsed_preset,
            labels=tuple(config.labels),
            positive_label=config.positive_label,
            threshold=config.threshold,
            seed=config.seed,
            training_data=config.training_data,
            started_from=config.started_from,
            vocabulary=vocabulary,
            weights=weights,
            metrics=metrics,
            history=history,
        ),
    )


def read_whole(folder: Path, read: Callable[[], _Content]) -> _Content:
    """What is read of a folder, all from the same one: another model may take its place meanwhile.

    Args:
        folder: The model folder.
        read: Reads it.

    Raises:
        BundleError: As ``read`` does.
    """
    for attempt in range(_ATTEMPTS):
        before = _identity(folder)
        try:
            found = read()
        except BundleError:
            # Where two folders cannot be exchanged, there is none for a moment.
            if _identity(folder) == before and (before or attempt):
                raise
            time.sleep(_MOMENT)
            continue
        if _identity(folder) == before:
            return found
    raise BundleError(f"`{folder}`: is replaced again and again while it is read", hint="read it when that is over")


def _identity(folder: Path) -> tuple[int, ...]:
    try:
        status = folder.stat()
    except OSError:  # which reading it will tell of
        return ()
    return status.st_dev, status.st_ino, status.st_mtime_ns


def _check_model_folder(folder: Path, kind: Kind) -> None:
    """Refuse what is no model folder at all."""
    try:
        exists, is_folder, has_config = folder.exists(), folder.is_dir(), (folder / files.CONFIG).exists()
    except OSError as error:  # such as one that may not be looked into
        raise BundleError(f"`{folder}`: {error.strerror}", hint="check the path, and that you may read it") from None
    if not exists:
        raise BundleError(
            f"`{folder}`: no such model folder", hint=f"train one with `{kind.command} {kind.source} --out DIR`"
        )
    if not is_folder:
        raise BundleError(f"`{folder}`: expected a model folder; got a file", hint="name the folder")
    if not has_config:
        raise BundleError(
            f"`{folder}`: not a model folder: it has no {files.CONFIG}",
            hint=f"point at a folder written by `{kind.command}`",
        )


def kind_of(folder: Path) -> Kind | None:
    """What a model folder says that it is; None for whatever is none, or cannot be read."""
    try:
        found = files.load_json_object(_content_of(folder / files.CONFIG)).get("format")
    except (OSError, BundleError):
        return None
    return kind_saying(found)


def _content_of(path: Path) -> bytes:
    """The bytes of a file that a model folder itself holds: no link out of it, nor a device, nor a pipe."""
    if not path.exists():
        raise BundleError("missing")
    if path.resolve().parent != path.parent.resolve():
        raise BundleError("a link that leads out of the model folder", hint="put the file itself there")
    if not path.is_file():
        raise BundleError("expected a file; got a folder, a pipe or a device")
    return path.read_bytes()


class Parts:
    """The files of a model folder, each read once.

    Args:
        folder: The model folder.
        kind: What is wanted.

    Raises:
        BundleError: If there is no folder, or it has no ``config.json``.
    """

    def __init__(self, folder: Path, kind: Kind) -> None:
        _check_model_folder(folder, kind)
        self._folder = folder
        self._digests: dict[str, str] = {}  # of the bytes that were read

    def read(self, name: str, load: Callable[[bytes], _Content]) -> _Content:
        """One file, read and checked.

        Raises:
            BundleError: Naming the file and what is wrong with it.
        """
        path = self._folder / name
        try:
            content = _content_of(path)
            loaded = load(content)
        except BundleError as error:
            raise BundleError(f"`{path}`: {error.message}", hint=error.hint or _DAMAGED) from None
        except OSError as error:
            raise BundleError(
                f"`{path}`: cannot be read: {error.strerror}", hint="check that you may read it"
            ) from None
        except MemoryError:
            raise BundleError(
                f"`{path}`: cannot be read: {path.stat().st_size:,} bytes are more than there is memory",
                hint="read it on a machine with more, or train a smaller model",
            ) from None
        if name in _DIGESTED:
            self._digests[name] = hashlib.sha256(content).hexdigest()
        return loaded

    def together(self, config: Common, make: Callable[[], _Content]) -> _Content:
        """The model that the files make, all of which were read, and were saved with it.

        Args:
            config: What ``config.json`` says.
            make: Puts them together.

        Raises:
            BundleError: If they do not fit each other, or one is another than was saved.
        """
        try:
            model = make()
        except BundleError as error:
            raise BundleError(f"`{self._folder}`: {error.message}", hint=error.hint or _DAMAGED) from None
        self._check_digests(config)
        return model

    def _check_digests(self, config: Common) -> None:
        if set(config.sha256) != set(_DIGESTED):
            raise BundleError(
                f"`{self._folder / files.CONFIG}`: `sha256`: expected {' and '.join(_DIGESTED)}; "
                f"got {sorted(config.sha256)}",
                hint=_DAMAGED,
            )
        for name, expected in config.sha256.items():
            got = self._digests[name]
            if got != expected:
                raise BundleError(
                    f"`{self._folder / name}`: SHA-256: expected {expected}; got {got}: "
                    "not the file this model was saved with",
                    hint=_DAMAGED,
                )
