"""The optimisers and learning-rate schedules a preset can ask for, put together from Optax."""

from collections.abc import Callable
from functools import partial
from typing import Any

import jax
import jax.numpy as jnp
import optax
from jax.flatten_util import ravel_pytree
from jax.tree_util import keystr
from jaxtyping import Array

from elman.presets import LanguagePreset, Preset

_TABLE = "embedding.weight"


def build_schedule(preset: Preset | LanguagePreset, steps: int) -> optax.Schedule:
    """The learning rate at every step: a linear warm-up, then constant, or a cosine down to zero or ``final_rate``.

    Args:
        preset: Its ``learning_rate``, ``warmup_steps`` and ``schedule``; with ``plateau`` it is constant here, and
            the loop lowers it.
        steps: Steps of the whole run.

    References:
        Loshchilov, I. and Hutter, F. (2017). SGDR: stochastic gradient descent with warm restarts. ICLR.
    """
    peak, warmup = preset.learning_rate, min(preset.warmup_steps, steps)
    if preset.schedule == "cosine":
        final = preset.final_rate if isinstance(preset, LanguagePreset) else 0.0
        after = optax.cosine_decay_schedule(peak, max(1, steps - warmup), alpha=final)
    else:
        after = optax.constant_schedule(peak)
    if not warmup:
        return after
    # The first step is already a step: the rise starts at peak / warmup, not at zero.
    rise = optax.linear_schedule(peak / warmup, peak, max(1, warmup - 1))
    return optax.join_schedules([rise, after], [warmup])


def build_optimizer(preset: Preset, steps: int) -> optax.GradientTransformation:
    r"""The gradient transformation: clip, scale, decay, step.

    ``rmsprop`` is TensorFlow 1's: the memory of the squared gradient starts at ``rmsprop_start`` and epsilon is added
    to it under the root,

    .. math:: v \leftarrow d v + (1 - d) g^2, \qquad w \leftarrow w - \eta\, g / \sqrt{v + \epsilon}

    Args:
        preset: Its training settings.
        steps: Steps of the whole run, for the schedule.

    References:
        Tieleman, T. and Hinton, G. (2012). Lecture 6.5: RMSProp. Kingma, D. and Ba, J. (2015). Adam. ICLR.
        Loshchilov, I. and Hutter, F. (2019). Decoupled weight decay regularization. ICLR.
    """
    parts = [_clip(preset.clip_norm)] if preset.clip_norm is not None else []
    if preset.optimizer == "rmsprop":
        parts.append(
            optax.scale_by_rms(
                decay=preset.rmsprop_decay,
                eps=preset.rmsprop_epsilon,
                initial_scale=preset.rmsprop_start,
                eps_in_sqrt=True,
            )
        )
    else:
        parts.append(optax.scale_by_adam(b1=preset.adam_beta1, b2=preset.adam_beta2))
    if preset.optimizer == "adamw":
        parts.append(optax.add_decayed_weights(preset.weight_decay))
    parts.append(optax.scale_by_learning_rate(build_schedule(preset, steps)))
    together = _together(optax.chain(*parts))
    if preset.unfreeze_every or preset.layer_decay < 1:
        return optax.chain(together, _by_depth(preset, steps))
    return together


def _clip(longest: float) -> optax.GradientTransformation:
    """``optax.clip_by_global_norm``, as one factor: a division of every number is slower than the rest of a step."""

    def update(updates: optax.Updates, state: optax.OptState, params: object = None) -> tuple[Any, optax.OptState]:
        del params
        norm = optax.tree.norm(updates)
        factor = jnp.where(norm > longest, longest / norm, 1.0)
        return jax.tree.map(lambda array: factor * array, updates), state

    return optax.GradientTransformation(lambda _: optax.EmptyState(), update)


def is_table(path: tuple[object, ...]) -> bool:
    """Whether a leaf is the embedding, or the optimiser's memory of it."""
    return keystr(path, simple=True, separator=".").endswith(_TABLE)


def _together(inner: optax.GradientTransformation) -> optax.GradientTransformation:
    """The same steps, taken by all arrays but the embedding as one long vector.

    Each array would be compiled for itself, several loops an array, and most are so small that this takes longer than
    all their steps. The embedding is left as it is, since a step may see only some of its rows.
    """

    def join(tree: optax.Params) -> tuple[dict[str, Array], Callable[[dict[str, Array]], optax.Updates]]:
        leaves, structure = jax.tree_util.tree_flatten_with_path(tree)
        tables = [leaf for path, leaf in leaves if is_table(path)]  # one, or none
        others, split = ravel_pytree([leaf for path, leaf in leaves if not is_table(path)])

        def part(joined: dict[str, Array]) -> optax.Updates:
            rest = iter(split(joined["others"]))
            parted = [joined[_TABLE] if is_table(path) else next(rest) for path, _ in leaves]
            return jax.tree.unflatten(structure, parted)

        joined = {"others": others}
        if tables:
            (joined[_TABLE],) = tables
        return joined, part

    def update(
        updates: optax.Updates, state: optax.OptState, params: optax.Params | None = None
    ) -> tuple[optax.Updates, optax.OptState]:
        joined, part = join(updates)
        joined, state = inner.update(joined, state, None if params is None else join(params)[0])
        return part(joined), state

    return optax.GradientTransformation(lambda params: inner.init(join(params)[0]), update)


def _by_depth(preset: Preset, steps: int) -> optax.GradientTransformation:
    """The lower a layer, the smaller its steps and the later the first of them.

    The head is at depth 0, the top layer at 1, the embedding below the lowest. A depth is frozen for
    ``unfreeze_every`` × depth of the steps, and its steps are ``layer_decay`` to the power of the depth.

    References:
        Howard, J. and Ruder, S. (2018). Universal language model fine-tuning for text classification. ACL.
    """

    def depth(path: tuple[object, ...]) -> int:
        name = keystr(path, simple=True, separator=".")
        if name.startswith("head."):
            return 0
        return preset.num_layers - int(name.split(".")[1]) if name.startswith("layers.") else preset.num_layers + 1

    def update(updates: optax.Updates, count: Array, params: object = None) -> tuple[optax.Updates, Array]:
        del params

        def scale(path: tuple[object, ...], leaf: Array) -> Array:
            thawed = count >= preset.unfreeze_every * depth(path) * steps
            return jnp.where(thawed, preset.layer_decay ** depth(path), 0.0) * leaf

        return jax.tree_util.tree_map_with_path(scale, updates), count + 1

    return optax.GradientTransformation(lambda _: jnp.zeros((), jnp.int32), update)


def build_language_optimizer(preset: LanguagePreset, steps: int) -> optax.MultiSteps:
    """AdamW for a language model: clip, scale, decay the matrices, step; of several windows' mean where so asked.

    Args:
        preset: Its training settings.
        steps: Windows of the whole run, for the schedule.

    References:
        Loshchilov, I. and Hutter, F. (2019). Decoupled weight decay regularization. ICLR.
    """
    parts = [optax.clip_by_global_norm(preset.clip_norm)] if preset.clip_norm is not None else []
    parts.append(optax.scale_by_adam(b1=preset.adam_beta1, b2=preset.adam_beta2))
    if preset.weight_decay:
        matrices = partial(jax.tree.map, lambda array: array.ndim > 1)
        parts.append(optax.add_decayed_weights(preset.weight_decay, mask=matrices))
    schedule = build_schedule(preset, -(-steps // preset.accumulation))
    return optax.MultiSteps(
        optax.chain(*parts, optax.scale_by_learning_rate(schedule)), every_k_schedule=preset.accumulation
    )
