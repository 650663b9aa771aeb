"""How much spam is still caught when it hides its words in five ways.

    python -m benchmarks.obfuscation [DATA] [--seed 0] [--presets default,tiny] [--positive LABEL]

A model learns from the training part of DATA as it is, with ``unmask`` and without. Then every word of four letters or
more in the held-out part's spam is disguised, each way in turn, and the share that is caught is printed beside the
clean figure. Nothing about the disguises is learned or chosen here.
"""

import re
from collections.abc import Callable

import click

from benchmarks.mistakes import mistakes_told
from elman.data import Corpus, read
from elman.experiments import divide, known_labels
from elman.presets import get_preset
from elman.runtime import Runtime
from elman.train import Texts, fit_classifier, prepare_process

_WORD = re.compile(r"[A-Za-z]{4,}")
_LEET = str.maketrans("aeiostAEIOST", "431057431057")
_CYRILLIC = str.maketrans("aceopxyABCEHKMOPTXY", "асеорхуАВСЕНКМОРТХУ")


def _leet(word: str) -> str:
    """``fr33``: every letter that has a digit for a twin, but the first."""
    return word[0] + word[1:].translate(_LEET)


def _every(word: Callable[[str], str]) -> Callable[[str], str]:
    return lambda text: _WORD.sub(lambda match: word(match[0]), text)


DISGUISES: dict[str, Callable[[str], str]] = {
    "as it is": lambda text: text,
    "digits for letters (w1n)": _every(_leet),
    "spaced letters (w i n)": _every(" ".join),
    "Cyrillic look-alikes": _every(lambda word: word.translate(_CYRILLIC)),
    "zero-width joins": _every("\u200b".join),
    "full-width letters": _every(lambda word: "".join(chr(ord(letter) + 0xFEE0) for letter in word)),
}


@click.command()
@click.argument("source", metavar="[DATA]", default="sms-spam")
@click.option("--seed", default=0, show_default=True)
@click.option("--presets", default="default,tiny", show_default=True)
@click.option("--positive", metavar="LABEL", help="The class that hides.  [default: the last in order]")
def main(source: str, seed: int, presets: str, positive: str | None) -> None:
    """Print the share that is caught, one row for each disguise."""
    with mistakes_told():
        _measure(source, presets, seed, positive)


def _measure(source: str, presets: str, seed: int, positive: str | None) -> None:
    prepare_process(short_texts=True)
    corpus = read(source)
    runtimes, hidden = {}, Corpus((), None, "", "")
    for name in presets.split(","):
        for unmask in (True, False):
            preset = get_preset(name).override({"unmask": unmask})
            parts = divide(corpus, preset, seed)
            train, test = Texts(parts.train.texts, known_labels(parts.train)), parts.test or parts.train
            runtime = Runtime(fit_classifier(train, preset, seed=seed, positive_label=positive))
            label = runtime.bundle.positive_label
            hidden = test.select(row for row, each in enumerate(known_labels(test)) if each == label)
            runtimes[name if unmask else f"{name}, unmask=false"] = runtime
    titles = "".join(f"  {title:>22}" for title in runtimes)
    print(f"{corpus.name}: caught of {len(hidden.texts)} held-out texts, seed {seed}\n\n{'':<26}{titles}")
    for way, disguise in DISGUISES.items():
        texts = [disguise(text) for text in hidden.texts]
        caught = [
            sum(answer == each.bundle.positive_label for answer, _ in each.answer(texts)) for each in runtimes.values()
        ]
        print(f"{way:<26}" + "".join(f"  {count / len(texts):>22.1%}" for count in caught), flush=True)


if __name__ == "__main__":
    main()
