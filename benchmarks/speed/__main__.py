"""The command: our speed beside real peers in one run, the same work checked for the same answer first.

::

    python -m benchmarks.speed
    python -m benchmarks.speed --parts recurrence --cores one
    python -m benchmarks.speed --parts answering models/sms-spam
    python -m benchmarks.speed --json
"""

import json
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from importlib import import_module
from itertools import chain
from pathlib import Path

import click

from benchmarks.accuracy.options import choose
from benchmarks.accuracy.system import CannotRun
from benchmarks.mistakes import mistakes_told
from benchmarks.speed import answers, recurrence, training
from benchmarks.speed.instruction_set import INSTRUCTION_SETS, InstructionSet
from benchmarks.speed.peak import Peak, opened_peak
from benchmarks.speed.ratios import HEADING, Row
from elman.errors import UsageError
from elman.nn.kernels import choose_kernel

PARTS = ("recurrence", "answering", "training")
PEAKS = 20  # measured at first, of which the highest is told


@click.command()
@click.argument("folders", metavar="[DIR]...", nargs=-1)
@click.option("--parts", metavar="NAMES", default=",".join(PARTS), show_default=True, help="What is timed.")
@click.option("--rounds", type=click.IntRange(min=1), default=21, show_default=True, help="Of the recurrence.")
@click.option("--answers", "asked", type=click.IntRange(min=1), default=5, show_default=True, help="Of answering.")
@click.option("--trainings", type=click.IntRange(min=1), default=3, show_default=True, help="Of training.")
@click.option(
    "--cores",
    type=click.Choice(["one", "all", "both"]),
    default="both",
    show_default=True,
    help="What the recurrence is timed on.",
)
@click.option(
    "--instruction-set",
    type=click.Choice(list(INSTRUCTION_SETS)),
    default="best",
    show_default=True,
    help="What all are kept to in the recurrence; the peak is of it.",
)
@click.option("--json", "as_object", is_flag=True, help="Print JSON.")
def main(
    folders: tuple[str, ...],
    parts: str,
    rounds: int,
    asked: int,
    trainings: int,
    cores: str,
    instruction_set: str,
    as_object: bool,
) -> None:
    """Time ours and others; DIR are the models that answer, trained on the SMS Spam Collection if there are none.

    Ratios are to ours, from rounds in which all were timed one after the other: the median, and in brackets the 10th
    and 90th percentile. A peer whose environment cannot be made, or that answers otherwise, is named on standard error
    and left out.
    """
    with mistakes_told():
        wanted = choose("--parts", parts, {name: name for name in PARTS})
        if folders and "answering" not in wanted:
            raise UsageError(f"`{folders[0]}`: a model was given, and no answering is timed")
        if instruction_set != "best" and "recurrence" not in wanted:
            raise UsageError(f"`--instruction-set {instruction_set}`: it is for the recurrence, which is not timed")
        kept_to = _instruction_set(instruction_set)
        with ExitStack() as stack:
            peak = _peak(stack, kept_to) if "recurrence" in wanted else None
            highest = None if peak is None else max(peak() for _ in range(PEAKS))
            where = [name for name in recurrence.CORES if cores == "both" or name.startswith(cores)]
            ways = {
                "recurrence": lambda: recurrence.measure(rounds, peak, where, instruction_set=kept_to),
                "answering": lambda: _answering([Path(each) for each in folders], asked),
                "training": lambda: training.measure(trainings),
            }
            rows = chain.from_iterable(ways[part]() for part in PARTS if part in wanted)
            if as_object:
                print(json.dumps({"peak_operations_per_second": highest, "rows": [row.as_json() for row in rows]}))
                return
            if highest is not None:
                print(f"one core multiplies and adds {highest / 1e9:.0f} thousand million times a second at most\n")
            print(HEADING, flush=True)
            for row in rows:
                print(row, flush=True)


def _instruction_set(name: str) -> InstructionSet:
    choose_kernel("scan", "gru", "native")  # refused here where it was not built
    chosen, usable = INSTRUCTION_SETS[name], import_module("elman._kernels").instruction_sets()
    if chosen.kernels not in (None, *usable):
        raise UsageError(f"`--instruction-set`: {name} was asked for; this processor has {', '.join(usable)}")
    return chosen


def _answering(folders: list[Path], rounds: int) -> Iterator[Row]:
    with tempfile.TemporaryDirectory() as folder:
        yield from answers.measure(folders or answers.trained(Path(folder)), rounds)


def _peak(stack: ExitStack, instruction_set: InstructionSet) -> Peak | None:
    try:
        return stack.enter_context(opened_peak(instruction_set.flags))
    except CannotRun as error:
        print(f"the core's peak is not known: {error}", file=sys.stderr)
        return None


if __name__ == "__main__":
    main(prog_name="python -m benchmarks.speed")
