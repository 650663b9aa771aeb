"""The data sets that are known by name."""

import os

from elman.data.named_data_set import NamedDataSet
from elman.data.sms_spam import SMS_SPAM
from elman.errors import UsageError

_NAMED = {data.name: data for data in (SMS_SPAM,)}


def list_named() -> tuple[NamedDataSet, ...]:
    """Every named data set, by name."""
    return tuple(_NAMED[name] for name in sorted(_NAMED))


def is_named(source: str | os.PathLike[str]) -> bool:
    """Whether a source is a named data set; a ``Path`` never is, it says that a file is meant."""
    return isinstance(source, str) and source in _NAMED


def get_named(name: str) -> NamedDataSet:
    """The data set of that name.

    Raises:
        UsageError: If there is none.
    """
    if name not in _NAMED:
        raise UsageError(
            f"data set: expected one of {', '.join(f'`{known}`' for known in sorted(_NAMED))}; got `{name}`",
            hint="`elman data list` shows them",
        )
    return _NAMED[name]
