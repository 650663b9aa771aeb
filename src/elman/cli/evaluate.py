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
    from elman.experiments.dividing import divide
    from elman.experiments.measuring import measure
    from elman.runtime import Runtime

    runtime = Runtime.load(folder)
    corpus = read(source, **reading)
    trained_on_it = corpus.sha256 == runtime.bundle.training_data.sha256
    if part != "all":
        if not trained_on_it:
            raise UsageError(
                f"`--part {part}`: `{corpus.name}` is not the data this model was trained on, so it has no such part",
                hint="leave out --part",
            )
        parts = divide(corpus, runtime.bundle.preset, runtime.bundle.seed)
        if len(parts.train.texts) != runtime.bundle.training_data.texts:
            raise UsageError(
                f"`--part {part}`: the model learned from {runtime.bundle.training_data.texts:,} texts, and "
                f"`{corpus.name}` divided as it was would give {len(parts.train.texts):,}",
                hint="after `elman train --test`, measure on that file, without --part; otherwise give the same "
                "columns and format as then",
            )
        chosen = parts.train if part == "train" else parts.test
        if chosen is None:
            raise UsageError("`--part test`: this model was trained on all of its data", hint="leave out --part")
        corpus = chosen
    elif trained_on_it:
        click.echo("note: the model learned from texts of this data; --part test measures what was held out", err=True)
    metrics = measure(runtime, corpus)
    click.echo(json.dumps(metrics) if as_json else "\n".join(measurement_lines(metrics)))
