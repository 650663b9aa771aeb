"""``elman train``: read, divide, train, measure, write the model folder."""

import json
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import click

from elman.cli.alone import alone
from elman.cli.checkpoint import refuse_missing
from elman.cli.figures import measurement_lines
from elman.cli.folder import FOLDER
from elman.cli.reading import Reading, left_out_words, read_alike, reading_options, refuse_twice
from elman.cli.settings import kernel_option, preset_options
from elman.cli.training import training
from elman.presets import Preset

if TYPE_CHECKING:
    from elman.data import Corpus
    from elman.experiments.dividing import Parts


@click.command()
@click.argument("source", metavar="DATA")
@click.option("--out", type=FOLDER, required=True, help="Model folder to write.")
@preset_options
@click.option("--seed", type=click.IntRange(min=0), default=0, show_default=True, help="Seed of every random draw.")
@click.option("--test", "test_source", metavar="DATA", help="Hold out this file, read as DATA is, instead of a part.")
@click.option("--positive", metavar="LABEL", help="With two classes, the one to catch.  [default: the last in order]")
@click.option(
    "--init",
    "language_model",
    metavar="LM_DIR",
    type=FOLDER,
    help="Start from this language model of words, with its vocabulary and its network.",
)
@click.option("--resume", is_flag=True, help="Go on from the checkpoint of an interrupted run.")
@kernel_option
@reading_options
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
def train(
    source: str,
    out: Path,
    preset: Preset,
    seed: int,
    test_source: str | None,
    positive: str | None,
    language_model: Path | None,
    resume: bool,
    kernel: str | None,
    reading: Reading,
    as_json: bool,
) -> None:
    """Train a classifier on DATA and write its model folder.

    DATA is a named data set (see `elman data list`), a file, a folder with a sub-folder per label, or - for
    standard input. A part of it is held out and measured when the training is done.
    """
    from elman.bundle import CLASSIFIER, check_output, read_language_bundle, write_bundle
    from elman.data import read
    from elman.experiments import divide, train_and_measure
    from elman.plots import PicturesBeside, training_pictures
    from elman.train import LinearBeside

    replaces = check_output(out, CLASSIFIER)
    refuse_missing(out, resume=resume)
    refuse_twice("--test", source, test_source)
    initial = None if language_model is None else read_language_bundle(language_model)
    with ExitStack() as beside:
        drawing = beside.enter_context(PicturesBeside())
        linear = beside.enter_context(LinearBeside()) if preset.linear_weight else None
        corpus = read(source, **reading)
        with read_alike("--test", reading):
            test = None if test_source is None else read(test_source, **reading)
        parts = divide(corpus, preset, seed, test)
        click.echo(_reading_line(corpus, parts), err=True)
        if initial is not None and parts.test is not None and initial.training_data.sha256 == parts.test.sha256:
            click.echo(
                "note: the language model has read the texts that are held out too; measured on others, the classifier "
                "may do worse",
                err=True,
            )
        beside.enter_context(alone(out))
        with training(out, kernel=kernel, resume=resume, replaces=replaces) as run:
            bundle = train_and_measure(
                corpus,
                parts,
                preset,
                seed=seed,
                positive_label=positive,
                initial=initial,
                linear=linear,
                run=run,
            )
            write_bundle(bundle, out, pictures=drawing.draw(training_pictures, bundle.history))
            run.forget()
    if as_json:
        click.echo(json.dumps({"model": str(out), **bundle.metrics}))
        return
    if "test" in bundle.metrics:
        click.echo(f"held out: {next(lines := measurement_lines(bundle.metrics['test']))}")
        click.echo("\n".join(lines))
    click.echo(f"model: {out}")
    click.echo(f"plots: {out / 'loss.png'}, {out / 'accuracy.png'}")


def _reading_line(corpus: "Corpus", parts: "Parts") -> str:
    held_out = 0 if parts.test is None else len(parts.test.texts)
    return (
        f"{corpus.name}: {len(corpus.texts):,} texts; {len(parts.train.texts):,} to learn from, {held_out:,} held out"
        + left_out_words(corpus, parts.left_out)
    )
