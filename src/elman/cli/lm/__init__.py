"""``elman lm``: the commands of language models, one file each."""

import click

from elman.cli.lazy_group import LazyGroup

COMMANDS = {
    "evaluate": "Measure a language model on a text.",
    "generate": "Let a language model write.",
    "presets": "Show the language models' presets and their settings.",
    "surprise": "Show how much each token of a text surprised a language model.",
    "train": "Train a language model and write its model folder.",
}


@click.group(cls=LazyGroup, package="elman.cli.lm", lines=COMMANDS)
def lm() -> None:
    """Train language models, measure them, and let them write."""
