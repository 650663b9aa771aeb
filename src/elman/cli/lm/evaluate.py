"""``elman lm evaluate``: what a text costs a language model."""

import json
from pathlib import Path

import click

from elman.cli.counter import counter
from elman.cli.figures import language_line
from elman.cli.folder import FOLDER
from elman.cli.reading import Reading, reading_options


@click.command()
@click.argument("folder", metavar="DIR", type=FOLDER)
@click.argument("source", metavar="CORPUS")
@click.option(
    "--part",
    type=click.Choice(["all", "train", "validation"]),
    default="all",
    show_default=True,
    help="Of the text the model was trained on: which side of its division to measure.",
)
@reading_options
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def evaluate(folder: Path, source: str, part: str, reading: Reading, as_json: bool) -> None:
    """Measure the language model in DIR on CORPUS, token by token, each from all before it."""
    from elman.data import read_running_text
    from elman.errors import UsageError
    from elman.experiments.parts import text_parts_as_trained
    from elman.runtime import LanguageRuntime

    runtime = LanguageRuntime.load(folder)
    any_bytes = runtime.bundle.preset.level == "byte"
    text = read_running_text(source, any_bytes=any_bytes, tell_format=True, **reading)
    chosen, trained_on_it = text.text, text.sha256 == runtime.bundle.training_data.sha256
    parts = text_parts_as_trained(text, runtime.bundle)
    if part != "all":
        if not trained_on_it:
            raise UsageError(
                f"`--part {part}`: `{text.name}` is not the text this model was trained on, so it has no such part",
                hint="leave out --part",
            )
        if parts is None:
            raise UsageError(
                f"`--part {part}`: the model learned from another part of `{text.name}` than it would be divided into",
                hint="after `elman lm train --validation`, measure on that text, without --part; otherwise give the "
                "same columns and format as then",
            )
        chosen = parts.train if part == "train" else parts.validation
        if not chosen:
            raise UsageError("`--part validation`: this model was trained on all of its text", hint="leave out --part")
    elif trained_on_it:
        remedy = "; --part validation measures what was held out" if parts is not None and parts.validation else ""
        of_it = "this text" if parts is not None else "this text, or from a part or columns of it"
        click.echo(f"note: the model learned from {of_it}{remedy}", err=True)
    measured = runtime.measure(chosen, tell=counter(runtime.encoder.level.noun))
    click.echo(json.dumps(measured) if as_json else language_line(measured))
