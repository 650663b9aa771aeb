"""What a command that takes texts was given: texts themselves, or where they stand."""

from collections.abc import Mapping


def texts_or_source(texts: tuple[str, ...], source: str | None, more: Mapping[str, object]) -> str | None:
    """Where the texts stand; None where they were given.

    Args:
        texts: Those that were given; ``-`` alone is standard input.
        source: The value of ``--file``.
        more: The options that say how the source is to be read, by name; None where nothing was said.

    Raises:
        UsageError: If there are texts, and something about a source.
    """
    if texts == ("-",) and source is None:
        return "-"
    unfit = next((name for name, value in {"--file": source, **more}.items() if value is not None), None)
    if texts and unfit is not None:
        from elman.errors import UsageError

        raise UsageError(f"TEXT and {unfit}: expected one or the other; got both", hint="leave one out")
    return source
