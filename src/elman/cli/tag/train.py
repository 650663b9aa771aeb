"""``elman tag train``: read tagged sentences, train, measure, write the model folder."""

import json
from dataclasses import replace
from pathlib import Path

import click

from elman.cli.alone import alone
from elman.cli.checkpoint import refuse_missing
from elman.cli.figures import tagging_line
from elman.cli.folder import FOLDER
from elman.cli.reading import refuse_twice
from elman.cli.settings import kernel_option, tagger_preset_options
from elman.cli.training import training
from elman.presets import Preset


@click.command()
@click.argument("source", metavar="FILE")
@click.option("--out", type=FOLDER, required=True, help="Model folder to write.")
@tagger_preset_options
@click.option("--seed", type=click.IntRange(min=0), default=0, show_default=True, help="Seed of every random draw.")
@click.option("--test", "test_source", metavar="FILE", help="Measure on these tagged sentences.")
@click.option("--resume", is_flag=True, help="Go on from the checkpoint of an interrupted run.")
@kernel_option
@click.option("--encoding", metavar="NAME", help="Encoding of the files.  [default: UTF-8, or what is detected]")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
def train(
    source: str,
    out: Path,
    preset: Preset,
    seed: int,
    test_source: str | None,
    resume: bool,
    kernel: str | None,
    encoding: str | None,
    as_json: bool,
) -> None:
    """Train a tagger on FILE and write its model folder.

    FILE has a token and its tag a line, in columns parted by tabs or blanks (of several the first and the last),
    and a blank line behind each sentence.
    """
    from elman.bundle import TAGGER, check_output, write_bundle
    from elman.data import read_tagged
    from elman.plots import training_pictures
    from elman.runtime import TaggerRuntime

    replaces = check_output(out, TAGGER)
    refuse_missing(out, resume=resume)
    refuse_twice("--test", source, test_source)
    corpus = read_tagged(source, encoding=encoding)
    test = None if test_source is None else read_tagged(test_source, encoding=encoding)
    measured_on = "" if test is None else f", {len(test.sentences):,} to measure on"
    click.echo(f"{corpus.name}: {len(corpus.sentences):,} sentences to learn from{measured_on}", err=True)
    if test is not None and test.sha256 == corpus.sha256:
        click.echo("note: what is measured is what is learned from, so it says little of other sentences", err=True)
    with alone(out), training(out, kernel=kernel, resume=resume, replaces=replaces) as run:
        from elman.train import fit_tagger, prepare_process

        prepare_process(short_texts=True)
        bundle = fit_tagger(corpus, preset, seed=seed, test=test, run=run)
        if test is not None:
            bundle = replace(bundle, metrics={"test": TaggerRuntime(bundle).measure(test)})
        write_bundle(bundle, out, pictures=training_pictures(bundle.history, "token"))
        run.forget()
    if as_json:
        click.echo(json.dumps({"model": str(out), **bundle.metrics}))
        return
    if test is not None:
        click.echo(f"test: {tagging_line(bundle.metrics['test'])}")
    click.echo(f"model: {out}")
