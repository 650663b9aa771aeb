"""The linear reader: a support vector machine over the features of a text, fitted beside the network."""

import warnings
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from elman.text import Token


def fit_linear_reader(
    encoded: Sequence[Sequence[Token]],
    labels: NDArray[np.int32],
    weights: NDArray[np.float32],
    *,
    emphasis: NDArray[np.float64],
    num_classes: int,
    cost: float,
    seed: int,
) -> dict[str, NDArray[np.float32]]:
    r"""Fit the arrays of ``runtime.LinearReader``.

    A text is the set of its tokens' features, each as large as it is rare, times its emphasis e,

    .. math:: s_f = e_f \left(1 + \ln \frac{1 + \text{texts}}{1 + \text{texts with } f}\right)

    scaled to a length of one; every class is told from all the others by the widest margin.

    Args:
        encoded: Tokens of each text.
        labels: Class id of each text.
        weights: Weight of each class in the loss.
        emphasis: How much larger each feature id is than its rarity makes it, ``[vocabulary]``.
        num_classes: Labels.
        cost: What a text on the wrong side of its margin costs, against narrow margins.
        seed: Of the order in which the solver looks at the texts.

    Returns:
        ``linear.weight`` with the scale already in it, ``linear.scale`` and ``linear.bias``.

    References:
        Fan, R.-E. et al. (2008). LIBLINEAR: a library for large linear classification. JMLR 9.
    """
    from scipy.sparse import csr_matrix
    from sklearn.exceptions import ConvergenceWarning
    from sklearn.svm import LinearSVC

    rows = [sorted({feature for token in text for feature in token}) for text in encoded]
    ends = np.cumsum([0, *map(len, rows)])
    columns = np.fromiter((feature for row in rows for feature in row), dtype=np.int64, count=ends[-1])
    vocab_size = len(emphasis)
    frequency = np.bincount(columns, minlength=vocab_size)
    scale = emphasis * (1 + np.log((1 + len(rows)) / (1 + frequency)))
    values = scale[columns]
    lengths = [np.sqrt(np.square(values[start:end]).sum()) for start, end in pairwise(ends)]
    unit = values / np.repeat(lengths, np.diff(ends))
    seen = np.unique(labels)
    weight, bias = np.zeros((num_classes, vocab_size)), np.full(num_classes, -1.0)  # a class never seen: a margin of -1
    bias[seen] = 0.0
    if len(seen) > 1:
        machine = LinearSVC(C=cost, random_state=seed % 2**32)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ConvergenceWarning)  # a margin that could be a little wider still answers
            machine.fit(csr_matrix((unit, columns, ends), (len(rows), vocab_size)), labels, weights[labels])
        # Of two classes there is one margin: half of it for the one and half against the other.
        halves = np.array([[-0.5], [0.5]]) if len(seen) == 2 else np.ones((1, 1))
        weight[seen], bias[seen] = machine.coef_ * halves, (machine.intercept_ * halves.T).ravel()
    arrays = {"linear.weight": weight * scale, "linear.scale": scale, "linear.bias": bias}
    return {name: array.astype(np.float32) for name, array in arrays.items()}
