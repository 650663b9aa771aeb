"""``elman info``: what a model is and where it came from."""

import dataclasses
import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from elman.cli.figures import measurement_lines, one_line, tagging_lines
from elman.cli.folder import FOLDER

if TYPE_CHECKING:
    from elman.bundle import Bundle


@click.command()
@click.argument("folder", metavar="DIR", type=FOLDER)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def info(folder: Path, as_json: bool) -> None:
    """Show what the model in DIR is and where it came from."""
    from elman.bundle import is_language_model, is_tagger, read_bundle, read_tagger
    from elman.runtime import core_name, native_is_built

    if is_language_model(folder):
        _show_language_model(folder, as_json)
        return
    core_name()  # a variable that asks for what there is not is told first
    bundle = read_tagger(folder) if is_tagger(folder) else read_bundle(folder)
    _show_classifier(folder, bundle, as_json)
    if not native_is_built():
        click.echo("note: this installation has no compiled core, so NumPy answers", err=True)


def _show_classifier(folder: Path, bundle: "Bundle", as_json: bool) -> None:
    from elman.errors import BundleError
    from elman.runtime import core_name, core_title

    network = bundle.architecture
    parameters = sum(array.size for array in bundle.weights.values())
    size = _size(folder)
    source = bundle.training_data
    if as_json:
        shown = {
            "kind": "tagger" if bundle.preset.tags_each else "classifier",
            "labels": list(bundle.labels),
            "positive_label": bundle.positive_label,
            "threshold": bundle.threshold,
            "tokens": len(bundle.vocabulary),
            "parameters": parameters,
            "bytes": size,
            "seed": bundle.seed,
            "training_data": dataclasses.asdict(source),
            "architecture": dataclasses.asdict(network),
            "settings": bundle.preset.settings(),
            "metrics": bundle.metrics,
            "core": "numpy" if bundle.preset.tags_each else core_name(network.cell),
        }
        click.echo(json.dumps(shown))
        return
    both = "bidirectional " if network.bidirectional else ""
    click.echo(f"labels      {', '.join(one_line(str(label)) for label in bundle.labels)}")
    if bundle.threshold is not None:
        click.echo(f"threshold   {bundle.positive_label} from {bundle.threshold:g}")
    click.echo(
        f"network     {both}{network.cell}, {network.num_layers} × {network.hidden_size} units, "
        f"tokens of {network.embedding_size}, pooled by {'+'.join(network.pooling)}"
    )
    click.echo(f"size        {parameters:,} parameters, {len(bundle.vocabulary):,} tokens, {size / 1e6:.2f} MB on disk")
    click.echo(f"preset      {bundle.preset.name}, seed {bundle.seed}")
    if not bundle.preset.tags_each:
        click.echo(f"answers by  {core_title(network.cell)}")
    digest = f", SHA-256 {source.sha256}" if source.sha256 else ""
    texts = "sentences" if bundle.preset.tags_each else "texts"
    click.echo(f"trained on  {source.texts:,} {texts} of {source.name}{digest}")
    if "test" in bundle.metrics:
        try:
            tells = tagging_lines if bundle.preset.tags_each else measurement_lines
            lines = list(tells(bundle.metrics["test"]))
        except (KeyError, TypeError, ValueError, AttributeError):
            raise BundleError(
                f"`{folder / 'metrics.json'}`: `test` is not a measurement", hint="copy or train the model again"
            ) from None
        click.echo("\nheld out:\n" + "\n".join(lines))


def _show_language_model(folder: Path, as_json: bool) -> None:
    from elman.bundle import read_language_bundle
    from elman.cli.figures import language_line
    from elman.errors import BundleError

    bundle = read_language_bundle(folder)
    network, source, noun = bundle.architecture, bundle.training_data, bundle.encoder.level.noun
    parameters, size = sum(array.size for array in bundle.weights.values()), _size(folder)
    if as_json:
        shown = {
            "kind": "language model",
            "level": bundle.preset.level,
            "tokens": len(bundle.vocabulary),
            "parameters": parameters,
            "bytes": size,
            "seed": bundle.seed,
            "training_data": dataclasses.asdict(source),
            "architecture": dataclasses.asdict(network),
            "settings": bundle.preset.settings(),
            "metrics": bundle.metrics,
        }
        click.echo(json.dumps(shown))
        return
    tied = ", tied" if network.tied else ""
    click.echo(f"predicts    the next {noun}")
    click.echo(
        f"network     {network.cell}, {network.num_layers} × {network.hidden_size} units, "
        f"{noun}s of {network.embedding_size}{tied}"
    )
    click.echo(f"size        {parameters:,} parameters, {len(bundle.vocabulary):,} tokens, {size / 1e6:.2f} MB on disk")
    click.echo(f"preset      {bundle.preset.name}, seed {bundle.seed}")
    digest = f", SHA-256 {source.sha256}" if source.sha256 else ""
    click.echo(f"trained on  {source.texts:,} {noun}s of {source.name}{digest}")
    if "validation" in bundle.metrics:
        try:
            line = language_line(bundle.metrics["validation"])
        except (KeyError, TypeError, ValueError):
            raise BundleError(
                f"`{folder / 'metrics.json'}`: `validation` is not a measurement", hint="copy or train the model again"
            ) from None
        click.echo(f"held out    {line}")


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.iterdir() if path.is_file())
