"""What is asked of a model before it has learned anything."""

from sklearn.exceptions import NotFittedError

from elman.errors import UsageError


class NotFitted(UsageError, NotFittedError):  # type: ignore[misc]  # sklearn has no types
    """A model that has not learned yet; scikit-learn knows it by its own name for it too."""
