"""fastText's environment: made once, made anew when its versions change, a failure told in a line; no pip is run."""

import subprocess
from pathlib import Path

import pytest
from benchmarks.accuracy import fasttext_environment
from benchmarks.accuracy.fasttext_environment import CONSTRAINTS, environment_folder, fasttext_python
from benchmarks.accuracy.system import CannotRun


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

    monkeypatch.setattr(fasttext_environment, "user_cache_path", lambda name: tmp_path / name)
    monkeypatch.setattr(subprocess, "run", note)
    monkeypatch.setattr("sys.platform", "linux")
    fasttext_environment._made_or_failure.cache_clear()
    yield run
    fasttext_environment._made_or_failure.cache_clear()


def ask_again() -> Path:
    """As another process would."""
    fasttext_environment._made_or_failure.cache_clear()
    return fasttext_python()


def test_it_is_made_once_from_exact_versions(steps, capsys):
    assert fasttext_python() == ask_again() == environment_folder() / "bin" / "python"
    venv, tools, fasttext = steps
    assert venv[1:] == ["-m", "venv", "--clear", str(environment_folder())]
    assert "fasttext-wheel==0.9.2" not in tools
    assert fasttext[-2:] == ["--no-build-isolation", "fasttext-wheel==0.9.2"]
    versions = [line for line in CONSTRAINTS.read_text().splitlines() if not line.startswith("#")]
    assert all("==" in version and version in tools + fasttext for version in versions)
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.splitlines() == [
        f"making an environment for fastText in `{environment_folder()}`, once; this can take two minutes"
    ]


def test_other_versions_and_a_half_made_one_are_made_anew(steps):
    fasttext_python()
    (environment_folder() / "constraints.txt").write_text("fasttext-wheel==0.9.1\n")
    ask_again()
    (environment_folder() / "constraints.txt").unlink()
    ask_again()
    assert len(steps) == 9


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
        assert caught.value.hint.endswith(f"what the installer said is in `{environment_folder()}.log`")
    assert len(tried) == 1


def test_a_cache_that_cannot_be_written_is_told_too(steps, tmp_path, monkeypatch):
    (tmp_path / "elman").write_text("a file where the folder should be")
    with pytest.raises(CannotRun, match=r"its environment cannot be made: .*Not a directory"):
        fasttext_python()
