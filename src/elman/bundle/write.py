"""Writing a model folder: refuse a place that is not ours, write beside it, put it there in one step."""

import dataclasses
import hashlib
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from elman.bundle import files
from elman.bundle.bundle import Bundle
from elman.bundle.card import classifier_card, language_card, tagger_card
from elman.bundle.config import describe_bundle
from elman.bundle.kinds import KINDS, TAGGER, Kind
from elman.bundle.language import LanguageBundle
from elman.bundle.read import kind_of
from elman.bundle.replace import replace_folder
from elman.errors import BundleError


def write_bundle(bundle: Bundle, folder: Path, *, pictures: Mapping[str, bytes] | None = None) -> None:
    """Write a model folder beside its place and put it there in one step.

    Args:
        bundle: The model, a classifier or a tagger.
        folder: Where it goes; a model folder of ours that is already there is replaced.
        pictures: File name, one of ``files.PICTURES``, to PNG bytes.

    Raises:
        BundleError: If the place is taken by something else, or the disk refuses.
    """
    card = tagger_card if bundle.kind == TAGGER else classifier_card
    explaining = {files.CARD: card(bundle).encode(errors="backslashreplace")}  # paths may hold lone surrogates
    own: dict[str, Any] = {
        "labels": list(bundle.labels),
        "positive_label": bundle.positive_label,
        "threshold": bundle.threshold,
    }
    if bundle.started_from is not None:
        own["started_from"] = dataclasses.asdict(bundle.started_from)
    _write_model(bundle, folder, own, {**explaining, **(pictures or {})})


def write_language_bundle(bundle: LanguageBundle, folder: Path, *, pictures: Mapping[str, bytes] | None = None) -> None:
    """The same for a language model."""
    explaining = {
        files.CARD: language_card(bundle).encode(errors="backslashreplace"),
        files.SAMPLES: files.dump_json(list(bundle.samples)),
    }
    _write_model(bundle, folder, {}, {**explaining, **(pictures or {})})


def _write_model(
    bundle: Bundle | LanguageBundle, folder: Path, own: Mapping[str, Any], more: Mapping[str, bytes]
) -> None:
    """Write what every model folder holds, and more, in one step.

    Args:
        bundle: The model.
        folder: Where it goes.
        own: The fields of ``config.json`` that its kind alone has.
        more: File name to bytes.

    Raises:
        BundleError: As ``write_bundle`` does.
    """
    check_output(folder, bundle.kind)
    answering = {
        files.VOCABULARY: files.dump_vocabulary(bundle.vocabulary),
        files.WEIGHTS: files.dump_weights(bundle.weights),
    }
    digests = {name: hashlib.sha256(content).hexdigest() for name, content in answering.items()}
    explaining = {
        files.CONFIG: files.dump_json(describe_bundle(bundle, digests, **own)),
        files.METRICS: files.dump_json(bundle.metrics),
        files.HISTORY: files.dump_history(bundle.history),
    }
    replace_folder(folder, {**explaining, **answering, **more})


def check_output(folder: Path, kind: Kind) -> bool:
    """Refuse a place that cannot be written, or whose content a new model folder would destroy.

    Args:
        folder: The place.
        kind: What is to be written there.

    Returns:
        Whether a model of that kind stands there, which will be replaced.

    Raises:
        BundleError: If it is a file, a folder that holds anything but a model folder's own files, a model of another
            kind, or out of reach.
    """
    if folder.name in ("", ".."):  # the working folder, or one above it: they cannot be exchanged for another
        raise BundleError(f"`{folder}`: expected a folder's name", hint="give one, such as --out model")
    _check_writable(folder)
    hint = "choose another output folder, or move what is there"
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        raise BundleError(f"`{folder}`: expected a folder or nothing; got a file or a link", hint=hint)
    paths = sorted(folder.iterdir()) if folder.exists() else []
    paths = [path for path in paths if path.name not in files.LEFT_BY_SYSTEMS or not path.is_file()]
    if not paths:
        return False
    foreign = [path.name for path in paths if path.name not in files.FILES or path.is_dir()]
    if foreign:
        raise BundleError(f"`{folder}`: would be replaced, and holds `{foreign[0]}`, which is not ours", hint=hint)
    config = folder / files.CONFIG
    content = config.read_bytes() if config.is_file() else b""  # damaged or not
    held = kind_of(folder) or next((each for each in KINDS if each.format.encode() in content), None)
    if held is None:
        raise BundleError(f"`{folder}`: not a model folder: it holds no {files.CONFIG} of ours", hint=hint)
    if held != kind:
        raise BundleError(f"`{folder}`: holds a {held.name}, which a {kind.name} would replace", hint=hint)
    return True


def _check_writable(folder: Path) -> None:
    """Make a folder beside the place and remove it: the one test that every system and every user agrees on."""
    ancestor = next(each for each in folder.absolute().parents if each.exists())
    try:
        Path(tempfile.mkdtemp(prefix=f".{folder.name}.", suffix=".probe", dir=ancestor)).rmdir()
    except OSError as error:
        raise BundleError(f"`{folder}`: cannot be written: {error.strerror}", hint="choose another place") from None
