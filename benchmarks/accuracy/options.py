"""What the command line may say: lists of seeds and of names."""

from collections.abc import Mapping
from typing import TypeVar

import click

from elman.errors import UsageError

_Chosen = TypeVar("_Chosen")


class Seeds(click.ParamType):  # type: ignore[type-arg]  # click before 8.5 has none
    """Whole numbers of at least 0 with commas between them."""

    name = "seeds"

    def convert(
        self, value: str | tuple[int, ...], param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[int, ...]:
        """The numbers; click has the name of the option put before a complaint."""
        if isinstance(value, tuple):
            return value
        words = [word.strip() for word in value.split(",")]
        for word in words:
            if not (word.isascii() and word.isdigit()):
                self.fail(f"expected whole numbers of at least 0, with commas between them; got `{value}`", param, ctx)
        return tuple(map(int, words))


def flatten(seeds: tuple[tuple[int, ...], ...]) -> tuple[int, ...]:
    """The seeds of an option that may be given several times, each once."""
    return tuple(dict.fromkeys(seed for few in seeds for seed in few))


def choose(option: str, names: str, known: Mapping[str, _Chosen]) -> list[_Chosen]:
    """What a list of names stands for.

    Args:
        option: The option that gave it, for the message.
        names: With commas between them; none is allowed.
        known: Everything that can be named.

    Raises:
        UsageError: If one is not known.
    """
    wanted = [name.strip() for name in names.split(",") if name.strip()]
    for name in wanted:
        if name not in known:
            raise UsageError(
                f"`{option}`: expected some of {', '.join(known)}; got `{name}`",
                hint=f'separate them with commas; `{option} ""` leaves all out',
            )
    return [known[name] for name in dict.fromkeys(wanted)]
