"""What a classifier's answers are worth: counts and shares from true labels and answers."""

from collections.abc import Hashable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray


def confusion_matrix(truth: NDArray[np.intp], answers: NDArray[np.intp], num_classes: int) -> NDArray[np.int64]:
    """How often each class was answered as each.

    Args:
        truth: Class id of each text, ``[texts]``.
        answers: Class id answered for each, ``[texts]``.
        num_classes: How many there are.

    Returns:
        ``[classes, classes]``, true classes in rows, answers in columns.
    """
    return np.bincount(truth * num_classes + answers, minlength=num_classes**2).reshape(num_classes, num_classes)


def matthews_correlation(confusion: NDArray[np.int64]) -> float:
    r"""The Matthews correlation of any number of classes: 1 for all right, 0 for no better than chance.

    .. math:: \frac{c\,s - \sum_k t_k p_k}{\sqrt{(s^2 - \sum_k p_k^2)(s^2 - \sum_k t_k^2)}}

    with s texts of which c are right, :math:`t_k` of class k and :math:`p_k` answered as k. 0 where a single class
    occurs or is answered.

    Args:
        confusion: As ``confusion_matrix`` gives it, ``[classes, classes]``.

    References:
        Gorodkin, J. (2004). Comparing two K-category assignments by a K-category correlation coefficient.
    """
    texts, right = int(confusion.sum()), int(np.trace(confusion))
    true, answered = confusion.sum(axis=1), confusion.sum(axis=0)
    spread = float(texts**2 - int(answered @ answered)) * float(texts**2 - int(true @ true))
    return float(right * texts - int(true @ answered)) / spread**0.5 if spread > 0 else 0.0


def log_loss(truth: NDArray[np.intp], probabilities: NDArray[np.float64]) -> float:
    """Mean negative log probability of the true class, in nats; probabilities below 1e-15 count as that.

    Args:
        truth: Class id of each text, ``[texts]``; at least one.
        probabilities: ``[texts, classes]``.
    """
    return float(-np.log(np.maximum(probabilities[np.arange(len(truth)), truth], 1e-15)).mean())


def classification_metrics(
    truth: NDArray[np.intp],
    answers: NDArray[np.intp],
    labels: Sequence[Hashable],
    *,
    probabilities: NDArray[np.float64] | None = None,
    positive_label: Hashable | None = None,
) -> dict[str, Any]:
    """Everything reported about a set of answers, as plain JSON types.

    Args:
        truth: Class id of each text; at least one.
        answers: Class id answered for each.
        labels: Names of the classes.
        probabilities: ``[texts, classes]``, for ``log_loss``.
        positive_label: For two classes, what ``spam_caught`` (the share of it that was caught) and ``blocked_ham``
            (the share of the other that was taken for it) are about; None where its class did not occur.

    Returns:
        ``n``, ``errors``, ``accuracy``, ``mcc``, ``log_loss``, for two classes ``spam_caught``, ``blocked_ham`` and
        ``positive_label``; and ``classes`` with precision, recall, F1 and count of each, and ``confusion``.
    """
    confusion = confusion_matrix(truth, answers, len(labels))
    texts, right = int(confusion.sum()), int(np.trace(confusion))
    metrics: dict[str, Any] = {
        "n": texts,
        "errors": texts - right,
        "accuracy": right / texts,
        "mcc": matthews_correlation(confusion),
    }
    if probabilities is not None:
        metrics["log_loss"] = log_loss(truth, probabilities)
    if positive_label is not None:
        positive = list(labels).index(positive_label)
        caught, blocked = confusion[positive, positive], confusion[1 - positive, positive]
        spam, ham = confusion[positive].sum(), confusion[1 - positive].sum()
        metrics["spam_caught"] = _share(caught, spam)
        metrics["blocked_ham"] = _share(blocked, ham)
        metrics["positive_label"] = positive_label
    metrics["classes"] = {str(label): _of_class(confusion, each) for each, label in enumerate(labels)}
    metrics["confusion"] = confusion.tolist()
    return metrics


def _of_class(confusion: NDArray[np.int64], each: int) -> dict[str, float | int | None]:
    hit, true, answered = confusion[each, each], confusion[each].sum(), confusion[:, each].sum()
    return {
        "count": int(true),
        "precision": _share(hit, answered),
        "recall": _share(hit, true),
        "f1": _share(2 * hit, true + answered),
    }


def _share(part: np.int64, whole: np.int64) -> float | None:
    return float(part / whole) if whole else None
