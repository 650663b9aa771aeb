"""A package's names that are loaded when they are first used, so that importing it costs only what is asked of it."""

import importlib
from collections.abc import Callable, Mapping


def load_lazily(package: str, homes: Mapping[str, str]) -> Callable[[str], object]:
    """What a package is to call its ``__getattr__``.

    Args:
        package: Its name.
        homes: The module that each name stands in.
    """

    def load(name: str) -> object:
        if name in homes:
            return getattr(importlib.import_module(homes[name]), name)
        raise AttributeError(f"module `{package}` has no attribute `{name}`")

    return load
