"""What a language model lends a classifier: errors with few labelled messages, from scratch and with ``--init``.

    python -m benchmarks.transfer [--labels 100,300,1000] [--split-seed 0,1,2]

Of the SMS Spam Collection without its duplicates a fifth is held out. A language model of words learns from the texts
of all the rest, without their labels; the classifiers learn from the labels of the first few of it, in an order drawn
by the seed. Every count is of errors on the part held out, which no system saw.
"""

import dataclasses

import click
import numpy as np

from benchmarks.mistakes import mistakes_told
from elman.bundle import LanguageBundle
from elman.data import Corpus, RunningText, read
from elman.errors import UsageError
from elman.experiments import divide
from elman.experiments.measuring import known_labels, measure
from elman.presets import Preset, get_language_preset, get_preset
from elman.randomness import generator
from elman.runtime import Runtime
from elman.train import Texts, fit_classifier, fit_language_model, prepare_process
from elman.train.transfer import start_from

LANGUAGE = get_language_preset("word").override(
    {
        "lowercase": True,
        "validation_fraction": 0.05,
        "hidden_size": 96,
        "embedding_size": 64,
        "streams": 16,
        "bptt_length": 40,
        "epochs": 12,
        "sample_length": 0,
    }
)
FINE_TUNING = {"unfreeze_every": 0.1, "layer_decay": 0.6, "pooling": "last+mean+max+inputs"}


def errors(train: Corpus, test: Corpus, preset: Preset, seed: int, initial: LanguageBundle | None = None) -> int:
    """Train on one part, count the wrong answers to the other."""
    bundle = fit_classifier(Texts(train.texts, known_labels(train)), preset, seed=seed, initial=initial)
    return int(measure(Runtime(bundle), test)["errors"])


@click.command()
@click.option("--labels", "counts", default="100,300,1000", show_default=True, help="Labelled messages.")
@click.option("--split-seed", "seeds", default="0,1,2", show_default=True, help="Seeds of the division.")
@click.option("--set", "assignments", metavar="FIELD=VALUE", multiple=True, help="Change a setting of the fine-tuning.")
def main(counts: str, seeds: str, assignments: tuple[str, ...]) -> None:
    """Count errors with few labels and print a table."""
    with mistakes_told():
        changes = dict(assignment.split("=", 1) for assignment in assignments)
        _compare([int(each) for each in counts.split(",")], [int(each) for each in seeds.split(",")], changes)


def _compare(counts: list[int], seeds: list[int], changes: dict[str, str]) -> None:
    prepare_process()
    corpus, default = read("sms-spam"), get_preset("default")
    tuned = default.override({**FINE_TUNING, **changes})
    found: dict[tuple[str, int], list[int]] = {}
    for seed in seeds:
        parts = divide(corpus, default, seed)
        if parts.test is None:
            raise UsageError("the preset `default` holds nothing out")
        text = RunningText("".join(f"{each}\n" for each in parts.train.texts))
        language = fit_language_model(text, LANGUAGE, seed=seed)
        scratch = dataclasses.replace(start_from(language, tuned).preset, unfreeze_every=0.0, layer_decay=1.0)
        order = generator(seed, "labelled").permutation(len(parts.train.texts))
        for count in counts:
            train = parts.train.select(np.sort(order[:count]))
            for name, preset, initial in (
                ("default, from scratch", default, None),
                ("the language model's network, from scratch", scratch, None),
                ("the same with --init", tuned, language),
            ):
                found.setdefault((name, count), []).append(errors(train, parts.test, preset, seed, initial))
                print(f"seed {seed}, {count} labels, {name}: {found[name, count][-1]}", flush=True)
    print(f"{'mean errors of ' + str(len(seeds)) + ' divisions':<46}" + "".join(f"{count:>8}" for count in counts))
    for name in dict.fromkeys(name for name, _ in found):
        print(f"{name:<46}" + "".join(f"{np.mean(found[name, count]):>8.1f}" for count in counts))


if __name__ == "__main__":
    main(prog_name="python -m benchmarks.transfer")
