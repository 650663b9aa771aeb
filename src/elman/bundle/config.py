"""``config.json``: everything about a model but its tokens and its weights, checked field by field."""

import dataclasses
from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import msgspec
from msgspec import Meta

import elman
from elman.bundle.bundle import Bundle, TrainingData
from elman.bundle.files import load_json_object
from elman.bundle.kinds import TAGGER, Kind, kind_saying
from elman.bundle.labels import Label
from elman.errors import BundleError, PresetError
from elman.presets import Preset

if TYPE_CHECKING:
    from elman.bundle.language import LanguageBundle

FORMAT_VERSION = 1


class Common(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, dict=True):
    """The fields that every ``config.json`` has."""

    format: str
    format_version: int
    elman_version: str
    preset: dict[str, Any]
    seed: Annotated[int, Meta(ge=0)]
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


def describe_bundle(bundle: "Bundle | LanguageBundle", sha256: dict[str, str], **own: Any) -> dict[str, Any]:
    """The content of ``config.json`` as plain JSON types.

    Args:
        bundle: The model.
        sha256: Digest of every other file that answering depends on.
        own: The fields of its kind alone.
    """
    return {
        "format": bundle.kind.format,
        "format_version": FORMAT_VERSION,
        "elman_version": elman.__version__,
        "preset": bundle.preset.settings(),
        **own,
        "seed": bundle.seed,
        "training_data": dataclasses.asdict(bundle.training_data),
        "sha256": sha256,
    }


def read_config(content: bytes, kind: Kind) -> Config:
    """Check the ``config.json`` of a classifier or a tagger.

    Raises:
        BundleError: If it is not JSON, not ours, of a newer format, a field is missing, unknown or of a wrong type, or
            the settings are the other kind's.
    """
    config = parse_config(load_json_object(content), Config, kind)
    if kind == TAGGER and not config.parsed_preset.tags_each:
        raise BundleError("preset: `pooling`: expected each, for a tagger")
    if kind != TAGGER and config.parsed_preset.tags_each:
        raise BundleError("preset: `pooling`: each is a tagger's, and this says that it is a classifier")
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
    except UnicodeEncodeError:
        raise BundleError("expected whole characters; got half of a surrogate pair") from None
    except PresetError as error:
        raise BundleError(f"preset: {error.message}", hint=error.hint) from None
    if config.format_version != FORMAT_VERSION:
        raise BundleError(f"`format_version`: expected {FORMAT_VERSION}; got {config.format_version}")
    return config
