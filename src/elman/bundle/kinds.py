"""The kinds of model there are: what each is called, and how one gets and uses it."""

from typing import NamedTuple


class Kind(NamedTuple):
    """A kind of model.

    Args:
        name: As a person calls it.
        format: What ``format`` says in its ``config.json``.
        command: What trains one.
        source: What that command calls what it learns from.
        use: What one does with such a folder.
    """

    name: str
    format: str
    command: str
    source: str
    use: str


CLASSIFIER = Kind(
    name="classifier",
    format="elman text classifier",
    command="elman train",
    source="DATA",
    use="use `elman predict`, `elman evaluate` or `elman.load`",
)
LANGUAGE_MODEL = Kind(
    name="language model",
    format="elman language model",
    command="elman lm train",
    source="CORPUS",
    use="use `elman lm`, or `elman.LanguageModel.load` in Python",
)
TAGGER = Kind(
    name="tagger",
    format="elman tagger",
    command="elman tag train",
    source="FILE",
    use="use `elman tag predict`, or `elman.Tagger.load` in Python",
)
KINDS = (CLASSIFIER, LANGUAGE_MODEL, TAGGER)


def kind_saying(found: object) -> Kind | None:
    """The kind whose ``format`` says so; None for whatever says anything else."""
    return next((kind for kind in KINDS if kind.format == found), None)
