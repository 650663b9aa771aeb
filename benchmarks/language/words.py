"""A word model beside an interpolated Kneser-Ney 5-gram of the same tokens.

    python -m benchmarks.language.words DIR FILE [--order 5]

DIR was trained by ``elman lm train FILE --level word``. Both know the training part's tokens only, both read what is
rare there as unknown, and both are measured on the held-out end; the n-gram's discount is the one that is best for it
there, which favours it.
"""

import tempfile
from pathlib import Path

import click
import numpy as np

from benchmarks.environments import Environment
from benchmarks.line_process import opened
from benchmarks.mistakes import mistakes_told
from elman.data import divide_text, read_running_text
from elman.runtime import LanguageRuntime

NLTK = Environment("NLTK", "nltk", Path(__file__).with_name("nltk-constraints.txt"))
DISCOUNTS = [0.5, 0.8, 0.9, 0.95]


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.argument("source", metavar="FILE")
@click.option("--order", type=click.IntRange(min=2), default=5, show_default=True, help="Of the n-gram.")
@click.option("--nltk-python", help="An interpreter that has NLTK.  [default: an environment made once]")
def main(folder: Path, source: str, order: int, nltk_python: str | None) -> None:
    """Measure both and print a table."""
    with mistakes_told():
        runtime = LanguageRuntime.load(folder)
        parts = divide_text(read_running_text(source).text, runtime.bundle.preset.validation_fraction, source)
        train, test = (runtime.encoder.encode(part) for part in (parts.train, parts.validation))
        with tempfile.TemporaryDirectory() as place:
            file = Path(place) / "tokens.npz"
            np.savez(file, train=train, test=test)
            with opened([nltk_python or NLTK.python(), "-I", _worker()]) as worker:
                nats: dict[str, float] = worker.ask({"file": str(file), "order": order, "discounts": DISCOUNTS})
        best = min(nats, key=lambda discount: nats[discount])
        ours = runtime.measure(parts.validation)
        print(f"{len(train):,} tokens learned from, {len(test):,} held out, {ours['unknown']:,} of them unknown")
        print(f"{'':<44}{'nats per token':>15}{'perplexity':>12}")
        print(f"{f'Kneser-Ney {order}-gram, discount {best}':<44}{nats[best]:>15.4f}{np.exp(nats[best]):>12.1f}")
        print(f"{'elman, ' + folder.name:<44}{ours['nats_per_token']:>15.4f}{ours['perplexity']:>12.1f}")


def _worker() -> Path:
    return Path(__file__).with_name("kneser_ney_worker.py")


if __name__ == "__main__":
    main(prog_name="python -m benchmarks.language.words")
