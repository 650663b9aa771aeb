"""Compiled code is kept between runs, and a damaged piece of it is made anew; where short texts are trained on."""

import os
import subprocess
import sys

import pytest

from elman.train import process

TRAIN = """
from elman.data import Corpus
from elman.experiments import divide, train_and_measure
from elman.presets import Preset
preset = Preset(name="small").override({"embedding_size": 2, "hidden_size": 2, "max_length": 4, "epochs": 2})
texts = tuple(f"{word} {n}" for word in ("win", "home") for n in range(20))
corpus = Corpus(texts, ("spam",) * 20 + ("ham",) * 20, "made here", "")
print(train_and_measure(corpus, divide(corpus, preset, 0), preset).history)
"""


def test_damaged_code_is_compiled_and_kept_anew(tmp_path):
    environment = {name: value for name, value in os.environ.items() if name != "JAX_COMPILATION_CACHE_DIR"}
    environment |= {"HOME": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path)}

    def train() -> str:
        done = subprocess.run(
            [sys.executable, "-c", TRAIN], env=environment, capture_output=True, text=True, check=True
        )
        assert done.stderr == ""
        return done.stdout

    history = train()
    damaged = {path: path.read_bytes()[:1000] for path in tmp_path.rglob("*-cache")}
    assert damaged
    for path, content in damaged.items():
        path.write_bytes(content)
    assert train() == history
    # What compiles in a blink is kept only when it happens to take a tenth of a second; the step always takes longer.
    left = {path: content for path, content in damaged.items() if path.exists()}
    assert any(path.name.startswith("jit_step-") for path in left)
    assert all(path.read_bytes() != content for path, content in left.items())


@pytest.mark.parametrize(
    ("said", "asked", "expected"),
    [
        (None, "short_texts=True", "cpu"),
        (None, "", None),
        ("", "short_texts=True", ""),
        ("cuda", "short_texts=True", "cuda"),
    ],
)
def test_short_texts_are_trained_on_the_cpu_unless_the_user_says_otherwise(said, asked, expected, tmp_path):
    environment = {name: value for name, value in os.environ.items() if name != "JAX_PLATFORMS"}
    environment |= {"HOME": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path)}
    if said is not None:
        environment["JAX_PLATFORMS"] = said
    code = f"import jax, elman.train; elman.train.prepare_process({asked}); print(repr(jax.config.jax_platforms))"
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    assert done.stdout == f"{expected!r}\n"


def test_a_user_without_a_home_has_no_code_kept(monkeypatch):
    monkeypatch.setattr("elman.train.process.cache_folder", lambda: None)
    monkeypatch.setattr(process, "_configured", lambda name: None)
    monkeypatch.setattr(process, "_configure", lambda name, setting: pytest.fail(f"{name} is set"))
    process._keep_compiled_code()
