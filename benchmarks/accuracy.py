"""Accuracy on the same folds: naive Bayes, a linear SVM and our presets.

    python -m benchmarks.accuracy [DATA] [--folds 5] [--split-seed 0] [--seed 0] [--presets default,textbook]

DATA is anything ``elman crossval`` takes; the folds are its folds. Everything is fitted on the training folds alone.
"""

import time

import click
import numpy as np
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
from sklearn.naive_bayes import MultinomialNB
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.svm import LinearSVC

from elman.data import Corpus, read, stratified_folds
from elman.evaluate import classification_metrics
from elman.experiments import cross_validate
from elman.presets import get_preset

PEERS = {
    "multinomial naive Bayes": lambda: make_pipeline(CountVectorizer(), MultinomialNB()),
    "TF-IDF words(1,2) + LinearSVC": lambda: make_pipeline(TfidfVectorizer(ngram_range=(1, 2)), LinearSVC()),
}


@click.command()
@click.argument("source", metavar="[DATA]", default="sms-spam")
@click.option("--folds", default=5, show_default=True)
@click.option("--split-seed", default=0, show_default=True)
@click.option("--seed", default=0, show_default=True)
@click.option("--presets", default="default,textbook", show_default=True)
def main(source: str, folds: int, split_seed: int, seed: int, presets: str) -> None:
    """Print one row for each system."""
    corpus = read(source)
    header = f"{'system':<30} {'errors':>6} {'accuracy':>8} {'MCC':>7} {'caught':>7} {'blocked':>7} {'s/fold':>7}"
    print(f"{corpus.name}: {folds} folds, split seed {split_seed}, seed {seed}\n\n{header}")
    for name, build in PEERS.items():
        began = time.perf_counter()
        _print_row(
            name, _cross_validate_peer(build(), corpus, folds, split_seed), (time.perf_counter() - began) / folds
        )
    for preset in presets.split(","):
        began = time.perf_counter()
        found = cross_validate(corpus, get_preset(preset), folds=folds, split_seed=split_seed, seed=seed).metrics
        _print_row(f"elman {preset}", found, (time.perf_counter() - began) / folds)


def _cross_validate_peer(model: Pipeline, corpus: Corpus, folds: int, split_seed: int) -> dict[str, object]:
    texts, labels = np.array(corpus.texts, dtype=object), np.array(corpus.labels, dtype=object)
    classes = sorted(set(labels))
    truth, answers = [], []
    for split in stratified_folds(corpus.texts, corpus.labels or (), folds=folds, split_seed=split_seed):
        model.fit(texts[split.train], labels[split.train])
        answers.append(np.searchsorted(classes, model.predict(texts[split.test])))
        truth.append(np.searchsorted(classes, labels[split.test]))
    positive = classes[-1] if len(classes) == 2 else None
    return classification_metrics(np.concatenate(truth), np.concatenate(answers), classes, positive_label=positive)


def _print_row(name: str, found: dict[str, object], seconds: float) -> None:
    caught, blocked = (
        f"{found[key]:7.2%}" if found.get(key) is not None else f"{'-':>7}" for key in ("spam_caught", "blocked_ham")
    )
    figures = f"{found['errors']:>6} {found['accuracy']:>8.2%} {found['mcc']:>7.4f} {caught} {blocked}"
    print(f"{name:<30} {figures} {seconds:>7.2f}", flush=True)


if __name__ == "__main__":
    main()
