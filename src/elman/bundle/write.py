"""Writing a model folder: refuse a place that is not ours, write beside it, put it there in one step."""

import hashlib
import tempfile
from collections.abc import Mapping
from pathlib import Path

from elman.bundle import files
from elman.bundle.bundle import Bundle
from elman.bundle.card import model_card
from elman.bundle.config import FORMAT, describe_bundle
from elman.bundle.replace import replace_folder
from elman.errors import BundleError


def write_bundle(bundle: Bundle, folder: Path, *, pictures: Mapping[str, bytes] | None = None) -> None:
    """Write a model folder beside its place and put it there in one step.

    Args:
        bundle: The model.
        folder: Where it goes; a model folder of ours that is already there is replaced.
        pictures: File name, one of ``PICTURES``, to PNG bytes.

    Raises:
        BundleError: If the place is taken by something else, or the disk refuses.
    """
    check_output(folder)
    answering = {
        files.VOCABULARY: files.dump_vocabulary(bundle.vocabulary),
        files.WEIGHTS: files.dump_weights(bundle.weights),
    }
    digests = {name: hashlib.sha256(content).hexdigest() for name, content in answering.items()}
    explaining = {
        files.CONFIG: files.dump_json(describe_bundle(bundle, digests)),
        files.METRICS: files.dump_json(bundle.metrics),
        files.HISTORY: files.dump_history(bundle.history),
        files.CARD: model_card(bundle).encode(errors="backslashreplace"),  # a label or a path may hold a lone surrogate
    }
    replace_folder(folder, {**explaining, **answering, **(pictures or {})})


def check_output(folder: Path) -> None:
    """Refuse a place that cannot be written, or whose content a new model folder would destroy.

    Raises:
        BundleError: If it is a file, a folder that holds anything but a model folder's own files, or out of reach.
    """
    _check_writable(folder)
    if folder.name in ("", ".."):  # the working folder or one above it, which cannot be exchanged for another
        raise BundleError(f"`{folder}`: expected a folder's name", hint="give one, such as --out model")
    hint = "choose another output folder, or move what is there"
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        raise BundleError(f"`{folder}`: expected a folder or nothing; got a file or a link", hint=hint)
    paths = sorted(folder.iterdir()) if folder.exists() else []
    if not paths:
        return
    foreign = [path.name for path in paths if path.name not in files.FILES or path.is_dir()]
    if foreign:
        raise BundleError(f"`{folder}`: not a model folder: it holds `{foreign[0]}`", hint=hint)
    config = folder / files.CONFIG
    if not config.is_file() or FORMAT.encode() not in config.read_bytes():
        raise BundleError(f"`{folder}`: not a model folder: it holds no {files.CONFIG} of ours", hint=hint)


def _check_writable(folder: Path) -> None:
    """Make a folder beside the place and remove it: the one test that every system and every user agrees on."""
    ancestor = next(each for each in folder.absolute().parents if each.exists())
    try:
        Path(tempfile.mkdtemp(prefix=f".{folder.name}.", suffix=".probe", dir=ancestor)).rmdir()
    except OSError as error:
        raise BundleError(f"`{folder}`: cannot be written: {error.strerror}", hint="choose another place") from None
