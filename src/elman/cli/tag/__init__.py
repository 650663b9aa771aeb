"""``elman tag``: the commands of taggers, one file each."""

import click

from elman.cli.lazy_group import LazyGroup

COMMANDS = {
    "evaluate": "Measure a tagger on tagged sentences.",
    "predict": "Tag the tokens of sentences.",
    "train": "Train a tagger and write its model folder.",
}


@click.group(cls=LazyGroup, package="elman.cli.tag", lines=COMMANDS)
def tag() -> None:
    """Train taggers, which give each token of a sentence a tag, and tag with them."""
