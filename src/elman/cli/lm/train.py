"""``elman lm train``: read a text, train on it, measure on its end, write the model folder."""

import json
from pathlib import Path

import click

from elman.cli.alone import alone
from elman.cli.checkpoint import refuse_missing
from elman.cli.figures import language_line
from elman.cli.folder import FOLDER
from elman.cli.reading import Reading, read_alike, reading_options, refuse_twice
from elman.cli.settings import kernel_option, language_preset_options
from elman.cli.training import training
from elman.presets import LanguagePreset


@click.command()
@click.argument("source", metavar="CORPUS")
@click.option("--out", type=FOLDER, required=True, help="Model folder to write.")
@click.option(
    "--level",
    type=click.Choice(["word", "char", "byte"]),
    help="What is predicted; also chooses the preset of that name, if --preset does not.",
)
@language_preset_options
@click.option("--seed", type=click.IntRange(min=0), default=0, show_default=True, help="Seed of every random draw.")
@click.option("--validation", metavar="CORPUS", help="Hold out this text, read as CORPUS is, instead of its end.")
@click.option("--resume", is_flag=True, help="Go on from the checkpoint of an interrupted run.")
@kernel_option
@reading_options
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
def train(
    source: str,
    out: Path,
    preset: LanguagePreset,
    seed: int,
    validation: str | None,
    resume: bool,
    kernel: str | None,
    reading: Reading,
    as_json: bool,
) -> None:
    """Train a language model on CORPUS and write its model folder.

    CORPUS is a text file as it stands, or - for standard input. A named data set, a folder, or a file with --format
    or columns is a corpus, whose texts are put one a line; labels are not looked at. The end of the text is held out,
    chooses the epoch, and is measured when the training is done.
    """
    from elman.bundle import LANGUAGE_MODEL, check_output, write_language_bundle
    from elman.data import read_running_text
    from elman.plots import PicturesBeside, language_pictures

    replaces = check_output(out, LANGUAGE_MODEL)
    refuse_missing(out, resume=resume)
    refuse_twice("--validation", source, validation)
    any_bytes = preset.level == "byte"
    text = read_running_text(source, any_bytes=any_bytes, tell_format=True, **reading)
    with read_alike("--validation", reading):
        held_out = None if validation is None else read_running_text(validation, any_bytes=any_bytes, **reading)
    click.echo(f"{text.name}: {len(text.text):,} characters", err=True)
    if held_out is not None and held_out.sha256 == text.sha256:
        click.echo("note: what is held out is what is learned from, so it says little of other texts", err=True)
    with (
        alone(out),
        PicturesBeside() as drawing,
        training(out, kernel=kernel, resume=resume, replaces=replaces) as run,
    ):
        from elman.train import fit_language_model, prepare_process

        prepare_process()
        given = None if held_out is None else held_out.text
        bundle = fit_language_model(text, preset, seed=seed, validation=given, run=run)
        pictures = drawing.draw(language_pictures, bundle.history, bundle.samples, bundle.gradient_reach)
        write_language_bundle(bundle, out, pictures=pictures)
        run.forget()
    if as_json:
        click.echo(json.dumps({"model": str(out), "validation": bundle.metrics.get("validation")}))
        return
    if "validation" in bundle.metrics:
        click.echo(f"held out: {language_line(bundle.metrics['validation'])}")
    click.echo(f"model: {out}")
