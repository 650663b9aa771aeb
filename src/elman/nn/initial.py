"""How weights start: drawn on the host, so that a new network costs no compilation and is the same on every device."""

import math

import jax
import numpy as np
from jaxtyping import Array, Float
from numpy.typing import NDArray

from elman.errors import PresetError


def uniform(rng: np.random.Generator, shape: tuple[int, ...], limit: float) -> Float[Array, "..."]:
    """Uniform in plus or minus ``limit``."""
    return _given(rng.uniform(-limit, limit, shape))


def constant(size: int, *values: float) -> Float[Array, " rows"]:
    """Blocks of ``size`` numbers, each block of one value."""
    return _given(np.repeat(np.array(values), size))


def truncated_normal(rng: np.random.Generator, shape: tuple[int, ...], deviation: float) -> Float[Array, "..."]:
    """Normal, drawn again beyond two deviations."""
    values = rng.standard_normal(shape)
    while (outside := np.abs(values) > 2).any():
        values[outside] = rng.standard_normal(outside.sum())
    return _given(deviation * values)


def orthogonal(rng: np.random.Generator, size: int) -> NDArray[np.float64]:
    """A random rotation (or reflection), which neither shrinks nor grows a state.

    References:
        Saxe, A., McClelland, J. and Ganguli, S. (2014). Exact solutions to the nonlinear dynamics of learning. ICLR.
    """
    rotation, triangle = np.linalg.qr(rng.standard_normal((size, size)))
    turned: NDArray[np.float64] = rotation * np.sign(np.diag(triangle))
    return turned


def cell_weights(
    rng: np.random.Generator, input_size: int, hidden_size: int, gates: int, recurrent_init: str
) -> tuple[Float[Array, "rows input"], Float[Array, "rows hidden"]]:
    r"""``weight_ih`` and ``weight_hh`` of a cell.

    ``glorot``: both as one matrix over :math:`[x, h]`, uniform in
    :math:`\pm\sqrt{6 / (\text{input} + 2\,\text{hidden})}`, as TensorFlow's ``BasicRNNCell`` has them.
    ``orthogonal``: the recurrent weights of each gate are a random rotation, and the input weights are uniform in
    :math:`\pm\sqrt{6 / (\text{input} + \text{hidden})}`.

    Args:
        rng: Source of the weights.
        input_size: Width of the cell's input.
        hidden_size: Units of its state.
        gates: Blocks of rows of either matrix.
        recurrent_init: ``glorot`` or ``orthogonal``.

    Raises:
        PresetError: If ``recurrent_init`` is neither.

    References:
        Glorot, X. and Bengio, Y. (2010). Understanding the difficulty of training deep feedforward neural networks.
    """
    if recurrent_init not in ("glorot", "orthogonal"):
        raise PresetError(f"`recurrent_init`: expected glorot or orthogonal; got `{recurrent_init}`")
    rows = gates * hidden_size
    joint = recurrent_init == "glorot"
    limit = math.sqrt(6 / (input_size + (2 if joint else 1) * hidden_size))
    weight_ih = uniform(rng, (rows, input_size), limit)
    if joint:
        return weight_ih, uniform(rng, (rows, hidden_size), limit)
    return weight_ih, _given(np.concatenate([orthogonal(rng, hidden_size) for _ in range(gates)]))


def _given(values: NDArray[np.float64]) -> Array:
    """To JAX, as they are: ``jnp.asarray`` would compile a copy for each shape."""
    given: Array = jax.device_put(values.astype(np.float32))
    return given
