"""Why a verdict: what each word and each feature contributed to it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from elman.bundle import Label
from elman.explain.tokens import read_tokens
from elman.printable import one_line, printable
from elman.runtime import Runtime
from elman.runtime.numpy_core import NumpyCore
from elman.text import PAD_ID, Token

_TOKENS_AT_ONCE = 65_536  # of texts with one token left out, held in memory at a time


@dataclass(frozen=True)
class TokenReason:
    """What one token contributed, in nats of log-odds; above 0 it spoke for the answer.

    Args:
        token: Its name; a token about the whole text is in brackets.
        linear: Through the linear reader, exactly; 0 where there is none.
        network: Through the network: how much the log-odds fall when the token is left out.
    """

    token: str
    linear: float
    network: float

    @property
    def total(self) -> float:
        """Both together."""
        return self.linear + self.network


@dataclass(frozen=True)
class Reasons:
    r"""An answer and what it rests on.

    The log-odds of the answer against the likeliest other class, :math:`\ln p_k / p_r`, are a sum: what the network
    says, what the linear reader's features say, and the linear reader's bias.

    Args:
        text: What was answered.
        label: The answer.
        against: The likeliest other class.
        probability: Of the answer.
        log_odds: ``network`` + ``linear_bias`` + the ``linear`` of every token.
        network: The network's part of them, all tokens together. The ``network`` of the tokens need not add up to it:
            two words that say the same are each left out without a loss.
        linear_bias: What the linear reader says before it has read anything.
        tokens: Each token's contribution, in the order of the text.
        features: Each feature of the linear reader by its name in the vocabulary, with its contribution, the largest
            first; none where the model has no linear reader.
    """

    text: str
    label: Label
    against: Label
    probability: float
    log_odds: float
    network: float
    linear_bias: float
    tokens: tuple[TokenReason, ...]
    features: tuple[tuple[str, float], ...]

    def __str__(self) -> str:
        """A table: the answer, what each reader made of each token, and what it says of the whole text."""
        label, against = one_line(str(self.label)), one_line(str(self.against))
        lines = [f"{label} {self.probability:.6f}, log-odds {self.log_odds:+.3f} against {against}"]
        if not self.features and not self.linear_bias:  # no linear reader, and no column of zeros for it
            lines.append(f"{'network':>8}  word")
            lines += [f"{token.network:>+8.3f}  {printable(token.token)}" for token in self.tokens]
            return "\n".join(lines)
        lines.append(f"{'linear':>8}  {'network':>8}  word")
        lines += [f"{token.linear:>+8.3f}  {token.network:>+8.3f}  {printable(token.token)}" for token in self.tokens]
        lines.append(f"{self.linear_bias:>+8.3f}  {'':>8}  (the linear reader's bias)")
        linear = self.log_odds - self.network
        lines.append(f"{linear:>+8.3f}  {self.network:>+8.3f}  (each reader's part of the log-odds)")
        return "\n".join(lines)


def reasons(runtime: Runtime, text: str) -> Reasons:
    """Why a model answers a text as it does.

    The linear reader is a sum over features, so a feature's share of its margin is exact; a token's is that of its
    features, one that several tokens have being shared evenly among them. The network is not a sum; what a token means
    to it is measured by leaving the token out (occlusion).

    Args:
        runtime: The model.
        text: Any string; one without tokens has no token reasons.

    References:
        Zeiler, M. and Fergus, R. (2014). Visualizing and understanding convolutional networks. ECCV.
        Li, J., Monroe, W. and Jurafsky, D. (2016). Understanding neural networks through representation erasure.
    """
    bundle = runtime.bundle
    probabilities = runtime.probabilities([text])
    answer = int(runtime.label_ids(probabilities)[0])
    others = probabilities[0].copy()
    others[answer] = -1
    rival = int(others.argmax())
    names, ids = read_tokens(bundle, text)
    whole, without = _network_odds(runtime.reference, ids, answer, rival)
    shares, bias, features = _linear_odds(runtime.reference, ids, answer, rival)
    return Reasons(
        text=text,
        label=bundle.labels[answer],
        against=bundle.labels[rival],
        probability=float(probabilities[0, answer]),
        log_odds=whole + bias + float(shares.sum()),
        network=whole,
        linear_bias=bias,
        tokens=tuple(
            TokenReason(name, float(share), whole - float(odds))
            for name, share, odds in zip(names, shares, without, strict=True)
        ),
        features=features,
    )


def _network_odds(core: NumpyCore, ids: list[Token], answer: int, rival: int) -> tuple[float, NDArray[np.float64]]:
    """The network's part of the log-odds: of the text, and of the text without each of its tokens."""
    preset = core.bundle.preset
    filling: list[Token] = [(PAD_ID,)] if preset.feeds_padding else []  # such a model reads texts of one length only
    texts: list[Sequence[Token]] = [ids, *(ids[:left] + ids[left + 1 :] + filling for left in range(len(ids)))]
    at_once = max(1, _TOKENS_AT_ONCE // max(1, len(ids)))
    parts = [core.network.logits(texts[start : start + at_once]) for start in range(0, len(texts), at_once)]
    logits = np.concatenate(parts).astype(np.float64)
    odds = preset.network_weight * (logits[:, answer] - logits[:, rival])
    return float(odds[0]), odds[1:]


def _linear_odds(
    core: NumpyCore, ids: list[Token], answer: int, rival: int
) -> tuple[NDArray[np.float64], float, tuple[tuple[str, float], ...]]:
    """The linear reader's part of the log-odds: of each token, of the bias, and of each feature."""
    if core.linear is None:
        return np.zeros(len(ids)), 0.0, ()
    bundle = core.bundle
    shares = core.linear.contributions(ids) * bundle.preset.linear_weight
    bias = bundle.weights["linear.bias"].astype(np.float64) * bundle.preset.linear_weight
    read = core.linear.features(ids)
    odds = dict(zip(read, shares[:, answer] - shares[:, rival], strict=True))
    owners = Counter(feature for token in ids for feature in set(token))
    of_tokens = np.array(
        [sum(odds[each] / owners[each] for each in set(token) if each in odds) for token in ids], float
    )
    named = zip(bundle.vocabulary.decode(read), map(float, odds.values()), strict=True)
    largest = tuple(sorted(named, key=lambda each: (-abs(each[1]), each[0])))
    return of_tokens, float(bias[answer] - bias[rival]), largest
