"""``elman plot``: a model's network, its states, gradients and running answers as pictures."""

import functools
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from elman.cli.folder import FILE, FOLDER
from elman.cli.texts import CHARACTERS

if TYPE_CHECKING:
    from elman.plots import Picture


@click.group()
def plot() -> None:
    """Draw what a classifier is and does.

    TEXT may be - for standard input. The ending of FILE says its format: .svg, .png or .pdf.
    """


def _picture_command(command: Callable[..., "Picture"]) -> click.Command:
    """A command with ``DIR``, ``TEXT`` (- is standard input) and ``--out``, that writes the picture it returns."""

    @functools.wraps(command)
    def write(folder: Path, out: Path, **options: Any) -> None:
        from elman.plots import picture_format

        picture_format(out)  # a name that cannot be is told before any work is done
        if options.get("text") == "-":
            from elman.data import read_running_text

            options["text"] = read_running_text("-").text
        command(folder, **options).save(out)
        click.echo(f"picture: {out}")

    described: Callable[..., None] = write
    described = click.option("--out", metavar="FILE", type=FILE, required=True, help="File to write.")(described)
    described = click.argument("folder", metavar="DIR", type=FOLDER)(described)
    # click collects parameters from the last applied to the first: DIR stands before what the command has itself.
    return plot.command(command.__name__)(described)


@_picture_command
@click.argument("text", required=False, type=CHARACTERS)
def unrolled(folder: Path, text: str | None) -> "Picture":
    """Draw the network of the model in DIR, unrolled over TEXT.

    Boxes are vectors and arrows what leads from one to the next; on the right stands what the weights are. Without
    TEXT, its words are numbered.
    """
    from elman.bundle import read_bundle
    from elman.explain.tokens import read_tokens
    from elman.plots import unrolled_picture

    bundle = read_bundle(folder)
    words = read_tokens(bundle, text)[0] if text else ("word 1", "word 2", "word 3", "word 4")
    return unrolled_picture(bundle.architecture, words or ("(nothing)",))


@_picture_command
@click.argument("text", type=CHARACTERS)
@click.option("--layer", type=click.IntRange(min=1), help="Recurrent layer, from 1 at the bottom.  [default: the top]")
def states(folder: Path, text: str, layer: int | None) -> "Picture":
    """Draw the hidden states of the model in DIR after every token of TEXT, as a heat map."""
    from elman.bundle import read_bundle
    from elman.explain import hidden_states
    from elman.plots import states_picture

    return states_picture(hidden_states(read_bundle(folder), text, layer=layer))


@_picture_command
@click.argument("text", type=CHARACTERS)
def running(folder: Path, text: str) -> "Picture":
    """Draw the probability of every class after each word of TEXT.

    Each is the answer to the text up to there. A model that also reads from the end reads every beginning anew. Of more
    than eight classes, the eight are drawn that were likeliest anywhere.
    """
    from elman.explain import running_probabilities
    from elman.plots import running_picture
    from elman.runtime import Runtime

    return running_picture(running_probabilities(Runtime.load(folder), text))


@_picture_command
@click.argument("text", type=CHARACTERS)
@click.option(
    "--of", type=click.Choice(["memory", "loss"]), default="memory", show_default=True, help="What reaches back."
)
@click.option("--label", help="With --of loss: the right answer.  [default: the network's]")
def gradients(folder: Path, text: str, of: str, label: str | None) -> "Picture":
    """Draw how far back TEXT is remembered.

    memory: how much of a nudge of each earlier state arrives at the last one, in the model's first forward cell and in
    new cells of every kind. loss: the norm of the gradient of the network's loss with respect to each of its states.
    """
    from elman.bundle import read_bundle
    from elman.errors import UsageError
    from elman.explain import loss_gradients, memory_norms
    from elman.plots import gradients_picture

    if label is not None and of != "loss":
        raise UsageError("`--label`: says what the loss is of; got --of memory", hint="add --of loss")
    bundle = read_bundle(folder)
    if of == "memory":
        tokens, norms = memory_norms(bundle, text)
        title, measure = "How much of a nudge arrives", "norm of ∂(last state)/∂(state), 1 = all of it"
    else:
        found = loss_gradients(bundle, text, label=label)
        tokens, norms = found.tokens, {f"{name} reading": each for name, each in found.readings.items()}
        title, measure = f"Gradient of the loss, right answer {found.label}", "norm of ∂loss/∂state (nats)"
    listed = {name: each.tolist() for name, each in norms.items()}
    return gradients_picture(listed, tokens=tokens, title=title, y_label=measure)
