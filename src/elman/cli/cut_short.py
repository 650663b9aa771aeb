"""A word about texts of which a model read a part only."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Self

import click

if TYPE_CHECKING:
    from elman.bundle import Bundle


class CutShort:
    """Counts the texts that have more tokens than a model reads; leaving the context says how many there were.

    Args:
        bundle: The model.
    """

    def __init__(self, bundle: "Bundle") -> None:
        self._bundle = bundle
        self._count = 0

    def look_at(self, texts: Iterable[str]) -> None:
        """Count among some texts, of those of more characters: others have more tokens only if cleaning parts signs."""
        preset = self._bundle.preset
        for text in texts:
            if len(text) > preset.max_length:
                self._count += len(self._bundle.encoder.cut(text)) > preset.longest

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._count:
            preset = self._bundle.preset
            side = "first" if preset.keep_side == "start" else "last"
            click.echo(
                f"note: of texts of more than {preset.max_length:,} tokens (`max_length`), the {side} so many were "
                f"read: {self._count:,} here",
                err=True,
            )
