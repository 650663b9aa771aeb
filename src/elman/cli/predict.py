"""``elman predict``: a label and the probability of every class for each text."""

import json
from pathlib import Path

import click

from elman.cli.folder import FOLDER
from elman.cli.texts import Asked, text_options
from elman.printable import one_line


@click.command()
@click.argument("folder", metavar="DIR", type=FOLDER)
@text_options
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a line.")
def predict(folder: Path, asked: Asked, as_json: bool) -> None:
    """Label texts with the model in DIR.

    Prints one line for each text: the label, then the probability of every class. FILE has a text a line, or is a
    table whose ending `elman train` knows, or what --format says, of which the texts alone are read. Without TEXT and
    FILE, or with - for either, texts are read from standard input, one a line, and answered as they come.
    """
    from elman.cli.cut_short import CutShort
    from elman.runtime import Runtime

    if asked.source is None and not asked.texts:
        asked = asked._replace(source="-")
    runtime = Runtime.load(folder)
    shown: dict[str, str] = {}
    with CutShort(runtime.bundle) as cut_short:
        for batch in asked.groups():
            cut_short.look_at(batch)
            for text, (label, probabilities) in zip(batch, runtime.answer(batch), strict=True):
                named = dict(zip(map(str, runtime.labels), probabilities, strict=True))
                if as_json:
                    click.echo(json.dumps({"text": text, "label": label, "probabilities": named}))
                    continue
                if not shown:
                    shown = {name: one_line(name) for name in named}
                click.echo(
                    "\t".join([shown[str(label)], *(f"{shown[name]}={share:.6f}" for name, share in named.items())])
                )
