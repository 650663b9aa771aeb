"""``elman crossval``: every text answered once, by a model that never saw it."""

import json

import click

from elman.cli.counter import counter
from elman.cli.figures import measurement_lines
from elman.cli.reading import Reading, left_out_words, reading_options
from elman.cli.settings import fold_preset_options, kernel_option
from elman.presets import Preset


@click.command()
@click.argument("source", metavar="DATA")
@fold_preset_options
@click.option("--folds", type=click.IntRange(min=2), default=5, show_default=True, help="How many parts.")
@click.option("--split-seed", type=click.IntRange(min=0), default=0, show_default=True, help="Seed of the division.")
@click.option("--seed", type=click.IntRange(min=0), default=0, show_default=True, help="Seed of the training.")
@click.option("--positive", metavar="LABEL", help="With two classes, the one to catch.  [default: the last in order]")
@click.option("--jobs", type=click.IntRange(min=1), default=1, show_default=True, help="Folds trained side by side.")
@kernel_option
@reading_options
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def crossval(
    source: str,
    preset: Preset,
    folds: int,
    split_seed: int,
    seed: int,
    positive: str | None,
    jobs: int,
    kernel: str | None,
    reading: Reading,
    as_json: bool,
) -> None:
    """Cross-validate a preset on DATA: train on all parts but one, answer that one, for each in turn.

    The texts are first rid of duplicates (the same but for case and white space); the parts are those of
    scikit-learn's StratifiedKFold(shuffle=True, random_state=SPLIT_SEED). The figures are of all answers together.
    """
    from elman.data import deduplicate, read
    from elman.experiments import cross_validate

    corpus = read(source, **reading)
    different = len(deduplicate(corpus.texts))
    left_out = left_out_words(corpus, len(corpus.texts) - different)
    click.echo(f"{corpus.name}: {len(corpus.texts):,} texts; {different:,} in {folds} folds{left_out}", err=True)
    found = cross_validate(
        corpus,
        preset,
        folds=folds,
        split_seed=split_seed,
        seed=seed,
        positive_label=positive,
        jobs=jobs,
        kernel=kernel,
        tell=counter("fold"),
    )
    if as_json:
        protocol = {"preset": preset.name, "folds": folds, "split_seed": split_seed, "seed": seed}
        click.echo(json.dumps({**found.metrics, **protocol, "fold_errors": found.fold_errors}))
        return
    click.echo("\n".join(measurement_lines(found.metrics)))
    click.echo(f"wrong in each fold: {', '.join(map(str, found.fold_errors))}")
