"""What ``fit`` and ``predict`` are handed, any sequence of texts, labels or sentences, as plain lists."""

import os
import reprlib
from collections.abc import Iterable, Mapping, Sequence, Set
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from elman.bundle import Label
from elman.data import check_tokens
from elman.errors import DataError, UsageError


def as_texts(values: Iterable[str]) -> list[str]:
    """A list of strings, from any sequence of them.

    Raises:
        DataError: If it is one string, has more than one column, or holds anything else.
    """
    if type(values) is list and all(type(value) is str for value in values):
        return values  # the usual, in a fraction of a microsecond
    column = _column("X", "text", values)
    texts: list[Any] = [value.item() if isinstance(value, np.str_) else value for value in column]
    for place, text in enumerate(texts):
        if not isinstance(text, str):
            missing = _is_missing(text)
            got = "a missing value" if missing else f"{type(text).__name__}: {_shown(text)}"
            hint = "leave out the rows without a text, or fill them" if missing else None
            raise DataError(f"`X[{place}]`: expected a string; got {got}", hint=hint)
    return texts


def as_sentences(name: str, values: Iterable[Sequence[str]]) -> list[tuple[str, ...]]:
    """Sequences of plain strings, from any sequence of them: the tokens of sentences, or their tags.

    Args:
        name: Of the argument.
        values: Each holds any number of strings.

    Raises:
        DataError: If it is one string, or holds anything other than sequences of strings that are not empty.
    """
    if isinstance(values, np.ndarray) and values.ndim == 2:  # sentences of one length
        values = list(values)
    sentences = []
    for place, sentence in enumerate(_column(name, "sentence", values)):
        ordered = isinstance(sentence, Iterable) and not isinstance(sentence, str | bytes | Set | Mapping)
        tokens: Any = sentence
        if ordered and getattr(sentence, "ndim", 1) > 0:
            tokens = [str.__str__(token) if isinstance(token, str) else token for token in sentence]
        check_tokens(f"{name}[{place}]", tokens)
        sentences.append(tuple(tokens))
    return sentences


def as_folder(folder: str | os.PathLike[str]) -> Path:
    """A model folder's path.

    Raises:
        UsageError: If it is no name, or an empty one, which would mean the folder one stands in.
    """
    if not isinstance(folder, str | os.PathLike):
        raise UsageError(f"`folder`: expected the name of a folder; got {folder!r:.60}", hint="name one")
    name = os.fsdecode(folder)
    if not name or "\0" in name:
        got = "an empty one" if not name else repr(name)
        raise UsageError(f"`folder`: expected the name of a folder; got {got}", hint="name one")
    try:
        return Path(name).expanduser()
    except RuntimeError:  # nobody's home: a folder whose name begins so
        return Path(name)


def check_text(name: str, value: object) -> None:
    """Refuse what is no string.

    Raises:
        DataError: Naming the argument, and what it takes to make a string of it.
    """
    if isinstance(value, str):
        return
    hint = None
    if isinstance(value, bytes | bytearray):
        hint = 'decode it, such as by .decode(errors="surrogateescape"), which loses no byte'
    elif isinstance(value, list | tuple):
        hint = 'join texts with "\\n"'
    raise DataError(f"`{name}`: expected one string; got {type(value).__name__}", hint=hint)


def as_labels(values: Iterable[Label]) -> list[Label]:
    """A list of plain labels, from any sequence of them.

    Raises:
        DataError: If it is one string or has more than one column, or a label is missing, of a type that cannot be
            saved, or a number that is not whole and so a quantity rather than a class.
    """
    labels = [_plain(value) for value in _column("y", "label", values)]
    for place, label in enumerate(labels):
        if _is_missing(label):
            raise DataError(
                f"`y[{place}]`: expected a label; got a missing value", hint="leave out the rows without a label"
            )
        if not isinstance(label, bool | int | float | str):
            raise DataError(f"`y[{place}]`: expected a string, a number or a boolean; got {_shown(label)}")
        if isinstance(label, float) and not label.is_integer():
            raise DataError(
                f"`y[{place}]`: expected a class; got {label!r}, a continuous value",
                hint="if it names a class, write it as a string",
            )
    return labels


def _plain(label: Any) -> Any:
    """NumPy's labels, and members of an enumeration that are strings or numbers, as Python's own."""
    if isinstance(label, np.number | np.bool_ | np.str_):
        return label.item()
    if isinstance(label, str):
        return str.__str__(label)
    return int(label) if isinstance(label, int) and not isinstance(label, bool) else label


def _is_missing(value: object) -> bool:
    """None, a number that is none, or what pandas has for one."""
    return (
        value is None or (isinstance(value, float) and value != value) or type(value).__name__ in ("NAType", "NaTType")
    )


def _column(name: str, content: str, values: Any) -> Iterable[Any]:
    """What may be one column; the elements of Arrow's arrays, which are not strings themselves, as Python's own."""
    if isinstance(values, str):
        raise DataError(f"`{name}`: expected a list of {content}s; got a single one", hint=f"write [{content}]")
    if isinstance(values, bytes | Set | Mapping):
        raise DataError(f"`{name}`: expected a list of {content}s; got {type(values).__name__}")
    shape = getattr(values, "shape", (0,))
    if len(shape) != 1:
        raise DataError(
            f"`{name}`: expected {content}s in one column; got an array of shape {shape}",
            hint=f"give the column that holds the {content}",
        )
    if not isinstance(values, Iterable):
        raise DataError(f"`{name}`: expected a list of {content}s; got {_shown(values)}")
    try:
        return values.to_pylist() if hasattr(values, "to_pylist") else values
    except UnicodeDecodeError as error:
        raise DataError(f"`{name}`: expected strings in UTF-8; got bytes that are none: {error}") from None


def as_weights(values: ArrayLike | None, count: int) -> NDArray[np.float64] | None:
    """One weight for each of some texts, or none of any.

    Raises:
        DataError: If they are no numbers, not one for each, negative, or all zero.
    """
    if values is None:
        return None
    expected = f"`sample_weight`: expected a number for each of {count} texts"
    try:
        weights = np.asarray(values, float)
    except (TypeError, ValueError):
        raise DataError(f"{expected}; got {_shown(values)}") from None
    if weights.shape != (count,):
        raise DataError(f"{expected}; got an array of shape {weights.shape}")
    if not (np.isfinite(weights).all() and (weights >= 0).all() and weights.any()):
        raise DataError(f"{expected}, none of them negative and not all zero; got {_shown(values)}")
    return weights


def _shown(value: object) -> str:
    """The beginning of a value in one line; of what cannot be shown, its type."""
    try:
        return " ".join(reprlib.repr(value).split())
    except ValueError:  # a number of very many digits
        return type(value).__name__


def label_array(labels: Sequence[Label]) -> NDArray[Any]:
    """The labels in an array that gives each back as it was; NumPy's own types may not, where kinds are mixed.

    Args:
        labels: One for each class.

    Returns:
        ``[classes]``.
    """
    array = np.array(labels)
    kept = [(type(label), label) for label in array.tolist()] == [(type(label), label) for label in labels]
    return array if kept else np.array(labels, dtype=object)
