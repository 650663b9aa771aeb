"""How weights start."""

import math
from collections.abc import Callable

import jax
import jax.numpy as jnp
from jaxtyping import Array, Float, PRNGKeyArray


def uniform(key: PRNGKeyArray, shape: tuple[int, ...], limit: float) -> Array:
    """Uniform in plus or minus ``limit``."""
    return jax.random.uniform(key, shape, minval=-limit, maxval=limit)


def cell_weights(
    key: PRNGKeyArray, input_size: int, hidden_size: int, gates: int, recurrent_init: str
) -> tuple[Float[Array, "rows input"], Float[Array, "rows hidden"]]:
    r"""``weight_ih`` and ``weight_hh`` of a cell, gate by gate.

    ``glorot``: both as one matrix over :math:`[x, h]`, uniform in :math:`\pm\sqrt{6 / (\text{input} + 2\,\text{hidden})}`,
    as TensorFlow's ``BasicRNNCell`` has them. ``orthogonal``: the recurrent weights are a random rotation, which
    neither shrinks nor grows a state, and the input weights are uniform in
    :math:`\pm\sqrt{6 / (\text{input} + \text{hidden})}`.

    References:
        Glorot, X. and Bengio, Y. (2010). Understanding the difficulty of training deep feedforward neural networks.
        Saxe, A., McClelland, J. and Ganguli, S. (2014). Exact solutions to the nonlinear dynamics of learning.
    """
    input_key, recurrent_key = jax.random.split(key)
    rows = gates * hidden_size
    if recurrent_init == "glorot":
        limit = math.sqrt(6 / (input_size + 2 * hidden_size))
        return uniform(input_key, (rows, input_size), limit), uniform(recurrent_key, (rows, hidden_size), limit)
    rotation: Callable[..., Array] = jax.nn.initializers.orthogonal()
    blocks = [rotation(each, (hidden_size, hidden_size)) for each in jax.random.split(recurrent_key, gates)]
    limit = math.sqrt(6 / (input_size + hidden_size))
    return uniform(input_key, (rows, input_size), limit), jnp.concatenate(blocks)
