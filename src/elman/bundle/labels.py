"""Labels as files spell them, and in messages: a few of many, and the one that may be meant."""

from collections.abc import Sequence

Label = bool | int | float | str

_SHOWN = 8


def class_ids(labels: Sequence[Label]) -> dict[str, int]:
    """The class id of each label as files spell it: a boolean also as JSON does."""
    ids = {str(label): each for each, label in enumerate(labels)}
    return {str(label).lower(): ids[str(label)] for label in labels if isinstance(label, bool)} | ids


def listed(labels: Sequence[Label]) -> str:
    """Labels one after the other; of many, the first and how many there are."""
    names = ", ".join(str(label) for label in labels[:_SHOWN])
    return names if len(labels) <= _SHOWN else f"{names} and {len(labels) - _SHOWN:,} more"


def meant(label: Label, known: Sequence[Label]) -> str | None:
    """The label among those known that another may be a mistake for; None where none is near."""
    import difflib  # for a mistake only

    by_name = {str(each).lower(): str(each) for each in known}
    near = difflib.get_close_matches(str(label).lower(), by_name, n=1)
    return by_name[near[0]] if near else None
