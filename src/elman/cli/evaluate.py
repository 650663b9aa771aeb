"""``elman evaluate``: what a model's answers to labelled texts are worth."""

import json
from pathlib import Path

import click

from elman.cli.figures import measurement_lines
from elman.cli.folder import FOLDER
from elman.cli.reading import Reading, reading_options


@click.command()
@click.argument("folder", metavar="DIR", type=FOLDER)
@click.argument("source", metavar="DATA")
@click.option(
    "--part",
    type=click.Choice(["all", "train", "test"]),
    default="all",
    show_default=True,
    help="Of the data the model was trained on: which side of its division to measure.",
)
@reading_options
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def evaluate(folder: Path, source: str, part: str, reading: Reading, as_json: bool) -> None:
    """Measure the model in DIR on the labelled texts of DATA."""
    from elman.data import read
    from elman.errors import UsageError
    from elman.experiments.measuring import measure
    from elman.experiments.parts import parts_as_trained
    from elman.runtime import Runtime

    runtime = Runtime.load(folder)
    corpus = read(source, **reading)
    trained_on_it = corpus.sha256 == runtime.bundle.training_data.sha256
    parts = parts_as_trained(corpus, runtime.bundle)
    if part != "all":
        if not trained_on_it:
            raise UsageError(
                f"`--part {part}`: `{corpus.name}` is not the data this model was trained on, so it has no such part",
                hint="leave out --part",
            )
        if parts is None:
            raise UsageError(
                f"`--part {part}`: the model learned from other texts of `{corpus.name}` than it would be divided into",
                hint="after `elman train --test`, measure on that file, without --part; otherwise give the same "
                "columns and format as then",
            )
        chosen = parts.train if part == "train" else parts.test
        if chosen is None:
            raise UsageError("`--part test`: this model was trained on all of its data", hint="leave out --part")
        corpus = chosen
    elif trained_on_it:
        remedy = "; --part test measures what was held out" if parts is not None and parts.test is not None else ""
        click.echo(f"note: the model learned from texts of this data{remedy}", err=True)
    metrics = measure(runtime, corpus)
    click.echo(json.dumps(metrics) if as_json else "\n".join(measurement_lines(metrics)))
