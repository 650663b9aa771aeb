"""A package's names that are loaded when they are first used, so that importing it costs only what is asked of it."""

import importlib
import sys
from collections.abc import Callable, Mapping


def load_lazily(package: str, homes: Mapping[str, str]) -> tuple[Callable[[str], object], Callable[[], list[str]]]:
    """What a package is to call its ``__getattr__`` and its ``__dir__``.

    Args:
        package: Its name.
        homes: The module that each name stands in; a module's own name stands for itself.
    """

    def load(name: str) -> object:
        if name not in homes:
            raise AttributeError(f"module `{package}` has no attribute `{name}`")
        module = importlib.import_module(homes[name])
        return module if module.__name__ == f"{package}.{name}" else getattr(module, name)

    def names() -> list[str]:
        return sorted({*vars(sys.modules[package]), *homes})

    return load, names
