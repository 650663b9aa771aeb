"""Settings that would do nothing: better refused than taken without a word."""

from collections.abc import Collection, Iterable

from elman.errors import PresetError

NOT_A_TAGGERS = (
    *("cleaning", "ascii_only", "unmask", "tokenizer", "keep_side", "vocabulary_from"),  # its tokens are given
    *("test_fraction", "train_first", "stratify", "deduplicate", "train_curve"),  # and so are its parts
    *("validation_fraction", "keep_best", "patience"),
    *("network_weight", "linear_cost", "linear_features", "linear_surface_scale", "linear_word_scale"),
)
DECIDED_BY_TEST = ("test_fraction", "train_first")
"""What is held out is given."""
NOT_OF_FIT = (*DECIDED_BY_TEST, "vocabulary_from")
"""Nothing is held out."""
NOT_OF_FOLDS = ("test_fraction", "train_first", "deduplicate", "train_curve")
"""Folds are of one kind, without duplicates, and have no history to show."""


def refuse_useless(settings: Iterable[str], useless: Collection[str]) -> None:
    """Refuse to be given a setting that does nothing.

    Args:
        settings: Names of those that were given.
        useless: Names of those that do nothing.

    Raises:
        PresetError: Naming the first.
    """
    for name in settings:
        if name in useless:
            raise PresetError(f"`{name}`: does nothing here", hint="leave it out")
