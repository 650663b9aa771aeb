"""The exception tree: everything the package raises on purpose, each with its remedy.

::

    ElmanError
    ├── UsageError            the request itself makes no sense (exit status 2)
    │   ├── PresetError       an unknown preset or setting, or a value it cannot take
    │   └── NotFitted         a model that has not learned yet; in elman.not_fitted, scikit-learn's NotFittedError too
    ├── DataError             a corpus that cannot be read or used
    │   └── DataUnavailable   a named data set that no source could supply
    ├── BundleError           a model folder that is missing, damaged, newer than this version, or not ours
    ├── ShapeError            arrays whose shapes do not fit each other
    └── TrainingError         training that could not go on
        ├── Diverged          the loss or a weight grew beyond all bounds
        ├── CheckpointError   a checkpoint that is missing, damaged, or belongs to another run
        └── Interrupted       stopped on request, with a checkpoint where one is kept (exit status 130)
"""

from collections.abc import Iterator
from contextlib import contextmanager


class ElmanError(Exception):
    """A fault the user can mend: what is wrong, and what to do about it.

    Args:
        message: The place, what was expected and what was got.
        hint: The remedy, as an imperative sentence; the command line prints it after ``hint:``.
    """

    exit_status = 1

    def __init__(self, message: str, *, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return self.message if self.hint is None else f"{self.message}\nhint: {self.hint}"

    def __reduce__(self) -> tuple[object, ...]:
        # A keyword-only argument is lost by the default, and worker processes send errors home by pickling them.
        return (_rebuild, (type(self), self.message, self.hint))


def _rebuild(kind: type[ElmanError], message: str, hint: str | None) -> ElmanError:
    return kind(message, hint=hint)


class UsageError(ElmanError, ValueError):
    """A request that makes no sense whatever the data."""

    exit_status = 2


class PresetError(UsageError):
    """An unknown preset or setting, or a value that a setting cannot take."""


class DataError(ElmanError, ValueError):
    """A corpus that cannot be read or used; the message names the file and the line."""


class DataUnavailable(DataError):
    """A named data set that no source could supply; the message lists what was tried."""


class BundleError(ElmanError):
    """A model folder that is missing, damaged, newer than this version, or not ours."""


class ShapeError(ElmanError, ValueError):
    """Arrays whose shapes do not fit each other; the message gives both."""


class TrainingError(ElmanError):
    """Training that could not go on."""


class Diverged(TrainingError):
    """The loss stopped being finite, or a weight grew beyond all bounds; the message says which, and where."""


class CheckpointError(TrainingError):
    """A checkpoint that is missing, damaged, or belongs to another run."""


class Interrupted(TrainingError):
    """Training stopped on request; where a checkpoint is kept, the message names it."""

    exit_status = 130


@contextmanager
def placed(place: str) -> Iterator[None]:
    """Let a fault of the data name the place that it is of, in front of what it says.

    Args:
        place: A file's name, or a setting's.
    """
    try:
        yield
    except DataError as error:
        raise DataError(f"`{place}`: {error.message}", hint=error.hint) from None
