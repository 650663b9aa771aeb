"""``elman tag predict``: a tag for each token."""

import json
from pathlib import Path

import click

from elman.cli.folder import FOLDER
from elman.printable import one_line


@click.command()
@click.argument("folder", metavar="DIR", type=FOLDER)
@click.argument("source", metavar="[FILE]", default="-")
@click.option("--encoding", metavar="NAME", help="Encoding of FILE.  [default: UTF-8, or what is detected]")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a sentence, with probabilities too.")
def predict(folder: Path, source: str, encoding: str | None, as_json: bool) -> None:
    """Tag the tokens of FILE with the tagger in DIR.

    FILE, or standard input, has a token a line (of several columns the first) and a blank line behind each sentence;
    what is printed has the tag behind each token, parted by a tab; JSON, the tokens, their tags, and how probable each
    of these is.
    """
    from elman.data import read_tagged
    from elman.runtime import TaggerRuntime

    runtime = TaggerRuntime.load(folder)
    sentences = read_tagged(source, tagged=False, encoding=encoding).sentences
    for sentence, probabilities in zip(sentences, runtime.probabilities_of(sentences), strict=True):
        tags = runtime.likeliest(probabilities)
        if as_json:
            shares = probabilities.max(axis=-1).tolist()
            click.echo(json.dumps({"tokens": sentence, "tags": tags, "probabilities": shares}))
        else:
            lines = (f"{token}\t{one_line(str(tag))}\n" for token, tag in zip(sentence, tags, strict=True))
            click.echo("".join(lines), color=True)  # tokens as they are, whatever they are made of
