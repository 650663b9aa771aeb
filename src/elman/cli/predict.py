"""``elman predict``: a label and the probability of every class for each text."""

import json
from collections.abc import Iterator
from pathlib import Path

import click


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.argument("texts", metavar="[TEXT]...", nargs=-1)
@click.option("--file", "source", metavar="FILE", help="Read texts from FILE, one a line; - for standard input.")
@click.option("--encoding", metavar="NAME", help="Encoding of FILE.  [default: UTF-8]")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a line.")
def predict(folder: Path, texts: tuple[str, ...], source: str | None, encoding: str | None, as_json: bool) -> None:
    """Label texts with the model in DIR.

    Prints one line for each text: the label, then the probability of every class. Without TEXT, texts are read
    from standard input, one a line, and answered as they come.
    """
    from elman.errors import UsageError
    from elman.runtime import Runtime

    if texts and source is not None:
        raise UsageError("TEXT and --file: expected one or the other; got both", hint="leave one out")
    runtime = Runtime.load(folder)
    for batch in [list(texts)] if texts else _lines(source or "-", encoding):
        for text, (label, probabilities) in zip(batch, runtime.answer(batch), strict=True):
            named = dict(zip(map(str, runtime.labels), probabilities, strict=True))
            if as_json:
                click.echo(json.dumps({"text": text, "label": label, "probabilities": named}))
            else:
                click.echo("\t".join([str(label), *(f"{name}={share:.6f}" for name, share in named.items())]))


def _lines(source: str, encoding: str | None) -> Iterator[list[str]]:
    from elman.data import read_line_groups  # and all that reading files takes, only where there is one

    yield from read_line_groups(source, encoding=encoding)
