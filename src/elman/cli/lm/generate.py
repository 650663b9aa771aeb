"""``elman lm generate``: let a language model write."""

import sys
from pathlib import Path

import click

from elman.cli.folder import FOLDER


@click.command()
@click.argument("folder", metavar="DIR", type=FOLDER)
@click.option("--prompt", default="", help="What stands before; printed too.")
@click.option("--length", type=click.IntRange(min=0), default=200, show_default=True, help="Tokens to write.")
@click.option(
    "--temperature",
    type=click.FloatRange(min=0),
    default=1.0,
    show_default=True,
    help="Below 1 the likely becomes likelier; 0 takes the likeliest, always.",
)
@click.option("--top-k", type=click.IntRange(min=1), help="Draw from so many likeliest tokens only.")
@click.option(
    "--top-p",
    type=click.FloatRange(min=0, max=1, min_open=True),
    help="Draw from the fewest likeliest tokens that together have this probability.",
)
@click.option("--seed", type=click.IntRange(min=0), default=0, show_default=True, help="The same seed, the same text.")
@click.option("--stream", is_flag=True, help="Print each token as it is written.")
def generate(
    folder: Path,
    prompt: str,
    length: int,
    temperature: float,
    top_k: int | None,
    top_p: float | None,
    seed: int,
    stream: bool,
) -> None:
    """Let the language model in DIR write.

    Memory is constant, however long the text. Bytes are written as they come, at the level of bytes.
    """
    from elman.runtime import LanguageRuntime, Sampling

    runtime = LanguageRuntime.load(folder)
    written = runtime.write(prompt, length, Sampling(temperature, top_k, top_p), seed)
    out = sys.stdout.buffer
    for place, part in enumerate(written):
        if place == 0:
            out.write(_bytes(prompt))
        out.write(_bytes(part))
        if stream:
            out.flush()
    out.write(b"\n")
    out.flush()


def _bytes(text: str) -> bytes:
    try:
        return text.encode("utf-8", errors="surrogateescape")
    except UnicodeEncodeError:  # a surrogate that stands for no byte
        return text.encode("utf-8", errors="replace")
