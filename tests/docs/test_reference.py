"""The reference: every public name has a docstring and a place, every command and error too."""

import importlib
import inspect
import re

import pytest

import elman
from elman import errors
from elman.cli.main import _COMMANDS
from tests.docs.shown import ROOT

ROOMS = sorted(
    path.parent.name
    for path in (ROOT / "src" / "elman").glob("*/__init__.py")
    if path.parent.name != "cli"  # its reference is made from --help
)
PLACES = "".join((ROOT / "docs" / name).read_text() for name in ("reference/api.md", "networks.md", "python.md"))


def public_names(module):
    return {name: getattr(module, name) for name in getattr(module, "__all__", ())}


@pytest.mark.parametrize("room", ROOMS)
def test_every_public_name_of_a_room_is_documented(room):
    module = importlib.import_module(f"elman.{room}")
    assert f".. automodule:: elman.{room}\n   :members:\n   :imported-members:" in PLACES
    names = public_names(module)
    assert names, "a room says what is public"
    for name, value in names.items():
        if not inspect.ismodule(value) and (inspect.isclass(value) or inspect.isroutine(value)):
            assert inspect.getdoc(value), f"elman.{room}.{name}"
            for method, its in vars(value).items() if inspect.isclass(value) else ():
                if not method.startswith("_") and inspect.isfunction(its):
                    assert inspect.getdoc(getattr(value, method)), f"elman.{room}.{name}.{method}"


def test_every_name_of_the_package_has_a_place():
    for name in elman.__all__:
        assert name.startswith("__") or re.search(rf"\b{name}\b|elman\.errors", PLACES), name


def test_every_command_is_in_the_guide_to_the_command_line():
    guide = (ROOT / "docs" / "command-line.md").read_text(encoding="utf-8")
    for command in _COMMANDS:
        assert re.search(rf"^elman {command}\b", guide, re.MULTILINE), command


def test_every_error_has_its_remedy():
    table = (ROOT / "docs" / "reference" / "errors.md").read_text(encoding="utf-8")
    kinds = [kind for kind in vars(errors).values() if inspect.isclass(kind) and issubclass(kind, errors.ElmanError)]
    for kind in kinds:
        if kind in (errors.ElmanError, errors.TrainingError):  # they stand for those below them
            continue
        assert f"| `{kind.__name__}` | {kind.exit_status} |" in table, kind
