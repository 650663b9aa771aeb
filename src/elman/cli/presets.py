"""``elman presets``: the named presets, or every setting of one."""

import json
from collections.abc import Mapping

import click

from elman.presets import PRESETS, Collection, get_preset


@click.command()
@click.argument("name", required=False)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def presets(name: str | None, as_json: bool) -> None:
    """Show the presets, or every setting of the preset NAME with its meaning."""
    show_presets(PRESETS, None if name is None else get_preset(name), as_json)


def show_presets(presets: Mapping[str, Collection], chosen: Collection | None, as_json: bool) -> None:
    """Print the presets' names, or every setting of one.

    Args:
        presets: The named ones.
        chosen: The one to show; None for the names.
        as_json: Print JSON; without a chosen one, of all.
    """
    if chosen is None:
        everything = {each: preset.settings() for each, preset in presets.items()}
        click.echo(json.dumps(everything, indent=2) if as_json else "\n".join(everything))
        return
    settings = chosen.settings()
    if as_json:
        click.echo(json.dumps(settings, indent=2))
        return
    shown = {field: value if isinstance(value, str) else json.dumps(value) for field, value in settings.items()}
    left, right = max(map(len, shown)), max(map(len, shown.values()))
    for field, meaning in chosen.meanings().items():
        click.echo(f"{field:<{left}} = {shown[field]:<{right}}  # {meaning}")
