"""One step of training, compiled once for each shape of batch."""

from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple, TypeVar

import jax
import jax.numpy as jnp
import numpy as np
import optax
from jaxtyping import Array, Float, Int, PRNGKeyArray
from numpy.typing import NDArray

from elman.nn import TextNetwork
from elman.presets import Preset
from elman.train.examples import Batch
from elman.train.objective import Tally, objective, tally
from elman.train.optimizer import build_optimizer, is_table

_Tree = TypeVar("_Tree")


class TrainState(NamedTuple):
    """All that a step changes.

    Args:
        network: The weights.
        optimizer: The optimiser's memory.
        step: Steps taken.
    """

    network: TextNetwork
    optimizer: optax.OptState
    step: Int[Array, ""]


Step = Callable[[TrainState, Batch, PRNGKeyArray], tuple[TrainState, Float[Array, ""], Tally]]


@lru_cache(maxsize=16)
def build_step(preset: Preset, steps: int) -> Step:
    """A function from a state, a batch and the run's key to the next state, the step's loss, and its tally.

    The vectors a batch touched are gathered into a small table, the network is run, differentiated and stepped
    with that table as its embedding, and the rows are put back. Vectors that were not touched keep their value and
    their optimiser's memory: what TensorFlow calls a sparse, or lazy, update.

    Runs of the same settings share one function, and with it its compilations.

    Args:
        preset: Its optimiser, ``label_smoothing``, ``loss_mean`` and ``lazy_embeddings``.
        steps: Steps of the whole run, for the schedule.
    """
    optimizer = build_optimizer(preset, steps)

    def loss_and_tally(network: TextNetwork, batch: Batch, key: PRNGKeyArray) -> tuple[Array, Tally]:
        answers = _answers(network, batch, key)
        return objective(*answers, preset.label_smoothing, preset.loss_mean), tally(*answers)

    def step(state: TrainState, batch: Batch, key: PRNGKeyArray) -> tuple[TrainState, Float[Array, ""], Tally]:
        whole = state.network, state.optimizer
        network, memory = _take_rows(whole, batch.touched) if preset.lazy_embeddings else whole
        step_key = jax.random.fold_in(key, state.step)
        (loss, counts), gradient = jax.value_and_grad(loss_and_tally, has_aux=True)(network, batch, step_key)
        updates, memory = optimizer.update(gradient, memory, network)
        stepped = optax.apply_updates(network, updates), memory
        network, memory = _put_rows(whole, stepped, batch.touched) if preset.lazy_embeddings else stepped
        return TrainState(network, memory, state.step + 1), loss, counts

    return jax.jit(step, donate_argnums=0)


@jax.jit
def measure(network: TextNetwork, batch: Batch) -> Tally:
    """Loss and hits of a batch with nothing dropped."""
    return tally(*_answers(network, batch, None))


def _answers(network: TextNetwork, batch: Batch, key: PRNGKeyArray | None) -> tuple[Array, Array, Array]:
    """Logits, labels and weights of every text, or with ``pooling=each`` of every token, one after the other."""
    logits = network(batch.tokens, batch.token_ids, batch.lengths, key=key)
    return logits.reshape(-1, logits.shape[-1]), batch.labels.ravel(), batch.weights.ravel()


def _take_rows(tree: _Tree, rows: Int[Array, " touched"]) -> _Tree:
    def take(path: tuple[object, ...], leaf: Array) -> Array:
        return leaf.at[rows].get(mode="fill", fill_value=0) if is_table(path) else leaf

    taken: _Tree = jax.tree_util.tree_map_with_path(take, tree)
    return taken


def _put_rows(tree: _Tree, stepped: _Tree, rows: Int[Array, " touched"]) -> _Tree:
    def put(path: tuple[object, ...], leaf: Array, new: Array) -> Array:
        return leaf.at[rows].set(new, mode="drop") if is_table(path) else new

    whole: _Tree = jax.tree_util.tree_map_with_path(put, tree, stepped)
    return whole


def new_state(network: TextNetwork, preset: Preset) -> TrainState:
    """The state before the first step, with arrays of its own.

    It is put together on the host, since JAX would compile a program for it: an optimiser's memory starts at zero,
    RMSProp's at ``rmsprop_start``.
    """
    optimizer = build_optimizer(preset, steps=1)  # its memory does not depend on the number of steps
    start = preset.rmsprop_start if preset.optimizer == "rmsprop" else 0.0

    def fill(leaf: jax.ShapeDtypeStruct) -> Array:
        value = start if jnp.issubdtype(leaf.dtype, jnp.floating) else 0
        return _placed(np.full(leaf.shape, value, leaf.dtype))

    memory = jax.tree.map(fill, jax.eval_shape(optimizer.init, network))
    return TrainState(jax.tree.map(_placed, network), memory, _placed(np.zeros((), np.int32)))


def _placed(values: Array | NDArray[np.generic]) -> Array:
    """A copy where JAX computes, without compiling one."""
    placed: Array = jax.device_put(np.asarray(values), may_alias=False)
    return placed
