"""fastText in its own environment: learns from labelled texts and prints microseconds a text, one call and in bulk.

A request in JSON on standard input: ``train``, lines as fastText reads them; ``texts``; ``options`` of
``train_supervised``; ``runs``, of which the best counts; ``alone``, how many texts are asked about one at a time.
"""

import json
import sys
import tempfile
import time
from pathlib import Path

import fasttext


def main() -> None:
    """Print ``one_call`` and ``bulk`` as JSON."""
    request = json.load(sys.stdin)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "train.txt"
        path.write_text("\n".join(request["train"]), encoding="utf-8")
        model = fasttext.train_supervised(str(path), verbose=0, thread=1, **request["options"])
    texts, alone = request["texts"], request["texts"][: request["alone"]]
    one_call = bulk = float("inf")
    for _ in range(request["runs"]):
        start = time.perf_counter()
        for text in alone:
            model.f.predict(f"{text}\n", 1, 0.0, "strict")  # what `predict` calls; itself it fails with NumPy 2
        one_call = min(one_call, (time.perf_counter() - start) / len(alone))
        start = time.perf_counter()
        model.predict(texts)
        bulk = min(bulk, (time.perf_counter() - start) / len(texts))
    print(json.dumps({"one_call": 1e6 * one_call, "bulk": 1e6 * bulk}))


if __name__ == "__main__":
    main()
