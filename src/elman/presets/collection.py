"""What every collection of settings is: a flat frozen dataclass whose fields say what they do and what they take."""

import dataclasses
import functools
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated, Any, ClassVar, Self, TypeVar, get_type_hints

from msgspec import Meta

from elman.errors import PresetError
from elman.settings import read_setting

Count = Annotated[int, Meta(ge=1)]
NonNegativeCount = Annotated[int, Meta(ge=0)]
Share = Annotated[float, Meta(ge=0.0, lt=1.0)]
Positive = Annotated[float, Meta(gt=0.0)]
NonNegative = Annotated[float, Meta(ge=0.0)]
AnyCollection = TypeVar("AnyCollection", bound="Collection")


def chosen(presets: Mapping[str, AnyCollection], name: object, hint: str | None = None) -> AnyCollection:
    """The preset of a name.

    Args:
        presets: Those that may be named.
        name: Of one of them.
        hint: The remedy, if it is not; None for the command that lists them.

    Raises:
        PresetError: If there is none of that name, or it is no name.
    """
    kind = type(next(iter(presets.values())))
    hint = hint or f"run `{kind.listing}` to see them"
    if not isinstance(name, str):
        got = type(name).__name__
        raise PresetError(f"`preset`: expected the name of one, or a {kind.__name__}; got a {got}", hint=hint)
    if name not in presets:
        raise PresetError(f"`preset`: expected one of {', '.join(presets)}; got `{name}`", hint=hint)
    return presets[name]


def named_difference(
    preset: AnyCollection, presets: Mapping[str, AnyCollection]
) -> tuple[str | AnyCollection, dict[str, Any]]:
    """A preset by the name of one that comes with the package, and the settings that differ from that.

    Args:
        preset: Any.
        presets: Those that come with the package.

    Returns:
        A name and settings; or the preset itself, and none, where its name is none of theirs.
    """
    if preset.name not in presets:
        return preset, {}
    known = presets[preset.name].settings()
    return preset.name, {name: value for name, value in preset.settings().items() if value != known[name]}


def setting(default: Any, meaning: str) -> Any:
    """A field with its default and what it does."""
    return field(default=default, metadata={"meaning": meaning})


@dataclass(frozen=True, kw_only=True)
class Collection:
    """Settings by name, from and to plain JSON types."""

    listing: ClassVar[str]
    """The command that shows every setting of a preset."""
    usual: ClassVar[str]
    """The preset that is taken where none is named."""

    name: str = setting("custom", "what this collection of settings is called")

    def __hash__(self) -> int:
        return hash(json.dumps(self.settings(), sort_keys=True))  # a dict among the fields has no hash of its own

    @classmethod
    def parse(cls, settings: Mapping[str, Any]) -> Self:
        """Check settings from a file or a command line and build the collection from them.

        Args:
            settings: Field name to value; missing fields take their defaults, strings are read as the field's type.

        Raises:
            PresetError: If a field is unknown or a value is not one that it takes.
        """
        types, meanings = cls._types(), cls.meanings()
        for name in settings:
            if name not in types:
                cls.check_name(name)
        return cls(**{name: read_setting(name, given, types[name], meanings[name]) for name, given in settings.items()})

    def override(self, settings: Mapping[str, Any]) -> Self:
        """The same collection with some settings changed.

        Args:
            settings: Field name to value; strings are read as the field's type (``"0.5"``, ``"true"``, ``"null"``).

        Raises:
            PresetError: If a field is unknown or a value is not one that it takes.
        """
        return self.parse({**self.settings(), **settings})

    def settings(self) -> dict[str, Any]:
        """The collection as plain JSON types, field by field."""
        return dataclasses.asdict(self)

    @classmethod
    def meanings(cls) -> dict[str, str]:
        """What each setting does, in the order in which they are declared."""
        return {each.name: each.metadata["meaning"] for each in dataclasses.fields(cls)}

    @classmethod
    def check_name(cls, name: str, others: Sequence[str] = (), *, shown: str | None = None) -> None:
        """Refuse a setting that does not exist.

        Args:
            name: What was asked for.
            others: What else it may have been meant to be.
            shown: The preset that the hint is to list; None for the usual one.

        Raises:
            PresetError: Naming the nearest one that does.
        """
        names = [each.name for each in dataclasses.fields(cls)]
        if name not in names:
            import difflib  # for a mistake only

            near = difflib.get_close_matches(name, [*names, *others], n=1)
            hint = (
                f"did you mean `{near[0]}`?"
                if near
                else f"run `{cls.listing} {shown or cls.usual}` to see every setting"
            )
            raise PresetError(f"`{name}`: no such setting", hint=hint)

    @classmethod
    @functools.cache
    def _types(cls) -> dict[str, Any]:
        hints = get_type_hints(cls, include_extras=True)
        return {each.name: hints[each.name] for each in dataclasses.fields(cls)}
