"""fastText in an environment of its own: a request on each line of standard input, its answer on standard output."""

import json
import sys
import tempfile
from pathlib import Path
from typing import Any

import fasttext

_LABEL = "__label__"


def answer(request: dict[str, Any]) -> dict[str, Any]:
    """Train on some texts and label others.

    Args:
        request: ``train``, pairs of a label's id and a text; ``test``, texts; ``options`` of ``train_supervised``.
            A text is tokens with single spaces between them, none of which begins as a label does.

    Returns:
        ``label_ids``, one for each test text; or ``error``, fastText's own words.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "train.txt"
        path.write_text("".join(f"{_LABEL}{label} {text}\n" for label, text in request["train"]), encoding="utf-8")
        try:
            model = fasttext.train_supervised(str(path), verbose=0, **request["options"])
            # A list, because the answer to a single text fails with NumPy 2.
            answers, _ = model.predict(request["test"])
        except (RuntimeError, ValueError) as error:
            return {"error": str(error)}
    return {"label_ids": [int(labels[0].removeprefix(_LABEL)) for labels in answers]}


def main() -> None:
    """Say that fastText is here, then answer until the input ends."""
    print(json.dumps({"ready": True}), flush=True)
    for line in sys.stdin:
        print(json.dumps(answer(json.loads(line))), flush=True)


if __name__ == "__main__":
    main()
