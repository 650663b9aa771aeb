"""Figures as people read them: the lines that commands print about a measurement."""

from collections.abc import Iterator, Mapping
from typing import Any

from elman.printable import one_line


def measurement_lines(metrics: Mapping[str, Any]) -> Iterator[str]:
    """A measurement in a few lines: the whole, the two-class figures, then every class."""
    n, errors = metrics["n"], metrics["errors"]
    yield f"accuracy {metrics['accuracy']:.2%} ({errors:,} wrong of {n:,}), MCC {metrics['mcc']:.4f}"
    if "spam_caught" in metrics:
        positive = one_line(str(metrics["positive_label"]))
        caught, blocked = share(metrics["spam_caught"]), share(metrics["blocked_ham"])
        yield f"{positive} caught {caught}, others taken for {positive} {blocked}"
    if "log_loss" in metrics:
        yield f"log loss {metrics['log_loss']:.4f} nats per text"
    classes = {one_line(str(label)): row for label, row in metrics["classes"].items()}
    width = max(map(cells, [*classes, "class"]))
    yield f"{filled('class', width)}  {'texts':>7}  {'precision':>9}  {'recall':>7}  {'F1':>7}"
    for label, row in classes.items():
        yield (
            f"{filled(label, width)}  {row['count']:>7,}  {share(row['precision']):>9}  "
            f"{share(row['recall']):>7}  {share(row['f1']):>7}"
        )


def tagging_line(measured: Mapping[str, Any]) -> str:
    """What a tagger's tags were worth, in one line."""
    return (
        f"{share(measured['accuracy'])} of {measured['tokens']:,} tokens right, "
        f"{share(measured['whole'])} of the sentences without an error"
    )


def cells(text: str) -> int:
    """How many places of a terminal's line a text fills: a wide character fills two, a combining one none."""
    if text.isascii():
        return len(text)
    from rich.cells import cell_len  # for such texts only

    return cell_len(text)


def filled(text: str, width: int) -> str:
    """A text with spaces behind it, up to so many places."""
    return text + " " * (width - cells(text))


def share(value: float | None) -> str:
    """A share as a percentage; a dash where there is nothing it could be a share of."""
    return "-" if value is None else f"{value:.2%}"


def perplexity_shown(perplexity: float | None) -> str:
    """A perplexity, which may be more than a number can say."""
    return "inf" if perplexity is None else f"{perplexity:.2f}"


def language_line(measured: Mapping[str, Any]) -> str:
    """What a text cost a language model, in one line."""
    unknown = f", {measured['unknown']:,} of them unknown" if measured["unknown"] else ""
    return (
        f"{measured['nats_per_token']:.4f} nats per token, {measured['bits_per_character']:.4f} bits per character, "
        f"perplexity {perplexity_shown(measured['perplexity'])} ({measured['tokens']:,} tokens{unknown})"
    )
