"""`elman data`: the named data sets, where they lie, and what a corpus holds."""

import dataclasses
import json
import sys
import unicodedata
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import click

from elman.cli.counter import counter
from elman.cli.figures import cells, filled
from elman.cli.reading import Reading, reading_options
from elman.data import Audit, Corpus, NamedDataSet, audit, find_present, list_named, locate, read
from elman.data.excerpt import excerpt
from elman.errors import DataError
from elman.printable import one_line

_MOST_ROWS = 6  # of a text, named one by one


@click.group()
def data() -> None:
    """Show, fetch and audit corpora."""


@data.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of a table.")
def list_command(as_json: bool) -> None:
    """List the data sets that are known by name."""
    found = [(each, _present(each)) for each in list_named()]
    if as_json:
        _print_json(
            [
                {
                    "name": each.name,
                    "description": each.description,
                    "texts": each.texts,
                    "labels": each.labels,
                    "licence": each.licence,
                    "citation": each.citation,
                    "sha256": each.sha256,
                    "size": each.size,
                    "path": None if path is None else str(path),
                }
                for each, path in found
            ]
        )
        return
    _print_table(
        ("name", "description", "texts", "labels", "licence", "on this machine"),
        "llrlll",
        [
            (
                each.name,
                each.description,
                f"{each.texts:,}",
                _counts(each.labels),
                each.licence,
                "yes" if path else "no",
            )
            for each, path in found
        ],
    )


def _present(data: NamedDataSet) -> Path | None:
    """Where it is; what keeps it from being found in the user's own folder is told of, and no reason to list none."""
    try:
        return find_present(data)
    except DataError as error:
        click.echo(f"note: {data.name}: {error.message}", err=True)
        return None


@data.command("path")
@click.argument("name")
def path_command(name: str) -> None:
    """Print where the data set NAME lies; it is fetched if need be."""
    click.echo(locate(name))


@data.command("audit")
@click.argument("source", metavar="DATA")
@reading_options
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of tables.")
def audit_command(source: str, reading: Reading, as_json: bool) -> None:
    """Look a corpus over: classes, lengths, duplicates, contradictions, leaks.

    DATA is a named data set, a file, a folder with a sub-folder per label, or - for standard input.
    """
    corpus = read(source, **reading)
    findings = audit(corpus, tell=counter("text"))
    if as_json:
        _print_json(dataclasses.asdict(findings))
    else:
        _print_findings(findings)
        _print_examples(findings, corpus)


def _print_findings(found: Audit) -> None:
    click.echo(f"{found.name}: {found.texts:,} texts, SHA-256 {found.sha256}\n")
    _print_table(
        ("label", "texts", "share"),
        "lrr",
        [(one_line(each.label), f"{each.texts:,}", f"{each.share:.1%}") for each in found.labels],
    )
    _print_table(
        ("length in", "minimum", "median", "mean", "95 %", "maximum"),
        "lrrrrr",
        [
            (unit, f"{of.minimum:,}", f"{of.median:,g}", f"{of.mean:,.1f}", f"{of.percentile_95:,}", f"{of.maximum:,}")
            for unit, of in (("characters", found.characters), ("words", found.words))
        ],
    )
    findings = {
        "empty": found.empty_texts,
        "equal to an earlier one": found.exact_duplicates,
        "equal but for case and white space": found.duplicates,
        "different, but nearly the same as another": found.near_duplicates.texts,
        "there with more than one label": found.contradictions,
        f"of {found.test_texts:,} held out, learned from too": found.leaked_test_texts,
    }
    _print_table(("texts that are", "count"), "lr", [(what, f"{count:,}") for what, count in findings.items()])
    for group in found.alike_labels:
        look_alike = len({unicodedata.normalize("NFC", label) for label in group}) < len(group)
        click.echo(f"labels that may be one: {', '.join(map(ascii if look_alike else repr, group))}\n")
    if found.odd_characters:
        click.echo(f"odd characters: {_counts(found.odd_characters)}\n")


def _print_examples(found: Audit, corpus: Corpus) -> None:
    if found.near_duplicates.examples:
        _print_table(
            ("rows", "alike", "nearly the same"),
            "rrl",
            [
                (" ".join(map(str, pair.rows)), f"{pair.similarity:.0%}", excerpt(corpus.texts[pair.rows[0] - 1]))
                for pair in found.near_duplicates.examples
            ],
        )
    if found.contradiction_examples:
        _print_table(
            ("rows", "labels", "more than one label"),
            "rll",
            [
                (
                    _first(each.rows),
                    ", ".join(f"{count:,} {one_line(label)}" for label, count in Counter(each.labels).most_common()),
                    excerpt(corpus.texts[each.rows[0] - 1]),
                )
                for each in found.contradiction_examples
            ],
        )


def _first(rows: Sequence[int]) -> str:
    shown = " ".join(map(str, rows[:_MOST_ROWS]))
    return shown if len(rows) <= _MOST_ROWS else f"{shown} and {len(rows) - _MOST_ROWS:,} more"


def _counts(counts: dict[str, int]) -> str:
    return ", ".join(f"{count:,} {name}" for name, count in counts.items())


def _print_json(value: object) -> None:
    click.echo(json.dumps(value, indent=2, ensure_ascii=False))


def _print_table(header: Sequence[str], sides: str, rows: Sequence[Sequence[str]]) -> None:
    """A table: drawn by rich on a terminal, else plain text in aligned columns.

    Args:
        header: The columns' names.
        sides: One letter per column, the side it is aligned to: ``l`` or ``r``.
        rows: The cells.
    """
    if sys.stdout.isatty():
        _draw_table(header, sides, rows)
        return
    widths = [max(map(cells, column)) for column in zip(header, *rows, strict=True)]
    for row in (header, *rows):
        shown = [
            cell.rjust(width) if side == "r" else filled(cell, width)
            for cell, width, side in zip(row, widths, sides, strict=True)
        ]
        click.echo("  ".join(shown).rstrip())
    click.echo()


def _draw_table(header: Sequence[str], sides: str, rows: Sequence[Sequence[str]]) -> None:
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    widths = {name: max(map(cells, (name, *column))) for name, *column in zip(header, *rows, strict=True)}
    table = Table(box=SIMPLE_HEAD)
    for name, side in zip(header, sides, strict=True):
        if side == "r":  # numbers, which say nothing cut short
            table.add_column(name, justify="right", no_wrap=True, min_width=widths[name])
        else:
            table.add_column(name)
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    Console().print(table)
