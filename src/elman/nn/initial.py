"""How weights start: drawn on the host, so that a new network costs no compilation and is the same on every device."""

import math

import jax.numpy as jnp
import numpy as np
from jaxtyping import Array, Float


def uniform(rng: np.random.Generator, shape: tuple[int, ...], limit: float) -> Float[Array, "..."]:
    """Uniform in plus or minus ``limit``."""
    return jnp.asarray(rng.uniform(-limit, limit, shape).astype(np.float32))


def constant(size: int, *values: float) -> Float[Array, " rows"]:
    """Blocks of ``size`` numbers, each block of one value."""
    return jnp.asarray(np.repeat(np.array(values, np.float32), size))


def truncated_normal(rng: np.random.Generator, shape: tuple[int, ...], deviation: float) -> Float[Array, "..."]:
    """Normal, drawn again beyond two deviations."""
    values = rng.standard_normal(shape)
    while (outside := np.abs(values) > 2).any():
        values[outside] = rng.standard_normal(outside.sum())
    return jnp.asarray((deviation * values).astype(np.float32))


def orthogonal(rng: np.random.Generator, size: int) -> Float[Array, "size size"]:
    """A random rotation (or reflection), which neither shrinks nor grows a state.

    References:
        Saxe, A., McClelland, J. and Ganguli, S. (2014). Exact solutions to the nonlinear dynamics of learning. ICLR.
    """
    rotation, triangle = np.linalg.qr(rng.standard_normal((size, size)))
    return jnp.asarray((rotation * np.sign(np.diag(triangle))).astype(np.float32))


def cell_weights(
    rng: np.random.Generator, input_size: int, hidden_size: int, gates: int, recurrent_init: str
) -> tuple[Float[Array, "rows input"], Float[Array, "rows hidden"]]:
    r"""``weight_ih`` and ``weight_hh`` of a cell.

    ``glorot``: both as one matrix over :math:`[x, h]`, uniform in
    :math:`\pm\sqrt{6 / (\text{input} + 2\,\text{hidden})}`, as TensorFlow's ``BasicRNNCell`` has them.
    ``orthogonal``: the recurrent weights of each gate are a random rotation, and the input weights are uniform in
    :math:`\pm\sqrt{6 / (\text{input} + \text{hidden})}`.

    References:
        Glorot, X. and Bengio, Y. (2010). Understanding the difficulty of training deep feedforward neural networks.
    """
    rows = gates * hidden_size
    joint = recurrent_init == "glorot"
    limit = math.sqrt(6 / (input_size + (2 if joint else 1) * hidden_size))
    weight_ih = uniform(rng, (rows, input_size), limit)
    if joint:
        return weight_ih, uniform(rng, (rows, hidden_size), limit)
    return weight_ih, jnp.concatenate([orthogonal(rng, hidden_size) for _ in range(gates)])
