"""Running the command in this process, as the shell would see it; a small corpus and a model trained on it."""

import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from elman.cli.main import main

WORDS = {"spam": ["win", "free", "prize", "call", "now"], "ham": ["home", "see", "you", "late", "dinner"]}
TINY = (
    "cell=mingru",
    "min_frequency=1",
    "embedding_size=4",
    "hidden_size=3",
    "max_length=8",
    "batch_size=8",
    "epochs=6",
    "min_steps=0",
    "learning_rate=0.05",
)


@dataclass(frozen=True)
class Result:
    """What a command left behind."""

    status: int
    out: str
    err: str


@pytest.fixture
def run(capsys) -> Callable[..., Result]:
    """Run ``elman ARGUMENTS`` here and return its exit status and output."""

    def run_command(*arguments: object) -> Result:
        with pytest.raises(SystemExit) as left:
            main([str(each) for each in arguments])
        captured = capsys.readouterr()
        return Result(int(left.value.code or 0), captured.out, captured.err)

    return run_command


def train_arguments(corpus: Path, out: Path, *more: str) -> list[str]:
    settings = [word for setting in TINY for word in ("--set", setting)]
    return ["train", str(corpus), "--out", str(out), *settings, *more]


@pytest.fixture(scope="session")
def corpus(tmp_path_factory) -> Path:
    """Forty labelled messages in a TSV file."""
    path = tmp_path_factory.mktemp("corpus") / "messages.tsv"
    lines = [f"{label}\t{one} {two}\n" for label, words in WORDS.items() for one in words for two in words[:4]]
    path.write_text("".join(lines), encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def model(corpus, tmp_path_factory) -> Path:
    """A model trained on the corpus by the command itself, in a process of its own."""
    out = tmp_path_factory.mktemp("model") / "tiny"
    subprocess.run([sys.executable, "-m", "elman", *train_arguments(corpus, out)], check=True, capture_output=True)
    return out
