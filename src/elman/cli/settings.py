"""The options that choose a preset and change its settings; every command that trains has the same."""

import functools
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import click

from elman.errors import PresetError
from elman.presets import LANGUAGE_PRESETS, PRESETS, AnyCollection, Preset, chosen
from elman.presets.needs import refuse_idle
from elman.presets.starting import DECIDED_BY_INIT
from elman.presets.useless import DECIDED_BY_TEST, NOT_A_TAGGERS, NOT_OF_FOLDS, refuse_useless


def preset_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add ``--preset`` and ``--set`` and hand the command the preset they make, as the keyword ``preset``."""
    beside = {"language_model": DECIDED_BY_INIT, "test_source": DECIDED_BY_TEST}
    return settings_options(_presets(tags_each=False), "default", refused_beside=beside)(command)


def fold_preset_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The same for a command that divides the texts into folds."""
    return settings_options(_presets(tags_each=False), "default", refused=NOT_OF_FOLDS)(command)


def tagger_preset_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The same for a command that trains a tagger, which has no use for some of the settings."""
    return settings_options(_presets(tags_each=True), "tagger", refused=NOT_A_TAGGERS)(command)


def language_preset_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The same for a command that trains a language model, and has an option ``level``, which names a preset too."""
    beside = {"validation": ("validation_fraction",)}
    return settings_options(LANGUAGE_PRESETS, "char", named_by="level", refused_beside=beside)(command)


def settings_options(
    presets: Mapping[str, AnyCollection],
    default: str,
    *,
    named_by: str | None = None,
    refused: Sequence[str] = (),
    refused_beside: Mapping[str, Sequence[str]] | None = None,
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """What adds ``--preset`` and ``--set`` to a command.

    Args:
        presets: Those that may be named.
        default: The name where none is given.
        named_by: A setting that is an option of the command too; its value, if it is given, is the default instead.
        refused: Settings that would do nothing.
        refused_beside: Those that would do nothing where another option of the command is given, by its keyword.
    """
    shown = default if named_by is None else f"{default}, or what --{named_by} says"

    def decorate(command: Callable[..., Any]) -> Callable[..., Any]:
        @click.option("--preset", "name", help=f"One of {', '.join(presets)}.  [default: {shown}]")
        @click.option(
            "--set",
            "assignments",
            metavar="FIELD=VALUE",
            multiple=True,
            help=f"Change a setting of the preset; may be given again. `{presets[default].listing} NAME` lists them.",
        )
        @functools.wraps(command)
        def with_preset(*arguments: Any, name: str | None, assignments: tuple[str, ...], **options: Any) -> Any:
            settings = read_assignments(assignments)
            told = options.pop(named_by) if named_by else None
            wanted = name if name is not None else told or default
            preset = chosen(presets, wanted, _home_of(wanted))
            useless = [*refused]
            for option, fields in (refused_beside or {}).items():
                useless += fields if options[option] is not None else ()
            for field in settings:
                _refuse_option(field, preset)
                preset.check_name(field, shown=wanted)
            refuse_useless(settings, useless)
            if named_by and told and settings.setdefault(named_by, told) != told:
                raise PresetError(f"`{named_by}`: --{named_by} says one thing, --set another", hint="leave one out")
            changed = preset.override(settings)
            refuse_idle(preset, changed, settings, named_by)
            return command(*arguments, preset=changed, **options)

        return with_preset

    return decorate


def _refuse_option(field: str, preset: AnyCollection) -> None:
    """Refuse to set what the command has an option for."""
    flag = f"--{field.replace('_', '-')}"
    if field not in preset.meanings() and any(flag in each.opts for each in click.get_current_context().command.params):
        raise PresetError(f"`{field}`: no such setting", hint=f"use {flag}")


def _home_of(name: str) -> str | None:
    if name not in PRESETS:
        return None
    return "it is for `elman tag train`" if PRESETS[name].tags_each else "it is for `elman train` and `elman crossval`"


def _presets(*, tags_each: bool) -> dict[str, Preset]:
    return {name: preset for name, preset in PRESETS.items() if preset.tags_each == tags_each}


def kernel_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add ``--kernel``: what computes the recurrence, which changes no more than the last bits of the result."""
    return click.option(
        "--kernel",
        type=click.Choice(["reference", "native"]),
        help="Compute recurrences in JAX, or in compiled code.  [default: ELMAN_KERNEL, or the fastest there is]",
    )(command)


def read_assignments(assignments: tuple[str, ...]) -> dict[str, str]:
    """Settings by name, from words such as ``epochs=20``.

    Raises:
        PresetError: If there is no ``=``, or the name of the preset is to be changed.
    """
    settings = {}
    for assignment in assignments:
        field, equals, value = assignment.partition("=")
        if not equals:
            raise PresetError(f"`--set {assignment}`: expected FIELD=VALUE", hint="for example --set epochs=20")
        settings[field.strip()] = value
    if "name" in settings:
        raise PresetError("`name`: is what --preset chooses, not a setting", hint="use --preset")
    return settings
