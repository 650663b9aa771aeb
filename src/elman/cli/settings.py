"""The options that choose a preset and change its settings; every command that trains has the same."""

import functools
from collections.abc import Callable
from typing import Any

import click

from elman.errors import PresetError
from elman.presets import PRESETS, Preset, get_preset


def preset_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add ``--preset`` and ``--set`` and hand the command the preset they make, as the keyword ``preset``."""

    @click.option("--preset", "name", default="default", show_default=True, help=f"One of {', '.join(PRESETS)}.")
    @click.option(
        "--set",
        "assignments",
        metavar="FIELD=VALUE",
        multiple=True,
        help="Change a setting of the preset; may be given again. `elman presets NAME` lists them.",
    )
    @functools.wraps(command)
    def with_preset(*arguments: Any, name: str, assignments: tuple[str, ...], **options: Any) -> Any:
        return command(*arguments, preset=read_preset(name, assignments), **options)

    return with_preset


def kernel_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add ``--kernel``: what computes the recurrence, which changes no more than the last bits of the result."""
    return click.option(
        "--kernel",
        type=click.Choice(["reference", "native"]),
        help="Compute recurrences in JAX, or in compiled code.  [default: ELMAN_KERNEL, or the fastest there is]",
    )(command)


def read_preset(name: str, assignments: tuple[str, ...]) -> Preset:
    """The named preset with settings changed.

    Args:
        name: Of the preset.
        assignments: Each ``field=value``.

    Raises:
        PresetError: If there is no such preset or setting, or a value does not fit.
    """
    settings = {}
    for assignment in assignments:
        field, equals, value = assignment.partition("=")
        if not equals:
            raise PresetError(f"`--set {assignment}`: expected FIELD=VALUE", hint="for example --set epochs=20")
        settings[field.strip()] = value
    if "name" in settings:
        raise PresetError("`name`: is what --preset chooses, not a setting", hint="use --preset")
    return get_preset(name).override(settings)
