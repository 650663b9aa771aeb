"""NLTK's interpolated Kneser-Ney model in its own environment: perplexity of one list of tokens after another.

On standard input a line of JSON: a file of two arrays of ids, ``train`` and ``test``, the order, and discounts. The
answer is a line of JSON: discount to mean nats per token.
"""

import json
import math
import sys
from collections import Counter

import numpy as np
from nltk.lm.models import InterpolatedLanguageModel
from nltk.lm.smoothing import KneserNey
from nltk.lm.vocabulary import Vocabulary
from nltk.util import everygrams


class IndexedKneserNey(KneserNey):
    """NLTK's smoothing; only the counts of continuations, which it collects anew each time, are kept in a table."""

    _table = None

    def _continuation_counts(self, word, context=()):
        if self._table is None:
            words, totals = Counter(), Counter()
            for order in range(2, self._order + 1):
                for prefix, counts in self.counts[order].items():
                    for each, count in counts.items():
                        if count > 0:
                            words[prefix[1:], each] += 1
                            totals[prefix[1:]] += 1
            self._table = words, totals
        words, totals = self._table
        return words[tuple(context), word], totals[tuple(context)]


class Interpolated(InterpolatedLanguageModel):
    """``nltk.lm.KneserNeyInterpolated`` with the indexed counts."""

    def __init__(self, order, discount, vocabulary):
        super().__init__(IndexedKneserNey, order, params={"discount": discount, "order": order}, vocabulary=vocabulary)


def check_against_nltk(train: list[str], order: int) -> None:
    """Refuse to go on if the indexed counts change a single score on a small part."""
    from nltk.lm.models import KneserNeyInterpolated

    part = train[:300]
    vocabulary = Vocabulary(part)
    models = [Interpolated(order, 0.5, vocabulary), KneserNeyInterpolated(order, 0.5, vocabulary=vocabulary)]
    for model in models:
        model.fit([everygrams(part, max_len=order)])
    for at in range(order, 60):
        context = tuple(part[at - order + 1 : at])
        one, other = (model.score(part[at], context) for model in models)
        if not math.isclose(one, other, rel_tol=1e-12):
            raise SystemExit(f"the indexed counts give {one} where NLTK gives {other}")


def main() -> None:
    """Answer once."""
    task = json.loads(sys.stdin.readline())
    arrays, order = np.load(task["file"]), task["order"]
    train, test = ([str(each) for each in arrays[name]] for name in ("train", "test"))
    check_against_nltk(train, order)
    vocabulary = Vocabulary(train)
    found = {}
    counter = None
    for discount in task["discounts"]:
        model = Interpolated(order, discount, vocabulary)
        if counter is None:
            model.fit([everygrams(train, max_len=order)])
            counter = model.counts, model.estimator
        model.counts, model.estimator = counter
        model.estimator.discount = discount
        history, total = train[-order + 1 :], 0.0
        for token in test:
            total -= math.log(model.unmasked_score(token, tuple(history)))
            history = [*history[1:], token]
        found[str(discount)] = total / len(test)
    print(json.dumps(found))


if __name__ == "__main__":
    main()
