"""The linear reader: a support vector machine over the features of a text, fitted beside the network."""

import warnings
from dataclasses import dataclass
from itertools import chain, pairwise

import numpy as np
from numpy.typing import NDArray

from elman.presets import Preset
from elman.text import PAD_ID, PAIR, UNKNOWN_ID, WORD, EncodedTexts, Vocabulary, is_surface_token
from elman.train.ranges import ranges, starts_of


@dataclass(frozen=True)
class LinearProblem:
    """What a linear reader is fitted to.

    Args:
        features: Ids of every text's different features, one text's after the other's.
        counts: How many of them each text has.
        labels: Class id of each text.
        weights: Weight of each class in the loss.
        emphasis: How much larger each feature id is than its rarity makes it, ``[vocabulary]``.
        cost: What a text on the wrong side of its margin costs, against narrow margins.
        most: Features kept of each margin, those that weigh most; 0 keeps all. Two classes have one margin.
        seed: Of the order in which the solver looks at the texts, below 2^32.
    """

    features: NDArray[np.int32]
    counts: NDArray[np.int32]
    labels: NDArray[np.int32]
    weights: NDArray[np.float32]
    emphasis: NDArray[np.float64]
    cost: float
    most: int
    seed: int


def feature_emphasis(vocabulary: Vocabulary, preset: Preset) -> NDArray[np.float64]:
    """How much each feature id counts in the linear reader: rare kinds more than their number gives them.

    The reserved ids count nothing, since which token is unknown depends on what was forgotten.
    """
    emphasis = np.ones(len(vocabulary))
    emphasis[[PAD_ID, UNKNOWN_ID]] = 0.0
    if preset.features == "subword":
        words = [token for token in vocabulary.tokens if token.startswith((WORD, PAIR))]
        emphasis[vocabulary.encode(words)] = preset.linear_word_scale
    if preset.surface_tokens:
        surface = [token for token in vocabulary.tokens if is_surface_token(token)]
        emphasis[vocabulary.encode(surface)] = preset.linear_surface_scale
    return emphasis


def features_of(encoded: EncodedTexts) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """The ``features`` of some encoded texts, and their ``counts``, as ``LinearProblem`` has them."""
    sizes = np.array([len(token) for token in encoded.tokens], np.int64)
    of_tokens = np.fromiter(chain.from_iterable(encoded.tokens), np.int64, sizes.sum())
    count = 1 + of_tokens.max(initial=0)
    features = of_tokens[ranges(starts_of(sizes)[encoded.places], sizes[encoded.places])]
    text = np.repeat(np.repeat(np.arange(len(encoded)), encoded.lengths), sizes[encoded.places])
    both = np.sort(text * count + features)
    text, features = np.divmod(both[np.diff(both, prepend=-1) > 0], count)  # each once; `np.unique` takes far longer
    counts = np.bincount(text, minlength=len(encoded))
    return features.astype(np.int32), counts.astype(np.int32)


def fit_linear_reader(problem: LinearProblem) -> dict[str, NDArray[np.float32]]:
    r"""Fit the arrays of ``runtime.LinearReader``.

    A text is the set of its tokens' features, each as large as it is rare, times its emphasis e,

    .. math:: s_f = e_f \left(1 + \ln \frac{1 + \text{texts}}{1 + \text{texts with } f}\right)

    scaled to a length of one; every class is told from all the others by the widest margin. Of each margin the features
    with the largest :math:`|w_f s_f|` are kept and the machine is fitted again to them alone, where ``most`` asks for
    that: tens of thousands of features that each weigh next to nothing are mostly noise.

    Returns:
        ``linear.weight`` with the scale already in it, ``linear.scale`` and ``linear.bias``; what is not kept has zeros
        for weights and scale.

    References:
        Fan, R.-E. et al. (2008). LIBLINEAR: a library for large linear classification. JMLR 9.
        Guyon, I. et al. (2002). Gene selection for cancer classification using support vector machines. Machine
        Learning 46.
    """
    texts, num_classes, vocab_size = len(problem.counts), len(problem.weights), len(problem.emphasis)
    frequency = np.bincount(problem.features, minlength=vocab_size)
    scale = problem.emphasis * (1 + np.log((1 + texts) / (1 + frequency)))
    seen = np.unique(problem.labels)
    weight, bias = np.zeros((num_classes, vocab_size)), np.full(num_classes, -1.0)  # a class never seen: a margin of -1
    bias[seen] = 0.0
    if len(seen) > 1:
        margins, offsets = _fit(problem, scale)
        kept = _weightiest(margins * scale, problem.most)
        if not kept.all():
            scale = np.where(kept, scale, 0.0)
            margins, offsets = _fit(problem, scale)
        # Of two classes there is one margin: half of it for the one and half against the other.
        halves = np.array([[-0.5], [0.5]]) if len(seen) == 2 else np.ones((1, 1))
        weight[seen], bias[seen] = margins * halves, (offsets * halves.T).ravel()
    arrays = {"linear.weight": weight * scale, "linear.scale": scale, "linear.bias": bias}
    return {name: array.astype(np.float32) for name, array in arrays.items()}


def _fit(problem: LinearProblem, scale: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Weights ``[margins, vocabulary]`` and offsets ``[margins]``; features without a scale are not there."""
    from scipy.sparse import csr_matrix
    from sklearn.exceptions import ConvergenceWarning
    from sklearn.svm import LinearSVC

    ends = np.cumsum([0, *problem.counts])
    values = scale[problem.features]
    lengths = np.array([np.sqrt(np.square(values[start:end]).sum()) for start, end in pairwise(ends)])
    unit = values / np.repeat(np.where(lengths > 0, lengths, 1.0), problem.counts)
    texts = csr_matrix((unit, problem.features, ends), (len(lengths), len(scale)))
    texts.eliminate_zeros()
    machine = LinearSVC(C=problem.cost, random_state=problem.seed)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # a margin that could be a little wider still answers
        machine.fit(texts, problem.labels, problem.weights[problem.labels])
    return machine.coef_, machine.intercept_


def _weightiest(weights: NDArray[np.float64], most: int) -> NDArray[np.bool_]:
    """Which features are among the ``most`` of some margin, ``[vocabulary]``; of equals the first."""
    kept = np.zeros(weights.shape[1], bool)
    kept[np.argsort(-np.abs(weights), axis=1, kind="stable")[:, : most or None]] = True
    return kept
