"""The names of model folders among a command's arguments."""

from pathlib import Path
from typing import Any

import click


class _Folder(click.Path):
    """A path that is not empty: an unset variable of the shell would otherwise name the folder one stands in."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if value == "":
            self.fail("expected the name of a folder; got an empty one", param, ctx)
        return super().convert(value, param, ctx)


FOLDER = _Folder(path_type=Path)
