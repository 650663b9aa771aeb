"""A run killed without warning and resumed writes the same folder as one never killed."""

import subprocess
import sys
import time

from tests.cli.conftest import train_arguments

LONG = ("--set", "epochs=150", "--set", "schedule=cosine")


def test_killed_and_resumed(corpus, tmp_path):
    program = (  # a checkpoint at every look, so that a short run has some to be killed between
        "import elman.train.course as course; course._SAVE_EVERY = 0.0\n"
        "import sys; from elman.cli.main import main; main(sys.argv[1:])"
    )

    def command(out, *more):
        return [sys.executable, "-c", program, *train_arguments(corpus, out, *LONG, *more)]

    whole, broken = tmp_path / "whole", tmp_path / "broken"
    checkpoint = tmp_path / "broken.checkpoint"
    for resume in ([], ["--resume"]):
        process = subprocess.Popen(command(broken, *resume), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        before = checkpoint.stat().st_mtime_ns if checkpoint.exists() else 0
        deadline = time.monotonic() + 60
        while not checkpoint.exists() or checkpoint.stat().st_mtime_ns == before:
            assert process.poll() is None, process.stderr.read().decode()
            assert time.monotonic() < deadline, "no checkpoint in a minute"
            time.sleep(0.01)
        process.kill()
        process.wait()
        process.stderr.close()
        assert not broken.exists()
    subprocess.run(command(broken, "--resume"), check=True, capture_output=True)
    subprocess.run(command(whole), check=True, capture_output=True)
    for path in whole.iterdir():
        assert (broken / path.name).read_bytes() == path.read_bytes(), path.name
    assert not checkpoint.exists()
