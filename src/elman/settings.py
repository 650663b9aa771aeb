"""One setting's value, checked against its declared type and explained where it does not fit."""

import json
import math
import operator
import re
from collections.abc import Mapping
from typing import Any, SupportsIndex

import msgspec

from elman.errors import PresetError, UsageError

_SMALLEST, _LARGEST = 1.2e-38, 3.4e38  # what single precision holds, of either sign
_DECIMAL = re.compile(r"[+-]?(\d+\.\d*|\.\d+|\d+(?=[eE]))([eE][+-]?\d+)?")


def read_setting(name: str, value: Any, declared: Any, meaning: str) -> Any:
    """Read a value as its declared type.

    Args:
        name: What the user calls the setting.
        value: A value from Python, JSON or a command line; strings are read as the declared type
            (``"0.5"``, ``"true"``, ``"null"``, ``'{"spam": 1.5}'``).
        declared: The annotation, with its bounds.
        meaning: What the setting does, for the hint.

    Raises:
        PresetError: If the value is not one that the setting takes.
    """
    hint = f"`{name}`: {meaning}"
    value = given = _plain(value)
    if isinstance(value, str) and declared is not str:
        if value.lstrip().startswith("{"):
            try:
                value = json.loads(value)
            except (ValueError, RecursionError) as error:
                raise PresetError(f"`{name}`: not valid JSON: {error}", hint=hint) from None
        elif _DECIMAL.fullmatch(value.strip()):
            value = float(value)  # also .5 and 5. and 1e-3, which JSON does not know
    if isinstance(value, Mapping):
        value = {_label_name(label): _plain(each) for label, each in value.items()}
    try:
        parsed = msgspec.convert(value, declared, strict=False)
    except (msgspec.ValidationError, UnicodeEncodeError):  # the latter of half of a surrogate pair
        raise PresetError(f"`{name}`: expected {describe(declared)}; got `{given}`", hint=hint) from None
    numbers = parsed.values() if isinstance(parsed, dict) else [parsed]
    if any(isinstance(number, float) and not math.isfinite(number) for number in numbers):
        raise PresetError(f"`{name}`: expected a finite number; got `{given}`", hint=hint)
    if any(isinstance(number, float) and number and not _SMALLEST <= abs(number) <= _LARGEST for number in numbers):
        raise PresetError(
            f"`{name}`: expected 0, or a size from {_SMALLEST:g} to {_LARGEST:g}; got `{given}`", hint=hint
        )
    return parsed


def _label_name(label: object) -> str:
    """What a label is called, which may be a number, or a member of an enumeration of strings or numbers."""
    if isinstance(label, str):
        return str.__str__(label)
    return str(int(label) if isinstance(label, int) and not isinstance(label, bool) else label)


def _plain(value: Any) -> Any:
    """One of NumPy's numbers as Python's own; anything else as it is."""
    return value.item() if getattr(value, "shape", None) == () else value


def whole_number(value: object, name: str = "seed") -> int:
    """A whole number from 0 on as Python's own, also one of NumPy's.

    Args:
        value: What was given.
        name: Of the argument.

    Raises:
        UsageError: If it is no whole number, or negative.
    """
    if not isinstance(value, SupportsIndex) or (number := operator.index(value)) < 0:
        raise UsageError(f"`{name}`: expected a whole number from 0 on; got {value!r}")
    return number


def describe(declared: Any) -> str:
    """A type's values in words; its bounds and choices are written once, in the annotation."""
    schema = msgspec.json.schema(declared)
    return " or ".join(_describe(option) for option in schema.get("anyOf", [schema]))


_NOUNS = {
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "string": "a word",
    "null": "null",
    "object": 'a JSON object such as {"spam": 1.5}',
}
_BOUNDS = {"minimum": "at least", "exclusiveMinimum": "above", "maximum": "at most", "exclusiveMaximum": "below"}


def _describe(schema: Mapping[str, Any]) -> str:
    if "enum" in schema:
        return ", ".join(map(str, schema["enum"]))
    limits = [f"{words} {schema[key]:.12g}" for key, words in _BOUNDS.items() if key in schema]
    return f"{_NOUNS[schema['type']]} {' and '.join(limits)}".strip()
