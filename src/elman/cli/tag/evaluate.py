"""``elman tag evaluate``: what a tagger's tags are worth."""

import json
from collections import Counter
from pathlib import Path

import click

from elman.cli.figures import tagging_line
from elman.cli.folder import FOLDER
from elman.printable import one_line


@click.command()
@click.argument("folder", metavar="DIR", type=FOLDER)
@click.argument("source", metavar="FILE")
@click.option("--encoding", metavar="NAME", help="Encoding of FILE.  [default: UTF-8, or what is detected]")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def evaluate(folder: Path, source: str, encoding: str | None, as_json: bool) -> None:
    """Measure the tagger in DIR on the tagged sentences of FILE, or of standard input for -."""
    from elman.data import read_tagged
    from elman.runtime import TaggerRuntime

    runtime = TaggerRuntime.load(folder)
    corpus = read_tagged(source, encoding=encoding)
    if corpus.sha256 == runtime.bundle.training_data.sha256:
        click.echo("note: the tagger learned from these sentences", err=True)
    unknown = Counter(tag for tags in corpus.tags or () for tag in tags if tag not in map(str, runtime.bundle.labels))
    if unknown:
        example = one_line(next(iter(unknown)))
        click.echo(
            f"note: {unknown.total():,} tokens have tags that the tagger does not know, such as {example}; "
            "they count as errors",
            err=True,
        )
    measured = runtime.measure(corpus)
    click.echo(json.dumps(measured) if as_json else tagging_line(measured))
