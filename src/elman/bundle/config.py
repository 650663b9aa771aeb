"""``config.json``: everything about a model but its tokens and its weights, checked field by field."""

import dataclasses
from functools import cached_property
from typing import Annotated, Any, TypeVar

import msgspec
from msgspec import Meta

import elman
from elman.bundle.bundle import Bundle, TrainingData
from elman.bundle.files import load_json_object
from elman.bundle.kinds import CLASSIFIER, TAGGER, Kind, kind_saying
from elman.bundle.labels import Label
from elman.errors import BundleError, PresetError
from elman.presets import Preset

FORMAT_VERSION = 1


class Common(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, dict=True):
    """The fields that every ``config.json`` has."""

    format: str
    format_version: int
    elman_version: str
    preset: dict[str, Any]
    seed: int
    training_data: TrainingData
    sha256: dict[str, str]

    @cached_property
    def parsed_preset(self) -> Any:
        """The settings, every one checked."""
        raise NotImplementedError


class Config(Common, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A classifier's fields; ``preset`` is checked by ``Preset.parse``."""

    labels: Annotated[list[Label], Meta(min_length=2)]
    positive_label: Label | None
    threshold: float | None
    started_from: TrainingData | None = None

    @cached_property
    def parsed_preset(self) -> Preset:
        """The settings, every one checked."""
        return Preset.parse(self.preset)


_Config = TypeVar("_Config", bound=Common)


def describe_bundle(bundle: Bundle, sha256: dict[str, str]) -> dict[str, Any]:
    """The content of ``config.json`` as plain JSON types.

    Args:
        bundle: The model.
        sha256: Digest of every other file that answering depends on.
    """
    started = {} if bundle.started_from is None else {"started_from": dataclasses.asdict(bundle.started_from)}
    return {
        "format": bundle.kind.format,
        "format_version": FORMAT_VERSION,
        "elman_version": elman.__version__,
        "preset": bundle.preset.settings(),
        "labels": list(bundle.labels),
        "positive_label": bundle.positive_label,
        "threshold": bundle.threshold,
        "seed": bundle.seed,
        "training_data": dataclasses.asdict(bundle.training_data),
        **started,
        "sha256": sha256,
    }


def read_config(content: bytes) -> Config:
    """Check a classifier's ``config.json``.

    Raises:
        BundleError: If it is not JSON, not ours, of a newer format, or a field is missing, unknown or of a wrong type.
    """
    config = parse_config(load_json_object(content), Config, CLASSIFIER)
    if config.parsed_preset.tags_each:
        raise BundleError("preset: `pooling`: each is a tagger's, and this says that it is a classifier")
    return config


def read_tagger_config(content: bytes) -> Config:
    """Check a tagger's ``config.json``.

    Raises:
        BundleError: As ``read_config`` does, and if the settings are not a tagger's.
    """
    config = parse_config(load_json_object(content), Config, TAGGER)
    if not config.parsed_preset.tags_each:
        raise BundleError("preset: `pooling`: expected each, for a tagger")
    return config


def parse_config(raw: dict[str, Any], fields: type[_Config], kind: Kind) -> _Config:
    """Check the fields of a ``config.json``.

    Args:
        raw: The JSON object.
        fields: Those of that kind.
        kind: What ``format`` must say.

    Raises:
        BundleError: As ``read_config`` does.
    """
    found = raw.get("format")
    if found != kind.format:
        other = kind_saying(found)
        raise BundleError(
            f"expected a field `format` saying {kind.format!r}" + (f"; got `{found}`" if other else ""),
            hint=f"this is a {other.name}: {other.use}" if other else f"point at a folder written by `{kind.command}`",
        )
    version = raw.get("format_version")
    if isinstance(version, int) and version > FORMAT_VERSION:
        raise BundleError(
            f"format version {version}, written by elman {raw.get('elman_version')}; "
            f"this version reads up to {FORMAT_VERSION}",
            hint="upgrade with `pip install --upgrade elman`",
        )
    try:
        config = msgspec.convert(raw, fields)
        config.parsed_preset  # noqa: B018 (refuses settings that are not this kind's)
    except msgspec.ValidationError as error:
        raise BundleError(str(error)) from None
    except PresetError as error:
        raise BundleError(f"preset: {error.message}", hint=error.hint) from None
    if config.format_version != FORMAT_VERSION:
        raise BundleError(f"`format_version`: expected {FORMAT_VERSION}; got {config.format_version}")
    return config
