"""``elman explain``: what an answer rests on."""

import dataclasses
import itertools
import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from elman.cli.folder import FOLDER
from elman.cli.texts import Asked, text_options
from elman.printable import printable

if TYPE_CHECKING:
    from elman.explain import Reasons


@click.command()
@click.argument("folder", metavar="DIR", type=FOLDER)
@text_options
@click.option(
    "--features",
    "most",
    type=click.IntRange(min=0),
    default=0,
    help="Also list so many features of the linear reader.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a text, with every feature.")
def explain(folder: Path, asked: Asked, most: int, as_json: bool) -> None:
    """Show what an answer rests on.

    For each TEXT, or each text of FILE as `elman predict` reads it, the answer of the model in DIR and what every word
    contributed to it, in nats of log-odds; above 0 it spoke for the answer. The linear reader's contributions are
    exact, the network's are how much the log-odds fall when the word is left out, and so need not add up to what it
    says of the whole text. Words in brackets are about the text as a whole.
    """
    from elman.cli.cut_short import CutShort
    from elman.errors import UsageError
    from elman.explain.reasons import reasons
    from elman.runtime import Runtime

    if asked.source is None and not asked.texts:
        raise UsageError("expected TEXT, or --file", hint="give one of them; - is standard input")
    runtime = Runtime.load(folder)
    with CutShort(runtime.bundle) as cut_short:
        for number, text in enumerate(itertools.chain.from_iterable(asked.groups())):
            cut_short.look_at([text])
            found = reasons(runtime, text)
            if as_json:
                click.echo(json.dumps(dataclasses.asdict(found)))
                continue
            if number:
                click.echo()
            _print(found, most, linear=runtime.bundle.architecture.linear)


def _print(found: "Reasons", most: int, *, linear: bool) -> None:
    click.echo(found)
    if most and not linear:
        click.echo(
            "no features are listed: the model has no linear reader, and only of that their shares are exact", err=True
        )
    elif most:
        click.echo(f"{'linear':>8}  feature")
        for name, share in found.features[:most]:
            click.echo(f"{share:>+8.3f}  {printable(name)}")
