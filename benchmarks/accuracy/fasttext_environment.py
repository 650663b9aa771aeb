"""fastText's own environment."""

from pathlib import Path

from benchmarks.environments import Environment

FASTTEXT = Environment(
    title="fastText",
    module="fasttext",
    constraints=Path(__file__).with_name("fasttext-constraints.txt"),
    compiled=("fasttext-wheel",),
)


def fasttext_python() -> Path:
    """The interpreter of an environment that has fastText.

    Raises:
        CannotRun: If there is none and none can be made; it is tried once in a process.
    """
    return FASTTEXT.python()
