"""What each habit of the textbook's program costs: the same network with and without it, on the same folds.

    python -m benchmarks.habits [DATA] [--folds 5] [--split-seed 0,1,2] [--seed 0,1,2] [--set FIELD=VALUE]

In a run every text is answered once, by a model that did not learn from it. All rows learn in the same way (Adam, a
learning rate that falls to zero, up to a hundred tokens of a text), so that only the habits differ. Errors are
compared run by run, the same folds and the same seed, with those of the row that has one habit more.
"""

from typing import Any

import click
import numpy as np

from benchmarks.accuracy.options import Seeds
from benchmarks.mistakes import mistakes_told
from elman.data import Corpus, deduplicate, read
from elman.errors import UsageError
from elman.evaluate import classification_metrics
from elman.experiments import cross_validate, known_labels
from elman.presets import get_preset

LEARNING = {"optimizer": "adam", "learning_rate": 0.005, "schedule": "cosine", "clip_norm": 1.0, "max_length": 100}
ALL, AT_ITS_END = "all habits", "the state at the text's end"
# A row's settings, and the row it is compared with.
ROWS: dict[str, tuple[dict[str, Any], str | None]] = {
    ALL: ({}, None),
    AT_ITS_END: ({"pooling": "last"}, ALL),
    "and digits, capitals, symbols": (
        {"pooling": "last", "cleaning": "fold", "tokenizer": "pieces", "ascii_only": False},
        AT_ITS_END,
    ),
    "or words of the training part": ({"pooling": "last", "vocabulary_from": "train"}, AT_ITS_END),
    "or rare words unknown": ({"pooling": "last", "min_frequency": 2}, AT_ITS_END),
    "or both": ({"pooling": "last", "vocabulary_from": "train", "min_frequency": 2}, AT_ITS_END),
    "or a GRU cell": ({"pooling": "last", "cell": "gru"}, AT_ITS_END),
}


@click.command()
@click.argument("source", metavar="[DATA]", default="sms-spam")
@click.option("--folds", type=click.IntRange(min=2), default=5, show_default=True, help="How many parts.")
@click.option("--split-seed", "split_seeds", type=Seeds(), default="0,1,2", show_default=True, help="Of the folds.")
@click.option("--seed", "seeds", type=Seeds(), default="0,1,2", show_default=True, help="Of the training.")
@click.option("--set", "assignments", metavar="FIELD=VALUE", multiple=True, help="Change a setting of all rows.")
def main(
    source: str, folds: int, split_seeds: tuple[int, ...], seeds: tuple[int, ...], assignments: tuple[str, ...]
) -> None:
    """Train every row on every fold and print the means."""
    with mistakes_told():
        changes = dict(assignment.split("=", 1) for assignment in assignments)
        _compare(read(source), folds, [(split, seed) for split in split_seeds for seed in seeds], changes)


def _compare(corpus: Corpus, folds: int, runs: list[tuple[int, int]], changes: dict[str, str]) -> None:
    nothing, shared = _nothing(corpus), get_preset("textbook").override(LEARNING).override(changes)
    found: dict[str, list[dict[str, Any]]] = {name: [] for name in ROWS}
    for split_seed, seed in runs:
        for name, (settings, _) in ROWS.items():
            preset = shared.override(settings)
            answered = cross_validate(corpus, preset, folds=folds, split_seed=split_seed, seed=seed)
            found[name].append(answered.metrics)
            click.echo(f"split {split_seed}, seed {seed}, {name}: {answered.metrics['errors']} wrong", err=True)
    print(f"{'means of ' + str(len(runs)) + ' runs':<30}  wrong accuracy    MCC  caught blocked   fewer wrong, in")
    print(_line("every message is ham", [nothing]))
    for name, (_, other) in ROWS.items():
        fewer = (
            [] if other is None else [b["errors"] - a["errors"] for a, b in zip(found[name], found[other], strict=True)]
        )
        print(_line(name, found[name], fewer))


def _nothing(corpus: Corpus) -> dict[str, Any]:
    """What a filter is worth that has learned nothing and answers with the first class."""
    labels = known_labels(corpus.select(deduplicate(corpus.texts)))
    classes = sorted(set(labels))
    if len(classes) != 2:
        raise UsageError(f"`{corpus.name}`: expected two classes; got {len(classes)}")
    truth = np.array([classes.index(label) for label in labels])
    return classification_metrics(truth, np.zeros_like(truth), classes, positive_label=classes[-1])


def _line(name: str, metrics: list[dict[str, Any]], fewer: list[int] | None = None) -> str:
    """A row: means, and by how much fewer errors than the row it is compared with, in how many of the runs."""
    wrong, accuracy, mcc, caught, blocked = (
        np.mean([each[key] for each in metrics]) for key in ("errors", "accuracy", "mcc", "spam_caught", "blocked_ham")
    )
    line = f"{name:<30}{wrong:>7.1f}{accuracy:>9.2%}{mcc:>7.3f}{caught:>8.1%}{blocked:>8.2%}"
    if fewer:
        better = sum(each > 0 for each in fewer)
        line += f"{np.mean(fewer):>+8.1f} ± {np.std(fewer):<4.1f} {better} of {len(fewer)}"
    return line


if __name__ == "__main__":
    main(prog_name="python -m benchmarks.habits")
