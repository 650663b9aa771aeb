"""Reading one setting: what every kind of field takes from Python and from a command line, and its exact refusals."""

import enum
from typing import Annotated, Any, Literal

import numpy as np
import pytest
from msgspec import Meta

from elman.errors import PresetError
from elman.settings import describe, read_setting


class Kind(str, enum.Enum):  # noqa: UP042 (its members are shown otherwise)
    SPAM = "spam"


class Number(int, enum.Enum):
    ONE = 1


Count = Annotated[int, Meta(ge=1)]
Share = Annotated[float, Meta(ge=0.0, lt=1.0)]
Positive = Annotated[float, Meta(gt=0.0)]
Weights = Literal["none", "balanced"] | dict[str, Positive]


@pytest.mark.parametrize(
    ("declared", "value", "expected"),
    [
        (Count, "3", 3),
        (Count, 3.0, 3),
        (Count, np.int64(3), 3),
        (Share, np.float32(0.5), 0.5),
        (bool, np.bool_(True), True),
        (Weights, {np.str_("spam"): np.float64(2)}, {"spam": 2.0}),
        (Weights, {Kind.SPAM: 2.0, Number.ONE: 3}, {"spam": 2.0, "1": 3.0}),
        (Count, "1e3", 1000),
        (Share, "0.5", 0.5),
        (Share, ".5", 0.5),
        (Share, "0.", 0.0),
        (Share, "1e-3", 0.001),
        (Share, 0, 0.0),
        (float, "-2", -2.0),
        (bool, "true", True),
        (bool, "False", False),
        (bool, "0", False),
        (Count | None, "null", None),
        (Count | None, "4", 4),
        (Count | None, None, None),
        (Positive | None, "0.5", 0.5),
        (Literal["scan", "associative"], "scan", "scan"),
        (str, "1.0", "1.0"),
        (str, "null", "null"),
        (str, "{x}", "{x}"),
        (Weights, "balanced", "balanced"),
        (Weights, '{"spam": 1.5, "ham": 1}', {"spam": 1.5, "ham": 1.0}),
        (Weights, {"spam": "2"}, {"spam": 2.0}),
    ],
)
def test_values_are_read_as_the_declared_type(declared: Any, value: Any, expected: Any) -> None:
    actual = read_setting("name", value, declared, "meaning")
    assert actual == expected
    assert type(actual) is type(expected)


@pytest.mark.parametrize(
    ("declared", "value", "expected"),
    [
        (Count, "0", "a whole number at least 1"),
        (Count, "ten", "a whole number at least 1"),
        (Count, 2.5, "a whole number at least 1"),
        (Count, True, "a whole number at least 1"),
        (Count, None, "a whole number at least 1"),
        (Count | None, "0", "a whole number at least 1 or null"),
        (Share, "1", "a number at least 0 and below 1"),
        (Share, "-0.1", "a number at least 0 and below 1"),
        (Positive, "0", "a number above 0"),
        (Positive | None, "-1", "a number above 0 or null"),
        (bool, "yes", "true or false"),
        (bool, "\udcff", "true or false"),
        (Literal["scan", "associative"], "\ud800", "associative, scan"),
        (bool, 2, "true or false"),
        (Literal["scan", "associative"], "fast", "associative, scan"),
        (str, 5, "a word"),
        (str, ["x"], "a word"),
        (float, "nan", "a finite number"),
        (float, "-inf", "a finite number"),
        (Positive, "1e999", "a finite number"),
        (Weights, "heavy", 'balanced, none or a JSON object such as {"spam": 1.5}'),
        (Weights, {"spam": -1}, 'balanced, none or a JSON object such as {"spam": 1.5}'),
        (Weights, {"spam": float("inf")}, "a finite number"),
    ],
)
def test_refusals_say_what_was_expected_and_got(declared: Any, value: Any, expected: str) -> None:
    with pytest.raises(PresetError) as caught:
        read_setting("colour", value, declared, "what it does")
    assert caught.value.message == f"`colour`: expected {expected}; got `{value}`"
    assert caught.value.hint == "`colour`: what it does"


def test_broken_json_says_where() -> None:
    with pytest.raises(PresetError) as caught:
        read_setting("weights", '{"spam": ', Weights, "what it does")
    assert str(caught.value) == (
        "`weights`: not valid JSON: Expecting value: line 1 column 10 (char 9)\nhint: `weights`: what it does"
    )


def test_an_object_without_finite_numbers_is_refused_as_json_spells_them() -> None:
    with pytest.raises(PresetError) as caught:
        read_setting("weights", '{"spam": Infinity}', Weights, "what it does")
    assert caught.value.message == '`weights`: expected a finite number; got `{"spam": Infinity}`'


@pytest.mark.parametrize(
    ("declared", "words"),
    [
        (Annotated[int, Meta(ge=1, le=2**31 - 1)], "a whole number at least 1 and at most 2147483647"),
        (Annotated[float, Meta(gt=0.5)], "a number above 0.5"),
    ],
)
def test_bounds_are_said_in_full(declared: Any, words: str) -> None:
    assert describe(declared) == words


@pytest.mark.parametrize("value", [1e39, -1e39, "1e-50", {"spam": 1e39}])
def test_numbers_that_single_precision_does_not_hold_are_refused(value):
    declared = dict[str, Positive] if isinstance(value, dict) else float
    with pytest.raises(PresetError, match=r"^`it`: expected 0, or a size from 1.2e-38 to 3.4e\+38; got `"):
        read_setting("it", value, declared, "a number")
