"""fastText in its own environment: learns from labelled texts, then says as often as it is asked how long it takes.

The first line of standard input is a request in JSON: ``train``, lines as fastText reads them; ``texts``; ``options``
of ``train_supervised``; ``alone``, how many texts are asked about one at a time. Every further line is a way to ask,
``"one call"`` or ``"bulk"``. Each line is answered by one of JSON: null, and microseconds a text.
"""

import json
import sys
import tempfile
import time
from pathlib import Path

import fasttext


def main() -> None:
    """Answer until standard input ends."""
    request = json.loads(sys.stdin.readline())
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "train.txt"
        path.write_text("\n".join(request["train"]), encoding="utf-8")
        model = fasttext.train_supervised(str(path), verbose=0, thread=1, **request["options"])
    texts, alone = request["texts"], request["texts"][: request["alone"]]
    model.predict(texts)
    print("null", flush=True)
    for line in sys.stdin:
        start = time.perf_counter()
        if json.loads(line) == "bulk":
            model.predict(texts)
            count = len(texts)
        else:
            for text in alone:
                model.f.predict(f"{text}\n", 1, 0.0, "strict")  # what `predict` calls; itself it fails with NumPy 2
            count = len(alone)
        print(json.dumps(1e6 * (time.perf_counter() - start) / count), flush=True)


if __name__ == "__main__":
    main()
