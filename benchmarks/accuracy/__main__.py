"""The command: read a corpus, measure every system on the same divisions of it, print one table.

::

    python -m benchmarks.accuracy
    python -m benchmarks.accuracy sms-spam --split-seed 0,1,2 --seed 0,1,2
    python -m benchmarks.accuracy sms-spam --split doceng2011
    python -m benchmarks.accuracy messages.csv --systems union-svm,fasttext --presets default
"""

import json
import sys
from collections.abc import Iterator

import click

from benchmarks.accuracy.options import Seeds, choose, flatten
from benchmarks.accuracy.ours import measure_preset
from benchmarks.accuracy.protocol import Division, doceng2011_divisions, fold_divisions
from benchmarks.accuracy.result import Row
from benchmarks.accuracy.rivals import measure_rival
from benchmarks.accuracy.system import System
from benchmarks.accuracy.systems import SYSTEMS
from benchmarks.accuracy.table import Table, as_json
from benchmarks.mistakes import mistakes_told
from elman.cli.reading import Reading, reading_options
from elman.data import Corpus, read
from elman.errors import UsageError
from elman.experiments.measuring import known_labels
from elman.presets import PRESETS, Preset


@click.command()
@click.argument("source", metavar="[DATA]", default="sms-spam")
@click.option(
    "--split", type=click.Choice(["folds", "doceng2011"]), default="folds", show_default=True, help="Protocol."
)
@click.option("--folds", type=click.IntRange(min=2), default=5, show_default=True, help="How many parts.")
@click.option(
    "--split-seed",
    type=Seeds(),
    multiple=True,
    default=["0"],
    show_default=True,
    help="Of the division: 0,1,2 for several.",
)
@click.option(
    "--seed", type=Seeds(), multiple=True, default=["0"], show_default=True, help="Of our training, likewise."
)
@click.option("--systems", metavar="NAMES", default=",".join(SYSTEMS), show_default=True, help="Other classifiers.")
@click.option("--presets", metavar="NAMES", default="default,tiny,textbook", show_default=True, help="Ours.")
@click.option("--positive", metavar="LABEL", help="With two classes, the one to catch.  [default: the last in order]")
@reading_options
@click.option("--json", "as_object", is_flag=True, help="Print JSON.")
@click.pass_context
def command(
    context: click.Context,
    source: str,
    split: str,
    folds: int,
    split_seed: tuple[tuple[int, ...], ...],
    seed: tuple[tuple[int, ...], ...],
    systems: str,
    presets: str,
    positive: str | None,
    reading: Reading,
    as_object: bool,
) -> None:
    """Compare classifiers on DATA: every system learns from the same texts and answers the same others.

    DATA is anything that `elman crossval` takes; the folds are its folds. Several seeds give averages: of every split
    seed for the other systems, of every split seed with every seed for ours. `--split doceng2011` measures on the
    published split of sms-spam instead.
    """
    with mistakes_told():
        rivals, ours = choose("--systems", systems, SYSTEMS), choose("--presets", presets, PRESETS)
        corpus = read(source, **reading)
        positive = _positive_label(corpus, positive)
        if split == "doceng2011":
            _refuse_seeds_of_folds(context)
            divisions = doceng2011_divisions(corpus)
        else:
            divisions = fold_divisions(corpus, folds, flatten(split_seed))
        rows = _measure(corpus, divisions, rivals, ours, flatten(seed), positive)
        if as_object:
            protocol = {"split": split, "split_seeds": [each.split_seed for each in divisions], "seeds": flatten(seed)}
            about = {"data": corpus.name, "sha256": corpus.sha256, "positive_label": positive, **protocol}
            print(json.dumps({**about, "folds": len(divisions[0].splits), "systems": as_json(rows)}))
        else:
            _print_table(corpus, divisions, rows, positive, len(divisions) * len(flatten(seed)) > 1)


def _measure(
    corpus: Corpus,
    divisions: list[Division],
    rivals: list[System],
    ours: list[Preset],
    seeds: tuple[int, ...],
    positive: str | None,
) -> Iterator[Row]:
    for system in rivals:
        yield measure_rival(system, corpus, divisions, positive, _tell)
    for preset in ours:
        yield measure_preset(preset, corpus, divisions, seeds, positive, _tell)


def _print_table(
    corpus: Corpus, divisions: list[Division], rows: Iterator[Row], positive: str | None, averaged: bool
) -> None:
    first = divisions[0]
    if first.split_seed is None:
        (parts,) = first.splits
        print(f"{corpus.name}: {len(parts.train):,} texts to learn from, {len(parts.test):,} measured")
    else:
        seeds = ", ".join(str(each.split_seed) for each in divisions)
        measured = sum(len(each.test) for each in first.splits)
        print(f"{corpus.name}: {measured:,} texts without duplicates, {len(first.splits)} folds, split seed {seeds}")
    if positive is not None:
        print(f"caught: `{positive}` answered as `{positive}`; blocked: others answered as `{positive}`")
    table = Table(positive, averaged)
    print(f"\n{table.heading()}", flush=True)
    for row in rows:
        print(table.line(row), flush=True)


def _positive_label(corpus: Corpus, asked: str | None) -> str | None:
    classes = sorted(set(known_labels(corpus)))
    if asked is not None and (asked not in classes or len(classes) != 2):
        raise UsageError(
            f"`--positive`: expected one of two labels; got `{asked}`; `{corpus.name}` has {', '.join(classes)}"
        )
    return asked or classes[-1] if len(classes) == 2 else None


def _refuse_seeds_of_folds(context: click.Context) -> None:
    for name in ("folds", "split_seed"):
        if context.get_parameter_source(name) is click.core.ParameterSource.COMMANDLINE:
            option = f"--{name.replace('_', '-')}"
            raise UsageError(f"`{option}`: `--split doceng2011` is one fixed split", hint=f"leave out {option}")


def _tell(title: str, done: int, of: int) -> None:
    if sys.stderr.isatty():
        click.echo(f"\r{title}: fold {done} of {of}\x1b[K" if done < of else "\r\x1b[K", nl=False, err=True)


if __name__ == "__main__":
    command(prog_name="python -m benchmarks.accuracy")
