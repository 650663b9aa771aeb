"""Forward and backward of a recurrence with its input's projection: ours, JAX's scan, PyTorch, Keras.

All are given the same loss by every state, and find what it is by input and weights; their states and gradients are
compared before they are timed. What computing a loss would cost is no part of a recurrence. Each is a process of its
own; they are timed in turns, call by call. On all cores the wall clock is read, on one pinned core the process's own
time, so that what else the machine does at the time is not counted.
"""

import os
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from benchmarks.accuracy.system import CannotRun
from benchmarks.environments import Environment
from benchmarks.speed.instruction_set import BEST, InstructionSet
from benchmarks.speed.peak import Peak
from benchmarks.speed.peers import KERAS, PYTORCH
from benchmarks.speed.ratios import Row, rows_of
from benchmarks.speed.worker import WORKERS, Worker, one_core, opened

OURS, SCAN = "elman", "JAX scan"
TOLERANCE = 5e-5
"""Of the largest number of an array; the sums are of up to 4,096 products, in another order for each."""

CORES = ("one core", "all cores")

BLOCKS = {"elman": 1, "gru": 3, "lstm": 4, "mingru": 2}


class Shape(NamedTuple):
    """What is timed."""

    cell: str
    inputs: int
    hidden: int
    time: int
    batch: int

    def __str__(self) -> str:
        return f"{self.cell} {self.inputs}->{self.hidden}, T {self.time}, B {self.batch}"

    def operations(self) -> int:
        r"""Multiplications and additions of the products, forward and backward.

        A product of the step's ``rows`` by what it reads, input and state, is made once forward, and twice backward,
        by the weights and by what was read: :math:`6 \cdot T B \cdot rows \cdot (inputs + hidden)`. minGRU's rows read
        no state. What is done to single numbers does not count.
        """
        read = self.inputs + (0 if self.cell == "mingru" else self.hidden)
        return 6 * self.time * self.batch * BLOCKS[self.cell] * self.hidden * read


SHAPES = (
    *(Shape(cell, 64, 64, 40, 64) for cell in ("elman", "gru", "lstm", "mingru")),
    Shape("gru", 128, 256, 64, 64),
    Shape("elman", 50, 10, 25, 250),
)


class Peer(NamedTuple):
    """Who computes it: where, by which program, which cells."""

    who: str
    environment: Environment | None
    program: str
    cells: Sequence[str]
    kernel: str = ""


PEERS = (
    Peer(OURS, None, "our_recurrence.py", tuple(BLOCKS), "native"),
    Peer(SCAN, None, "our_recurrence.py", tuple(BLOCKS), "scan"),
    Peer("PyTorch", PYTORCH, "pytorch_recurrence.py", ("elman", "gru", "lstm")),
    Peer("Keras on JAX", KERAS, "keras_recurrence.py", ("elman", "gru", "lstm")),
)


def problem(shape: Shape) -> dict[str, np.ndarray]:
    """Inputs, weights, and the loss by every state."""
    rng = np.random.default_rng(0)
    rows = BLOCKS[shape.cell] * shape.hidden

    def draw(*extents: int, scale: float = 1.0) -> np.ndarray:
        return rng.normal(scale=scale, size=extents).astype(np.float32)

    arrays = {
        "inputs": draw(shape.time, shape.batch, shape.inputs),
        "d_states": draw(shape.time, shape.batch, shape.hidden),
        "weight_ih": draw(rows, shape.inputs, scale=shape.inputs**-0.5),
        "bias": draw(rows, scale=0.1),
    }
    if shape.cell != "mingru":
        arrays["weight_hh"] = draw(rows, shape.hidden, scale=shape.hidden**-0.5)
    if shape.cell == "gru":
        arrays["bias_candidate"] = draw(shape.hidden, scale=0.1)
    return arrays


