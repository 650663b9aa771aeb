"""The names of model folders and files among a command's arguments."""

from pathlib import Path
from typing import Any

import click


class _Named(click.Path):
    """A path that no unset variable of the shell makes: it would name the folder one stands in, or the next option."""

    def __init__(self, kind: str, **options: Any) -> None:
        super().__init__(path_type=Path, readable=False, **options)  # who reads it says more of what is wrong
        self._kind = kind

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if value == "":
            self.fail(f"expected the name of a {self._kind}; got an empty one", param, ctx)
        if self._kind == "folder" and isinstance(value, str) and value.startswith("-"):
            self.fail(f"expected the name of a folder; got `{value}` (write ./{value} if it is meant)", param, ctx)
        return super().convert(value, param, ctx)


FOLDER = _Named("folder")
FILE = _Named("file", dir_okay=False)
