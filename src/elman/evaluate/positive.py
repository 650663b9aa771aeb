"""Of two classes, the one that a filter is there to catch."""

from collections.abc import Sequence
from typing import TypeVar

from elman.bundle.labels import Label, listed
from elman.errors import UsageError

_Label = TypeVar("_Label", bound=Label)


def positive_class(labels: Sequence[_Label], wanted: _Label | None) -> _Label | None:
    """The class that the threshold, ``spam_caught`` and ``blocked_ham`` are about; None for more than two classes.

    Args:
        labels: Names of the classes, in the order of their ids.
        wanted: The one that was asked for; None for the last.

    Raises:
        UsageError: If there is none of that name, or there are more than two classes.
    """
    if wanted is not None and wanted not in labels:
        raise UsageError(
            f"positive label: expected one of {listed(labels)}; got `{wanted}`",
            hint="give one of these, or none",
        )
    if len(labels) > 2:
        if wanted is not None:
            raise UsageError(
                f"positive label: of two classes one is there to be caught; there are {len(labels)}",
                hint="leave it out",
            )
        return None
    return labels[-1] if wanted is None else labels[labels.index(wanted)]  # which may be of a plainer type
