"""One window of a language model: the loss, its gradient, a step, and the state that the next window starts from."""

from collections.abc import Callable
from functools import lru_cache, partial
from typing import NamedTuple

import jax
import jax.numpy as jnp
import optax
from jaxtyping import Array, Float, Int, PRNGKeyArray

from elman.data import Window
from elman.nn import LanguageNetwork, States, Targets
from elman.presets import LanguagePreset
from elman.train.optimizer import build_language_optimizer


class LanguageState(NamedTuple):
    """All that a window changes.

    Args:
        network: The weights.
        average: Their running mean; None where none is kept.
        optimizer: The optimiser's memory.
        carried: What the window left to the next, for each stream.
        step: Windows read.
    """

    network: LanguageNetwork
    average: LanguageNetwork | None
    optimizer: optax.OptState
    carried: States
    step: Int[Array, ""]


class Figures(NamedTuple):
    """What a window showed.

    Args:
        loss_sum: Cross-entropy summed over its tokens, in nats, dropout included.
        gradient_norm: Length of the mean loss's gradient, before it is clipped.
    """

    loss_sum: Float[Array, ""]
    gradient_norm: Float[Array, ""]


LanguageStep = Callable[[LanguageState, Window, PRNGKeyArray, float], tuple[LanguageState, Figures]]


def window_loss(
    network: LanguageNetwork, window: Window, states: States, key: PRNGKeyArray | None = None
) -> tuple[Float[Array, ""], tuple[Float[Array, ""], States]]:
    """The mean loss of a window's tokens, their summed loss, and the states after the window.

    No gradient passes into ``states``: this is where backpropagation through time is truncated.
    """
    outputs, last = network.read(window.inputs, window.lengths, jax.lax.stop_gradient(states), key=key)
    counts = (jnp.arange(outputs.shape[0])[:, None] < window.lengths).astype(outputs.dtype)
    loss_sum = network.loss_sum(outputs, Targets(window.targets, counts))
    return loss_sum / counts.sum(), (loss_sum, last)


@lru_cache(maxsize=16)
def build_language_step(preset: LanguagePreset, steps: int) -> LanguageStep:
    """A function from a state, a window, the run's key and a factor of the learning rate to the next state.

    Args:
        preset: Its optimiser and ``averaging``.
        steps: Windows of the whole run, for the schedule.
    """
    optimizer = build_language_optimizer(preset, steps)

    def step(state: LanguageState, window: Window, key: PRNGKeyArray, rate: float) -> tuple[LanguageState, Figures]:
        window_key = jax.random.fold_in(key, state.step)
        differentiate = jax.grad(window_loss, has_aux=True)
        gradient, (loss_sum, carried) = differentiate(state.network, window, state.carried, window_key)
        updates, memory = optimizer.update(gradient, state.optimizer, state.network)
        network = optax.apply_updates(state.network, jax.tree.map(lambda update: rate * update, updates))
        average = state.average
        if average is not None:
            count = state.step.astype(jnp.float32)
            memory_share = jnp.minimum(preset.averaging, (1 + count) / (10 + count))  # the start is soon forgotten
            average = optax.incremental_update(network, average, 1 - memory_share)
        figures = Figures(loss_sum, optax.tree.norm(gradient))
        return LanguageState(network, average, memory, carried, state.step + 1), figures

    return jax.jit(step, donate_argnums=0)


@partial(jax.jit, static_argnums=1)
def new_language_state(network: LanguageNetwork, preset: LanguagePreset) -> LanguageState:
    """The state before the first window."""
    memory = build_language_optimizer(preset, steps=1).init(network)  # it does not depend on the number of steps
    average = jax.tree.map(jnp.copy, network) if preset.averaging else None
    return LanguageState(network, average, memory, network.initial_states(preset.streams), jnp.zeros((), jnp.int32))
