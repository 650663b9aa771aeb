"""The softmax over a vocabulary and its loss, in chunks: the logits of all steps never stand in memory together."""

import jax
import jax.numpy as jnp
from jaxtyping import Array, Float, Int

_LOGITS_AT_ONCE = 1 << 22  # numbers


def softmax_loss_sum(
    states: Float[Array, "steps width"],
    weight: Float[Array, "vocab width"],
    bias: Float[Array, " vocab"],
    targets: Int[Array, " steps"],
    counts: Float[Array, " steps"],
    *,
    logits_at_once: int = _LOGITS_AT_ONCE,
) -> Float[Array, ""]:
    r"""The weighted sum of the steps' cross-entropies, in nats.

    .. math:: \sum_t c_t \left(\log \sum_k e^{w_k \cdot h_t + b_k} - w_{y_t} \cdot h_t - b_{y_t}\right)

    The gradient by the logits, :math:`c_t (p_t - [k = y_t])`, is known as soon as they are; so a chunk of steps gives
    its part of every gradient on the way forward, and its logits are forgotten.

    Args:
        states: What the output reads, h.
        weight: One row for each token.
        bias: One number for each token.
        targets: The tokens to predict, y.
        counts: How much each step counts, c; 0 for what only fills. They have no gradient.
        logits_at_once: Logits held in memory at a time, but for one step's, which always are.

    References:
        Hsu, P.-L. et al. (2024). Liger kernel: efficient Triton kernels for LLM training. arXiv:2410.10989.
    """
    rows = max(1, min(len(states), logits_at_once // len(weight)))
    chunks = -(-len(states) // rows)
    missing = chunks * rows - len(states)
    states = jnp.pad(states, ((0, missing), (0, 0))).reshape(chunks, rows, -1)
    targets = jnp.pad(targets, (0, missing)).reshape(chunks, rows)
    counts = jnp.pad(counts, (0, missing)).reshape(chunks, rows)
    loss: Float[Array, ""] = _loss_sum(states, weight, bias, targets, counts)
    return loss


@jax.custom_vjp
def _loss_sum(states: Array, weight: Array, bias: Array, targets: Array, counts: Array) -> Array:
    def add(total: Array, chunk: tuple[Array, Array, Array]) -> tuple[Array, None]:
        losses, _ = _losses(chunk[0], weight, bias, chunk[1])
        return total + losses @ chunk[2], None

    return jax.lax.scan(add, jnp.zeros((), states.dtype), (states, targets, counts))[0]


def _losses(states: Array, weight: Array, bias: Array, targets: Array) -> tuple[Array, Array]:
    """The cross-entropy of each step, and the log-probabilities."""
    log_probabilities = jax.nn.log_softmax(states @ weight.T + bias)
    return -jnp.take_along_axis(log_probabilities, targets[:, None], axis=1)[:, 0], log_probabilities


def _forward(
    states: Array, weight: Array, bias: Array, targets: Array, counts: Array
) -> tuple[Array, tuple[Array, Array, Array]]:
    def add(
        sums: tuple[Array, Array, Array], chunk: tuple[Array, Array, Array]
    ) -> tuple[tuple[Array, Array, Array], Array]:
        total, d_weight, d_bias = sums
        now, target, count = chunk
        losses, log_probabilities = _losses(now, weight, bias, target)
        d_logits = jnp.exp(log_probabilities) - jax.nn.one_hot(target, len(weight), dtype=now.dtype)
        d_logits = d_logits * count[:, None]
        sums = (total + losses @ count, d_weight + d_logits.T @ now, d_bias + d_logits.sum(axis=0))
        return sums, d_logits @ weight

    start = (jnp.zeros((), states.dtype), jnp.zeros_like(weight), jnp.zeros_like(bias))
    if len(states) == 1:  # without a loop XLA may compute in all its threads
        sums, d_states = add(start, (states[0], targets[0], counts[0]))
        return sums[0], (d_states[None], sums[1], sums[2])
    sums, d_states = jax.lax.scan(add, start, (states, targets, counts))
    return sums[0], (d_states, sums[1], sums[2])


def _backward(residuals: tuple[Array, Array, Array], gradient: Array) -> tuple[Array, Array, Array, None, None]:
    d_states, d_weight, d_bias = residuals
    return gradient * d_states, gradient * d_weight, gradient * d_bias, None, None


_loss_sum.defvjp(_forward, _backward)
