"""A peer's environment: made once, made anew when its versions change, a failure told in a line; no pip is run."""

import subprocess
from pathlib import Path

import pytest
from benchmarks.accuracy.fasttext_environment import FASTTEXT, fasttext_python
from benchmarks.accuracy.system import CannotRun
from benchmarks.environments import Environment
from benchmarks.speed.peers import KERAS, ONNX_RUNTIME, PYTORCH, TENSORFLOW

from benchmarks import environments


@pytest.fixture
def steps(tmp_path, monkeypatch):
    """The commands that would have been run; the first of them makes an interpreter."""
    run = []

    def note(command, **options):
        run.append([str(word) for word in command])
        if "venv" in run[-1]:
            python = Path(command[-1]) / "bin" / "python"
            python.parent.mkdir(parents=True, exist_ok=True)
            python.touch()

    monkeypatch.setattr(environments, "user_cache_path", lambda name: tmp_path / name)
    monkeypatch.setattr(subprocess, "run", note)
    monkeypatch.setattr("sys.platform", "linux")
    environments._made_or_failure.cache_clear()
    yield run
    environments._made_or_failure.cache_clear()


def ask_again() -> Path:
    """As another process would."""
    environments._made_or_failure.cache_clear()
    return fasttext_python()


def test_it_is_made_once_from_exact_versions(steps, capsys):
    assert fasttext_python() == ask_again() == FASTTEXT.folder / "bin" / "python"
    venv, tools, fasttext, check = steps
    assert venv[1:] == ["-m", "venv", "--clear", str(FASTTEXT.folder)]
    assert "fasttext-wheel==0.9.2" not in tools
    assert fasttext[-2:] == ["--no-build-isolation", "fasttext-wheel==0.9.2"]
    assert "--no-deps" in tools
    assert check[1:] == ["-I", "-c", "import fasttext"]
    versions = [line for line in FASTTEXT.constraints.read_text().splitlines() if not line.startswith("#")]
    assert all("==" in version and version in tools + fasttext for version in versions)
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.splitlines() == [
        f"making an environment for fastText in `{FASTTEXT.folder}`, once; this can take minutes"
    ]


def test_other_versions_and_a_half_made_one_are_made_anew(steps):
    fasttext_python()
    (FASTTEXT.folder / "constraints.txt").write_text("fasttext-wheel==0.9.1\n")
    ask_again()
    (FASTTEXT.folder / "constraints.txt").unlink()
    ask_again()
    assert len(steps) == 12


def test_the_installers_complaint_is_told_in_a_line_with_the_remedy(steps, monkeypatch):
    tried = []

    def fail(command, stdout, **options):
        tried.append(command)
        stdout.write(b"Looking around\nERROR: No matching distribution\nERROR: and more\n")
        stdout.flush()
        raise subprocess.CalledProcessError(1, command)

    monkeypatch.setattr(subprocess, "run", fail)
    for _ in range(2):
        with pytest.raises(CannotRun) as caught:
            fasttext_python()
        assert caught.value.message == "its environment cannot be made: No matching distribution"
        assert caught.value.hint.endswith(f"what the installer said is in `{FASTTEXT.folder}.log`")
    assert len(tried) == 1


def test_a_cache_that_cannot_be_written_is_told_too(steps, tmp_path, monkeypatch):
    (tmp_path / "elman").write_text("a file where the folder should be")
    with pytest.raises(CannotRun, match=r"its environment cannot be made: .*Not a directory"):
        fasttext_python()


def test_what_differs_by_platform_is_left_to_the_installer(steps):
    PYTORCH.python()
    _, install, check = steps
    assert "--no-deps" not in install
    assert "torch==2.13.0" in install
    assert check[-1] == "import torch"


@pytest.mark.parametrize("environment", [FASTTEXT, KERAS, ONNX_RUNTIME, PYTORCH, TENSORFLOW])
def test_every_line_of_a_constraints_file_is_an_exact_version(environment: Environment):
    lines = [line for line in environment.constraints.read_text(encoding="utf-8").splitlines() if line[0] != "#"]
    assert lines
    assert all("==" in line for line in lines)


def test_an_environment_is_called_with_its_own_variables(monkeypatch):
    monkeypatch.setenv("KERAS_BACKEND", "another")
    assert KERAS.variables_set()["KERAS_BACKEND"] == "jax"
    assert PYTORCH.variables_set()["KERAS_BACKEND"] == "another"
