"""The chunked softmax loss: equal to the plain one, value and gradients, however small the chunks."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from elman.nn import softmax_loss_sum


def plain(states, weight, bias, targets, counts):
    log_probabilities = jax.nn.log_softmax(states @ weight.T + bias)
    return -(counts * log_probabilities[jnp.arange(len(targets)), targets]).sum()


@pytest.mark.parametrize("logits_at_once", [1, 40, 70, 10_000])
def test_it_is_the_plain_loss_with_the_plain_gradients(float64, logits_at_once):
    rng = np.random.default_rng(0)
    states, weight, bias = (jnp.asarray(rng.normal(size=shape)) for shape in ((11, 4), (20, 4), (20,)))
    targets, counts = jnp.asarray(rng.integers(0, 20, 11)), jnp.asarray(rng.uniform(0, 2, 11))

    def chunked(states, weight, bias):
        return 3 * softmax_loss_sum(states, weight, bias, targets, counts, logits_at_once=logits_at_once)

    expected, gradients = jax.value_and_grad(lambda *arrays: 3 * plain(*arrays, targets, counts), argnums=(0, 1, 2))(
        states, weight, bias
    )
    assert float(chunked(states, weight, bias)) == pytest.approx(float(expected), rel=1e-12)
    for one, other in zip(jax.grad(chunked, argnums=(0, 1, 2))(states, weight, bias), gradients, strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-10, atol=1e-12)


def test_no_array_of_steps_times_vocabulary_stands_in_memory():
    """Of 4,096 steps over 100,000 tokens the logits alone would be 1.6 GB; the compiled program asks for far less."""
    steps, vocab, width = 4_096, 100_000, 16
    arrays = [jax.ShapeDtypeStruct(shape, jnp.float32) for shape in ((steps, width), (vocab, width), (vocab,))]
    targets = jax.ShapeDtypeStruct((steps,), jnp.int32)
    counts = jax.ShapeDtypeStruct((steps,), jnp.float32)
    compiled = jax.jit(jax.grad(softmax_loss_sum, argnums=(0, 1, 2))).lower(*arrays, targets, counts).compile()
    assert compiled.memory_analysis().temp_size_in_bytes < 200e6
