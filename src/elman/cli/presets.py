"""``elman presets``: the named presets, or every setting of one."""

import json

import click

from elman.presets import PRESETS, get_preset, setting_meanings, to_settings


@click.command()
@click.argument("name", required=False)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def presets(name: str | None, as_json: bool) -> None:
    """Show the presets, or every setting of the preset NAME with its meaning."""
    if name is None:
        chosen = {each: to_settings(preset) for each, preset in PRESETS.items()}
        click.echo(json.dumps(chosen, indent=2) if as_json else "\n".join(chosen))
        return
    settings = to_settings(get_preset(name))
    if as_json:
        click.echo(json.dumps(settings, indent=2))
        return
    shown = {field: value if isinstance(value, str) else json.dumps(value) for field, value in settings.items()}
    left, right = max(map(len, shown)), max(map(len, shown.values()))
    for field, meaning in setting_meanings().items():
        click.echo(f"{field:<{left}} = {shown[field]:<{right}}  # {meaning}")
