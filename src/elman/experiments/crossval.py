"""Cross-validation: every text is answered once, by a model that never saw it."""

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from elman.bundle import Label
from elman.data import Corpus, Split, stratified_folds
from elman.errors import TrainingError, placed
from elman.evaluate import classification_metrics, positive_class
from elman.experiments.measuring import known_labels, label_ids
from elman.presets import Preset
from elman.runtime import Runtime


@dataclass(frozen=True)
class CrossValidation:
    """The pooled out-of-fold answers.

    Args:
        metrics: Of all folds together; see ``classification_metrics``.
        fold_errors: Wrong answers of each fold.
    """

    metrics: dict[str, Any]
    fold_errors: list[int]


@dataclass(frozen=True)
class _Fold:
    """What one worker needs: everything, so that it gives the same answers in any process."""

    corpus: Corpus
    split: Split
    preset: Preset
    seed: int
    kernel: str | None


def cross_validate(
    corpus: Corpus,
    preset: Preset,
    *,
    folds: int = 5,
    split_seed: int = 0,
    seed: int = 0,
    positive_label: Label | None = None,
    jobs: int = 1,
    kernel: str | None = None,
    tell: Callable[[int, int], None] | None = None,
) -> CrossValidation:
    """Train on all folds but one and answer that one, for each in turn.

    The folds are scikit-learn's ``StratifiedKFold(shuffle=True, random_state=split_seed)`` over the texts without
    their duplicates, in file order. The answers do not depend on ``jobs``.

    Args:
        corpus: Labelled texts.
        preset: Every setting but those of the split.
        folds: How many.
        split_seed: Seed of the division into folds.
        seed: Seed of every random draw in training.
        positive_label: For two classes, the one that ``spam_caught`` and ``blocked_ham`` are about; the last in
            sorted order if None.
        jobs: Processes that train folds side by side.
        kernel: What computes the recurrence; see ``elman.train.Run``.
        tell: Called after every fold with how many are done, and of how many.

    Raises:
        DataError: If a class has fewer texts than there are folds.
        UsageError: If ``positive_label`` is no class, or one of more than two.
    """
    labels = known_labels(corpus)
    with placed(corpus.name):
        splits = stratified_folds(corpus.texts, labels, folds=folds, split_seed=split_seed)
    classes = sorted({labels[row] for split in splits for row in split.test})  # duplicates may have had others
    positive = positive_class(classes, positive_label)
    work = [_Fold(corpus, split, preset, seed, kernel) for split in splits]
    answers: list[NDArray[np.intp]] = []
    probabilities: list[NDArray[np.float64]] = []
    for fold_answers, fold_probabilities in _run(work, jobs):
        answers.append(fold_answers)
        probabilities.append(fold_probabilities)
        if tell is not None:
            tell(len(answers), folds)
    truth = [label_ids([labels[row] for row in split.test], classes, corpus.name) for split in splits]
    metrics = classification_metrics(
        np.concatenate(truth),
        np.concatenate(answers),
        classes,
        probabilities=np.concatenate(probabilities),
        positive_label=positive,
    )
    return CrossValidation(metrics, [int((t != a).sum()) for t, a in zip(truth, answers, strict=True)])


def _run(work: Sequence[_Fold], jobs: int) -> Iterator[tuple[NDArray[np.intp], NDArray[np.float64]]]:
    if jobs == 1:
        yield from map(_answer_fold, work)
        return
    # A forked copy of a process that runs JAX's threads can hang: every worker is a fresh interpreter.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(min(jobs, len(work)), mp_context=context, initializer=_end_with_parent) as pool:
        others = multiprocessing.active_children()
        # An interrupt is ours to tell of, and no module beside the user's data is one of Python's.
        with _interrupts_ignored(), _only_installed_modules():
            answers = [pool.submit(_answer_fold, fold) for fold in work]
        workers = [child for child in multiprocessing.active_children() if child not in others]
        try:
            for answer in answers:
                yield answer.result()
        except BrokenProcessPool:
            raise TrainingError(
                f"cross-validation: one of its {len(workers)} processes was ended from outside",
                hint="if memory ran out, ask for fewer with `--jobs` (in Python `jobs=`)",
            ) from None
        except BaseException:
            for worker in workers:
                worker.terminate()
            raise


def _end_with_parent() -> None:
    """Let a worker end when the process that began it does, even one that was killed."""
    parent = multiprocessing.parent_process()

    def wait() -> None:
        if parent is not None:
            parent.join()
        os._exit(1)

    threading.Thread(target=wait, daemon=True).start()


@contextmanager
def _interrupts_ignored() -> Iterator[None]:
    """While it lasts, and in processes that begin meanwhile for good; only the main thread can ask for it."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


@contextmanager
def _only_installed_modules() -> Iterator[None]:
    """While it lasts, processes begin without modules of the folder they stand in; then they get this one's path."""
    before = os.environ.get("PYTHONSAFEPATH")
    os.environ["PYTHONSAFEPATH"] = "1"
    try:
        yield
    finally:
        os.environ.pop("PYTHONSAFEPATH")
        if before is not None:
            os.environ["PYTHONSAFEPATH"] = before


def _answer_fold(fold: _Fold) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
    from elman.train import Run, Texts, fit_classifier, prepare_process

    prepare_process(short_texts=True)
    train, test = fold.corpus.select(fold.split.train), fold.corpus.select(fold.split.test)
    bundle = fit_classifier(
        Texts(train.texts, known_labels(train)),
        replace(fold.preset, train_curve="during"),  # nobody asks for more of the folds' histories
        seed=fold.seed,
        vocabulary_texts=fold.corpus.texts if fold.preset.vocabulary_from == "all" else None,
        run=Run(kernel=fold.kernel),
    )
    runtime = Runtime(bundle)
    probabilities = runtime.probabilities(test.texts)
    return runtime.label_ids(probabilities), probabilities
