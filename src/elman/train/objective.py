"""What training lowers: the softmax cross-entropy, with class weights and smoothed targets."""

from typing import NamedTuple

import jax
import jax.numpy as jnp
from jaxtyping import Array, Float, Int

_NO_WEIGHT = 1e-30  # a batch of fillers alone has a loss of 0, not of 0 / 0


class Tally(NamedTuple):
    """Sums over the real texts of a batch, or over the tokens of a tagger's.

    Args:
        loss_sum: Plain cross-entropy in nats, without class weights or smoothing.
        correct: Those whose likeliest class is their label.
    """

    loss_sum: Float[Array, ""]
    correct: Int[Array, ""]


def cross_entropy(
    logits: Float[Array, "batch classes"], labels: Int[Array, " batch"], label_smoothing: float = 0.0
) -> Float[Array, " batch"]:
    r"""Cross-entropy of each text, in nats.

    .. math:: -\sum_k q_k \log \operatorname{softmax}(\text{logits})_k,
        \qquad q_k = (1 - s)\,[k = \text{label}] + s / K

    Args:
        logits: One row for each text.
        labels: Class ids.
        label_smoothing: The share s of the target that is spread over all K classes.

    References:
        Szegedy, C. et al. (2016). Rethinking the Inception architecture for computer vision. CVPR.
    """
    log_probabilities = jax.nn.log_softmax(logits)
    # A sum over one class is quicker to compile than a look-up, whose gradient is a scatter.
    hit = jnp.where(labels[:, None] == jnp.arange(logits.shape[1]), log_probabilities, 0.0).sum(axis=1)
    if not label_smoothing:
        return -hit
    return -(1 - label_smoothing) * hit - label_smoothing * log_probabilities.mean(axis=1)


def objective(
    logits: Float[Array, "batch classes"],
    labels: Int[Array, " batch"],
    weights: Float[Array, " batch"],
    label_smoothing: float,
    mean: str = "run",
) -> Float[Array, ""]:
    """The weighted sum of the texts' cross-entropies; rows of weight 0 do not count.

    Args:
        logits: One row for each text.
        labels: Class ids.
        weights: How much each counts.
        label_smoothing: See ``cross_entropy``.
        mean: ``run``: weights are shares already, of a run's batches taken together; ``batch``: the sum is divided by
            what this batch weighs.
    """
    total = (weights * cross_entropy(logits, labels, label_smoothing)).sum()
    return total if mean == "run" else total / jnp.maximum(weights.sum(), _NO_WEIGHT)


def tally(
    logits: Float[Array, "batch classes"], labels: Int[Array, " batch"], weights: Float[Array, " batch"]
) -> Tally:
    """Loss and hits summed over the rows of positive weight."""
    real = weights > 0
    losses = jnp.where(real, cross_entropy(logits, labels), 0.0)
    return Tally(losses.sum(), (real & (logits.argmax(axis=1) == labels)).sum())
