"""``elman lm surprise``: how much each token of a text surprised a language model."""

import json
import os
import sys
from pathlib import Path

import click

from elman.cli.counter import counter
from elman.cli.figures import perplexity_shown
from elman.cli.folder import FOLDER
from elman.printable import printable

# Of a terminal's 256 colours: black on white to white on dark red, one more for each nat.
_SHADES = ((231, 16), (224, 16), (217, 16), (210, 16), (203, 16), (196, 231), (160, 231), (124, 231), (88, 231))


@click.command()
@click.argument("folder", metavar="DIR", type=FOLDER)
@click.argument("text")
@click.option("--encoding", metavar="NAME", help="Encoding of standard input.  [default: UTF-8, or what is detected]")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON list of tokens: their nats, and if they are known.")
def surprise(folder: Path, text: str, encoding: str | None, as_json: bool) -> None:
    r"""Show how much each token of TEXT surprised the language model in DIR, in nats: -ln of its probability.

    TEXT may be - for standard input. On a terminal the text is coloured, the redder the more surprising (not where
    NO_COLOR is set); elsewhere each token has a line with its nats, and a token that the model does not know is said to
    be unknown. What cannot be printed is escaped. A byte outside of ASCII stands as \x and its number, in JSON as the
    character of that number.
    """
    from elman.data import read_running_text
    from elman.errors import UsageError
    from elman.runtime import LanguageRuntime
    from elman.runtime.language import perplexity

    if text != "-" and encoding is not None:
        raise UsageError("TEXT and --encoding: expected one or the other; got both", hint="leave one out")

    runtime = LanguageRuntime.load(folder)
    bytewise = runtime.bundle.preset.level == "byte"
    if text == "-":
        text = read_running_text("-", any_bytes=bytewise, encoding=encoding).text
    tokens, nats = runtime.surprise(text, tell=counter(runtime.encoder.level.noun))
    known = [token in runtime.bundle.vocabulary for token in tokens]
    costs = list(zip(tokens, nats.tolist(), known, strict=True))
    if as_json:
        click.echo(json.dumps([dict(zip(("token", "nats", "known"), cost, strict=True)) for cost in costs]))
        return
    if sys.stdout.isatty() and not os.environ.get("NO_COLOR"):
        joiner = runtime.encoder.joiner()
        shown = [_shaded(_lines(joiner.add(token)), cost) for token, cost, _ in costs]
        click.echo("".join([*shown, joiner.end()]))
    else:
        for token, cost, is_known in costs:
            quoted = _quoted_byte(token) if bytewise else printable(json.dumps(token, ensure_ascii=False))
            click.echo(f"{cost:8.4f}  {quoted}{'' if is_known else '  unknown'}")
    click.echo(f"mean {nats.mean():.4f} nats, perplexity {perplexity_shown(perplexity(float(nats.mean())))}")


def _quoted_byte(token: str) -> str:
    return json.dumps(token) if token.isascii() else f'"\\x{ord(token):02x}"'


def _lines(text: str) -> str:
    """A text in which nothing moves the cursor or sets a colour but its own line ends."""
    return "\n".join(map(printable, text.split("\n")))


def _shaded(text: str, nats: float) -> str:
    background, foreground = _SHADES[min(len(_SHADES) - 1, int(nats))]
    return click.style(text, bg=background, fg=foreground)
