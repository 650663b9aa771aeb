"""fastText in its own environment: learns from labelled texts, then says as often as it is asked how long it takes.

The first line of standard input is a request in JSON: ``train``, lines as fastText reads them; ``texts``; ``options``
of ``train_supervised``; ``alone``, how many texts are asked about one at a time; ``in_a_row``, how many askings are
timed, and ``untimed_seconds``, for how long is asked before. Every further line is a way to ask, ``"one call"`` or
``"bulk"``. Each line is answered by one of JSON: null, and microseconds a text, the median of the askings.
"""

import json
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

import fasttext
import numpy as np


def main() -> None:
    """Answer until standard input ends."""
    request = json.loads(sys.stdin.readline())
    model = _trained(request["train"], request["options"])
    predict = _predict(model)
    texts, alone = request["texts"], request["texts"][: request["alone"]]
    ways = {
        "one call": (lambda: [predict(text) for text in alone], len(alone)),
        "bulk": (lambda: model.predict(texts), len(texts)),
    }

    def once(ask):
        start = time.perf_counter()
        ask()
        return time.perf_counter() - start

    print("null", flush=True)
    for line in sys.stdin:
        ask, count = ways[json.loads(line)]
        left = request["untimed_seconds"]
        while left > 0:
            left -= once(ask)
        seconds = median(once(ask) for _ in range(request["in_a_row"]))
        print(json.dumps(1e6 * seconds / count), flush=True)


def _trained(lines, options):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "train.txt"
        path.write_text("\n".join(lines), encoding="utf-8")
        return fasttext.train_supervised(str(path), verbose=0, thread=1, **options)


def _predict(model):
    """What its users call, or what that calls: with NumPy 2, which it predates, the former fails about one text."""
    if np.__version__.startswith("1."):
        return model.predict
    return lambda text: model.f.predict(f"{text}\n", 1, 0.0, "strict")


if __name__ == "__main__":
    main()
