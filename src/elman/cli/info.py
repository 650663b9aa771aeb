"""``elman info``: what a model is and where it came from."""

import dataclasses
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from elman.cli.figures import measurement_lines, tagging_line
from elman.cli.folder import FOLDER
from elman.printable import one_line

if TYPE_CHECKING:
    from elman.bundle import Bundle, LanguageBundle


@click.command()
@click.argument("folder", metavar="DIR", type=FOLDER)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def info(folder: Path, as_json: bool) -> None:
    """Show what the model in DIR is and where it came from."""
    from elman.bundle import LANGUAGE_MODEL, TAGGER, kind_of, read_bundle, read_language_bundle, read_tagger
    from elman.runtime import core_name, native_is_built

    kind = kind_of(folder)
    if kind == LANGUAGE_MODEL:
        _show_language_model(folder, read_language_bundle(folder), as_json)
        return
    if kind != TAGGER:  # which NumPy answers
        core_name()  # a variable that asks for what there is not is told first
    _show_classifier(folder, read_tagger(folder) if kind == TAGGER else read_bundle(folder), as_json)
    if not native_is_built():
        click.echo("note: this installation has no compiled core, so NumPy answers", err=True)


def _show_classifier(folder: Path, bundle: "Bundle", as_json: bool) -> None:
    from elman.bundle import TAGGER
    from elman.errors import BundleError
    from elman.runtime import core_name, core_title

    network, is_tagger = bundle.architecture, bundle.kind == TAGGER
    if as_json:
        shown = {
            "kind": bundle.kind.name,
            "labels": list(bundle.labels),
            "positive_label": bundle.positive_label,
            "threshold": bundle.threshold,
            **_shared(folder, bundle),
            "started_from": None if bundle.started_from is None else dataclasses.asdict(bundle.started_from),
            "core": "numpy" if is_tagger else core_name(network.cell),
        }
        click.echo(json.dumps(shown))
        return
    both = "bidirectional " if network.bidirectional else ""
    click.echo(f"labels      {', '.join(one_line(str(label)) for label in bundle.labels)}")
    if bundle.threshold is not None:
        click.echo(f"threshold   {one_line(str(bundle.positive_label))} from {bundle.threshold:g}")
    click.echo(
        f"network     {both}{network.cell}, {network.num_layers} × {network.hidden_size} units, "
        f"tokens of {network.embedding_size}, pooled by {'+'.join(network.pooling)}"
    )
    _show_size(folder, bundle)
    if not is_tagger:
        click.echo(f"answers by  {core_title(network.cell)}")
    _show_source(bundle, "sentences" if is_tagger else "texts")
    if (start := bundle.started_from) is not None:
        click.echo(f"started by  a language model of {start.texts:,} words of {one_line(start.name)}")
    if "test" in bundle.metrics:
        try:
            test = bundle.metrics["test"]
            lines = [tagging_line(test)] if is_tagger else list(measurement_lines(test))
        except (KeyError, TypeError, ValueError, AttributeError, OverflowError):
            raise BundleError(
                f"`{folder / 'metrics.json'}`: `test` is not a measurement", hint="copy or train the model again"
            ) from None
        click.echo("\nheld out:\n" + "\n".join(lines))


def _show_language_model(folder: Path, bundle: "LanguageBundle", as_json: bool) -> None:
    from elman.cli.figures import language_line
    from elman.errors import BundleError

    network, noun = bundle.architecture, bundle.encoder.level.noun
    if as_json:
        shown = {"kind": bundle.kind.name, "level": bundle.preset.level, **_shared(folder, bundle)}
        click.echo(json.dumps(shown))
        return
    tied = ", tied" if network.tied else ""
    click.echo(f"predicts    the next {noun}")
    click.echo(
        f"network     {network.cell}, {network.num_layers} × {network.hidden_size} units, "
        f"{noun}s of {network.embedding_size}{tied}"
    )
    _show_size(folder, bundle)
    _show_source(bundle, f"{noun}s")
    if "validation" in bundle.metrics:
        try:
            line = language_line(bundle.metrics["validation"])
        except (KeyError, TypeError, ValueError, OverflowError):
            raise BundleError(
                f"`{folder / 'metrics.json'}`: `validation` is not a measurement", hint="copy or train the model again"
            ) from None
        click.echo(f"held out    {line}")


def _shared(folder: Path, bundle: "Bundle | LanguageBundle") -> dict[str, Any]:
    """What is shown of every model."""
    return {
        "tokens": len(bundle.vocabulary),
        "parameters": bundle.parameters,
        "bytes": _size(folder),
        "seed": bundle.seed,
        "training_data": dataclasses.asdict(bundle.training_data),
        "architecture": dataclasses.asdict(bundle.architecture),
        "settings": bundle.preset.settings(),
        "metrics": bundle.metrics,
    }


def _show_size(folder: Path, bundle: "Bundle | LanguageBundle") -> None:
    from elman.bundle import LANGUAGE_MODEL
    from elman.presets import LANGUAGE_PRESETS, PRESETS
    from elman.presets.collection import named_difference

    size = f"{bundle.parameters:,} parameters, {len(bundle.vocabulary):,} tokens, {_size(folder) / 1e6:.2f} MB on disk"
    click.echo(f"size        {size}")
    click.echo(f"preset      {one_line(bundle.preset.name)}, seed {bundle.seed}")
    _, differing = named_difference(bundle.preset, LANGUAGE_PRESETS if bundle.kind == LANGUAGE_MODEL else PRESETS)
    if differing:
        said = {name: value if isinstance(value, str) else json.dumps(value) for name, value in differing.items()}
        click.echo(f"changed     {', '.join(f'{name}={one_line(value)}' for name, value in said.items())}")


def _show_source(bundle: "Bundle | LanguageBundle", nouns: str) -> None:
    source = bundle.training_data
    digest = f", SHA-256 {one_line(source.sha256)}" if source.sha256 else ""
    click.echo(f"trained on  {source.texts:,} {nouns} of {one_line(source.name)}{digest}")


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.iterdir() if path.is_file())
