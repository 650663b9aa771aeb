"""Small corpora with some labels wrong, and the command in this process; fastText's environment is never made."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from benchmarks.accuracy.__main__ import command
from click.testing import CliRunner, Result

from benchmarks import environments

WORDS = {
    "spam": ["win", "free", "prize", "call", "£100"],
    "ham": ["home", "see", "you", "later", "dinner?"],
    "news paper": ["votes", "city", "bank", "match", "storm."],
}


def write_corpus(path: Path, classes: list[str]) -> Path:
    """Twenty-five texts of each class, all different, some in the words of any class."""
    random = np.random.default_rng(0)
    lines = []
    for label in classes:
        for number in range(25):
            words = WORDS[str(random.choice(classes))] if number % 4 == 0 else WORDS[label]
            lines.append(f"{label}\t{' '.join(random.choice(words, 3))} {number}\n")
    path.write_text("".join(lines), encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def messages(tmp_path_factory) -> Path:
    """Two classes."""
    return write_corpus(tmp_path_factory.mktemp("two") / "messages.tsv", ["ham", "spam"])


@pytest.fixture(scope="session")
def topics(tmp_path_factory) -> Path:
    """Three classes, one with white space in its name."""
    return write_corpus(tmp_path_factory.mktemp("three") / "topics.tsv", ["ham", "news paper", "spam"])


@pytest.fixture
def run(monkeypatch) -> Callable[..., Result]:
    """Run ``python -m benchmarks.accuracy ARGUMENTS`` here; fastText has no environment unless a test gives it one."""

    def refuse(environment: environments.Environment) -> Path:
        raise AssertionError(f"a test would have made the environment of {environment.title}")

    monkeypatch.setattr(environments, "_made_or_failure", refuse)
    return lambda *arguments: CliRunner().invoke(command, [str(each) for each in arguments], catch_exceptions=False)