def check_same(who: str, found: Mapping[str, Any], wanted: Mapping[str, Any]) -> None:
    """Refuse to time what computes something else.

    Raises:
        CannotRun: If the states or a gradient differ by more than ``TOLERANCE`` of its largest number.
    """
    for name, array in wanted.items():
        scale = max(float(np.abs(array).max()), 1.0)
        difference = float(np.abs(np.asarray(found[name], np.float64) - array).max()) / scale
        if not difference <= TOLERANCE:
            raise CannotRun(f"{who}: `{name}` differs from JAX's scan by {difference:.1e} of its largest number")


def measure(
    rounds: int,
    peak: Peak | None,
    cores: Sequence[str] = CORES,
    peers: Sequence[Peer] = PEERS,
    instruction_set: InstructionSet = BEST,
) -> Iterator[Row]:
    """Time every shape, on one core and on all.

    Args:
        rounds: Times each is called.
        peak: Measures what one core does at most, in each round, where that can be known.
        cores: Some of ``CORES``.
        peers: Ours, the scan that all are compared with, and others.
        instruction_set: What all are kept to.
    """
    for where in cores:
        core = one_core() if where == "one core" else None
        if where == "one core" and core is None:
            print("this system cannot keep a process to one core: left out", file=sys.stderr)
            continue
        with ExitStack() as stack:
            workers = {peer: started(stack, peer, core, instruction_set) for peer in peers}
            for shape in SHAPES:
                taken = {peer: worker for peer, worker in workers.items() if worker and shape.cell in peer.cells}
                ready = _prepared(shape, taken, instruction_set)
                yield from _time(shape, where, rounds, peak if core is not None else None, ready)


def started(stack: ExitStack, peer: Peer, core: int | None, instruction_set: InstructionSet = BEST) -> Worker | None:
    """A worker until the stack is left; None, and a word on standard error, where it cannot be."""
    try:
        python = sys.executable if peer.environment is None else peer.environment.python()
    except CannotRun as error:
        print(f"{peer.who} cannot run: {error}", file=sys.stderr)
        return None
    own = os.environ if peer.environment is None else peer.environment.variables_set()
    variables = {**own, **instruction_set.variables}
    return stack.enter_context(opened(python, WORKERS / peer.program, core=core, variables=variables))


def _time(shape: Shape, where: str, rounds: int, peak: Peak | None, ready: Mapping[Peer, Worker]) -> list[Row]:
    seconds: dict[str, list[float]] = {peer.who: [] for peer in ready}
    clock = "wall" if where == "all cores" else "process"
    least: list[float] = []
    for _ in range(rounds):
        if peak is not None:
            least.append(shape.operations() / peak())
        for peer, worker in ready.items():
            seconds[peer.who] += worker.seconds(1, clock)
    return rows_of(seconds, base=OURS, what=str(shape), where=where, unit="ms", peak_seconds=least or None)


def _prepared(shape: Shape, workers: Mapping[Peer, Worker], instruction_set: InstructionSet) -> dict[Peer, Worker]:
    """Those whose gradients are those of the scan; the others are told on standard error. Ours must be among them."""
    ready, answers = {}, {}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "problem.npz"
        np.savez(path, allow_pickle=False, **problem(shape))
        for peer, worker in workers.items():
            request = {"cell": shape.cell, "kernel": peer.kernel, "instruction_set": instruction_set.kernels}
            try:
                answers[peer] = worker.prepare(request, path)
            except CannotRun as error:
                print(f"{peer.who} cannot run {shape}: {error}", file=sys.stderr)
    wanted = next((answer for peer, answer in answers.items() if peer.who == SCAN), None)
    if wanted is None:
        raise CannotRun(f"{shape}: JAX's scan, which all are compared with, did not run")
    for peer, answer in answers.items():
        try:
            check_same(peer.who, answer, wanted)
            ready[peer] = workers[peer]
        except CannotRun as error:
            if peer.who == OURS:
                raise
            print(f"left out: {error}", file=sys.stderr)
    return ready
