"""Characters a second in training, ours and PyTorch's: the same LSTM, start, windows and optimiser, in turns.

    python -m benchmarks.language.speed FILE [--rounds 8] [--steps 20] [--threads 2]

Both start from the same arrays and read the same windows, nothing dropped, so the losses of the same steps are
printed beside each other too. What a round takes is the wall clock; the ratio of the fastest rounds is what
other work on the machine disturbs least.
"""

import os
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

import click
import jax
import numpy as np

from benchmarks.line_process import opened
from benchmarks.mistakes import mistakes_told
from benchmarks.speed.peers import PYTORCH
from elman.data import cut_streams, read_running_text, window
from elman.nn import build_language_network, named_arrays
from elman.nn.kernels import choose_kernel
from elman.presets import LanguagePreset
from elman.randomness import generator
from elman.text import START_ID, LanguageEncoder
from elman.train import prepare_process
from elman.train.language_step import build_language_step, new_language_state

SETTINGS = {"schedule": "constant", "warmup_steps": 0}


@click.command()
@click.argument("source", metavar="FILE")
@click.option("--rounds", type=click.IntRange(min=1), default=8, show_default=True, help="Rounds of each.")
@click.option("--steps", type=click.IntRange(min=1), default=20, show_default=True, help="Windows of a round.")
@click.option("--hidden-size", type=click.IntRange(min=1), default=256, show_default=True, help="Units.")
@click.option("--torch-python", help="An interpreter that has PyTorch.  [default: an environment made once]")
@click.option("--threads", type=click.IntRange(min=1), default=os.cpu_count(), show_default=True, help="Of PyTorch.")
def main(source: str, rounds: int, steps: int, hidden_size: int, torch_python: str | None, threads: int) -> None:
    """Time both and print a table."""
    with mistakes_told():
        python = torch_python or str(PYTORCH.python())
        _compare(source, rounds, steps, hidden_size, python, threads)


def _compare(source: str, rounds: int, steps: int, hidden_size: int, python: str, threads: int) -> None:
    prepare_process()
    preset = LanguagePreset(hidden_size=hidden_size).override(SETTINGS)
    text = read_running_text(source).text
    encoder = LanguageEncoder.fit(text, preset)
    inputs, targets = cut_streams(encoder.encode(text), preset.streams, START_ID)
    most = len(targets) // preset.bptt_length // steps
    rounds = min(rounds, most - 1)
    architecture, kernel = preset.architecture(len(encoder.vocabulary)), choose_kernel("scan", preset.cell)
    network = build_language_network(architecture, preset, generator(0, "weights"), kernel=kernel)
    with ExitStack() as stack:
        file = Path(stack.enter_context(tempfile.TemporaryDirectory())) / "start.npz"
        np.savez(file, allow_pickle=False, inputs=inputs, targets=targets, **named_arrays(network))
        task = {"file": str(file), "threads": threads, "learning_rate": preset.learning_rate}
        worker = stack.enter_context(opened([python, "-I", Path(__file__).with_name("torch_worker.py")]))
        worker.ask(task | {"bptt_length": preset.bptt_length})
        state, step = new_language_state(network, preset), build_language_step(preset, steps * rounds)
        key, at = jax.random.key(0, impl="rbg"), 0
        taken: dict[str, list[float]] = {"elman": [], "torch": []}
        for number in range(rounds + 1):  # the first compiles and warms up
            sums, start = [], time.perf_counter()
            for _ in range(steps):
                now = window(inputs, targets, at, at + preset.bptt_length, time=preset.bptt_length)
                state, figures = step(state, now, key, 1.0)
                sums.append(figures.loss_sum)
                at += preset.bptt_length
            ours = [float(each) / (preset.bptt_length * preset.streams) for each in sums]
            seconds = time.perf_counter() - start
            other, theirs = worker.ask(steps)
            print(
                f"round {number}: loss elman {np.mean(ours):.4f}, torch {np.mean(theirs):.4f}; "
                f"seconds {seconds:.2f}, {other:.2f}",
                flush=True,
            )
            if number:
                taken["elman"].append(seconds)
                taken["torch"].append(other)
    characters = steps * preset.bptt_length * preset.streams
    best = {name: characters / min(times) for name, times in taken.items()}
    middle = {name: characters / float(np.median(times)) for name, times in taken.items()}
    print(f"{'characters a second':<22}{'elman':>10}{'torch':>10}{'ratio':>8}")
    for title, rates in (("fastest round", best), ("median round", middle)):
        print(f"{title:<22}{rates['elman']:>10,.0f}{rates['torch']:>10,.0f}{rates['elman'] / rates['torch']:>8.2f}")
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else float("nan")
    print(f"load of the machine over the last minute: {load:.1f} on {os.cpu_count()} cores")


if __name__ == "__main__":
    main(prog_name="python -m benchmarks.language.speed")
