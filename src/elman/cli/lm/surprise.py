"""``elman lm surprise``: how much each token of a text surprised a language model."""

import json
import math
import os
import sys
from pathlib import Path

import click

# Of a terminal's 256 colours: black on white to white on dark red, one more for each nat.
_SHADES = ((231, 16), (224, 16), (217, 16), (210, 16), (203, 16), (196, 231), (160, 231), (124, 231), (88, 231))


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.argument("text")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON list of tokens: their nats, and if they are known.")
def surprise(folder: Path, text: str, as_json: bool) -> None:
    """Show how much each token of TEXT surprised the language model in DIR, in nats: -ln of its probability.

    On a terminal the text is coloured, the redder the more surprising (not where NO_COLOR is set); elsewhere each
    token has a line with its nats, and a token that the model does not know is said to be unknown.
    """
    from elman.runtime import LanguageRuntime

    runtime = LanguageRuntime.load(folder)
    tokens, nats = runtime.surprise(text)
    known = [token in runtime.bundle.vocabulary for token in tokens]
    costs = list(zip(tokens, nats.tolist(), known, strict=True))
    if as_json:
        click.echo(json.dumps([dict(zip(("token", "nats", "known"), cost, strict=True)) for cost in costs]))
        return
    if sys.stdout.isatty() and not os.environ.get("NO_COLOR"):
        joiner = runtime.encoder.joiner()
        shown = [_shaded(joiner.add(token), cost) for token, cost, _ in costs]
        click.echo("".join([*shown, joiner.end()]))
    else:
        for token, cost, is_known in costs:
            click.echo(f"{cost:8.4f}  {json.dumps(token, ensure_ascii=False)}{'' if is_known else '  unknown'}")
    click.echo(f"mean {nats.mean():.4f} nats, perplexity {math.exp(nats.mean()):.2f}")


def _shaded(text: str, nats: float) -> str:
    background, foreground = _SHADES[min(len(_SHADES) - 1, int(nats))]
    return click.style(text, bg=background, fg=foreground)
