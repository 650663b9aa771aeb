"""Choosing the next token: temperature, the k likeliest, the likeliest that together have a share p."""

from dataclasses import dataclass
from numbers import Integral, Real

import numpy as np
from numpy.typing import NDArray

from elman.errors import UsageError


@dataclass(frozen=True)
class Sampling:
    """How a next token is drawn.

    Args:
        temperature: Log-probabilities are divided by it; below 1 the likely becomes likelier, 0 takes the likeliest.
        top_k: Only the k likeliest are drawn from; of equals the lower id is the likelier. None keeps all.
        top_p: Of those, only the fewest likeliest that together have at least this probability. None keeps all.

    Raises:
        UsageError: If a value makes no sense.

    References:
        Fan, A. et al. (2018). Hierarchical neural story generation. Holtzman, A. et al. (2020). The curious case of
        neural text degeneration.
    """

    temperature: float = 1.0
    top_k: int | None = None
    top_p: float | None = None

    def __post_init__(self) -> None:
        for name, kind, words in (
            ("temperature", Real, "a number"),
            ("top_k", Integral, "a whole number"),
            ("top_p", Real, "a number"),
        ):
            value = getattr(self, name)
            if value is None and name != "temperature":
                continue
            if not isinstance(value, kind):  # NumPy's are such numbers too
                raise UsageError(f"`{name}`: expected {words}; got {value!r}")
        if not 0 <= self.temperature < np.inf:
            raise UsageError(f"`temperature`: expected 0 or more; got {self.temperature}")
        if self.top_k is not None and self.top_k < 1:
            raise UsageError(f"`top_k`: expected at least 1; got {self.top_k}")
        if self.top_p is not None and not 0 < self.top_p <= 1:
            raise UsageError(f"`top_p`: expected above 0 and at most 1; got {self.top_p}")

    def shares(self, log_probabilities: NDArray[np.float64]) -> NDArray[np.float64]:
        """The probability with which each token is drawn, ``[vocab]``; 0 for what was cut away.

        Args:
            log_probabilities: Of every token, ``[vocab]``; minus infinity for one that is never to be drawn.
        """
        if self.temperature == 0:
            likeliest = np.zeros(len(log_probabilities))
            likeliest[log_probabilities.argmax()] = 1.0
            return likeliest
        with np.errstate(over="ignore", under="ignore"):  # a tiny temperature makes infinities, which exp makes zeros
            shares: NDArray[np.float64] = np.exp((log_probabilities - log_probabilities.max()) / self.temperature)
        order = np.argsort(-shares, kind="stable")
        if self.top_k is not None:
            shares[order[self.top_k :]] = 0.0
        shares /= shares.sum()
        if self.top_p is not None:
            reached = np.cumsum(shares[order]) - shares[order] >= self.top_p * (1 - 1e-12)  # by those before it
            shares[order[reached]] = 0.0
            shares /= shares.sum()
        return shares

    def draw(self, log_probabilities: NDArray[np.float64], rng: np.random.Generator) -> int:
        """The id of the next token; every draw takes one number of ``rng``.

        Args:
            log_probabilities: Of every token as the next, in nats, ``[vocab]``.
            rng: Where the draw comes from.
        """
        place, shares = rng.random(), self.shares(log_probabilities)
        ends = np.cumsum(shares)
        return int(np.searchsorted(ends, place * ends[-1], side="right"))  # place is below 1: never past the last
