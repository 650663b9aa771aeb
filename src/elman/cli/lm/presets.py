"""``elman lm presets``: the language models' presets, or every setting of one."""

import click

from elman.cli.presets import show_presets
from elman.presets import LANGUAGE_PRESETS, get_language_preset


@click.command()
@click.argument("name", required=False)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def presets(name: str | None, as_json: bool) -> None:
    """Show the language models' presets, or every setting of the preset NAME with its meaning."""
    show_presets(LANGUAGE_PRESETS, None if name is None else get_language_preset(name), as_json)
