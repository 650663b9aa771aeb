"""fastText as a system: what it is sent, what comes back, and a worker that fails; stand-ins take fastText's place."""

import importlib
import sys
import types
from pathlib import Path

import pytest
from benchmarks.accuracy import fasttext_rival
from benchmarks.accuracy.fasttext_rival import opened, prepare
from benchmarks.accuracy.system import CannotRun

FOLLOWS_ORDERS = """
import json, sys
print(json.dumps({"ready": True}), flush=True)
for line in sys.stdin:
    request = json.loads(line)
    assert request["options"] == {"epoch": 2, "thread": 1}, request["options"]
    known = {text: label for label, text in request["train"]}
    print(json.dumps({"label_ids": [known[text] for text in request["test"]]}), flush=True)
"""
CANNOT_START = "raise ImportError('no fasttext here')"
DIES = """
import sys
print('{"ready": true}', flush=True)
sys.stdin.readline()
sys.exit('out of luck')
"""
DIVERGES = """
import sys
print('{"ready": true}', flush=True)
for line in sys.stdin:
    print('{"error": "Encountered NaN."}', flush=True)
"""


@pytest.fixture
def worker(tmp_path, monkeypatch):
    """Put a program of the test's own in the worker's place, and this interpreter in its environment's."""

    def put(program: str) -> None:
        path = tmp_path / "worker.py"
        path.write_text(program, encoding="utf-8")
        monkeypatch.setattr(fasttext_rival, "WORKER", path)
        monkeypatch.setattr(fasttext_rival, "fasttext_python", lambda: Path(sys.executable))

    return put


@pytest.mark.parametrize(
    ("text", "prepared"),
    [
        ("Win £100, NOW!!", "win £ 100 , now ! !"),
        ("two\nlines\r\tand\u2028more ", "two lines and more"),
        ("__label__spam a_b", "_ _ label _ _ spam a _ b"),
        (" ", ""),
    ],
)
def test_a_text_is_lower_case_tokens_on_one_line(text, prepared):
    assert prepare(text) == prepared


def test_labels_with_white_space_come_back_whole_for_every_fold(worker):
    worker(FOLLOWS_ORDERS)
    texts, labels = ["the vote", "a prize\nfor you", "see you"], ["news paper", "spam", "ham"]
    with opened({"epoch": 2})() as fit_predict:
        assert fit_predict(texts, labels, texts[::-1]) == labels[::-1]
        assert fit_predict(texts[:2], labels[:2], texts[:1]) == ["news paper"]


@pytest.mark.parametrize(
    ("program", "message"),
    [
        (CANNOT_START, "its worker ended with status 1: ImportError: no fasttext here"),
        (DIES, "its worker ended with status 1: out of luck"),
        (DIVERGES, "fastText said: Encountered NaN."),
    ],
)
def test_a_worker_that_fails_is_a_system_that_cannot_run(worker, program, message):
    worker(program)
    with pytest.raises(CannotRun) as caught, opened({})() as fit_predict:
        fit_predict(["a", "b"], ["x", "y"], ["a"])
    assert caught.value.message == message


def test_the_worker_hands_fasttext_a_file_of_labelled_lines(monkeypatch):
    seen = {}

    class Model:
        def predict(self, texts):
            seen["test"] = texts
            return [["__label__1"], ["__label__0"]], None

    def train_supervised(path, **options):
        seen.update(lines=Path(path).read_text(encoding="utf-8"), options=options)
        return Model()

    monkeypatch.setitem(sys.modules, "fasttext", types.SimpleNamespace(train_supervised=train_supervised))
    fasttext_worker = importlib.import_module("benchmarks.accuracy.fasttext_worker")
    request = {"train": [[0, "see you"], [1, "£ 5"]], "test": ["£ 6", "you"], "options": {"dim": 3}}
    assert fasttext_worker.answer(request) == {"label_ids": [1, 0]}
    assert seen == {
        "lines": "__label__0 see you\n__label__1 £ 5\n",
        "options": {"dim": 3, "verbose": 0},
        "test": ["£ 6", "you"],
    }


def test_the_worker_passes_on_what_fasttext_complains_of(monkeypatch):
    def train_supervised(path, **options):
        raise RuntimeError("Encountered NaN.")

    monkeypatch.setitem(sys.modules, "fasttext", types.SimpleNamespace(train_supervised=train_supervised))
    monkeypatch.delitem(sys.modules, "benchmarks.accuracy.fasttext_worker", raising=False)
    fasttext_worker = importlib.import_module("benchmarks.accuracy.fasttext_worker")
    assert fasttext_worker.answer({"train": [], "test": [], "options": {}}) == {"error": "Encountered NaN."}
