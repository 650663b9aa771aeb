"""A run's whole state in one file, so that a run killed at any moment goes on to the same bytes."""

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Protocol, TypeVar

import msgspec
import numpy as np
import safetensors.numpy
from numpy.typing import NDArray
from safetensors import SafetensorError, safe_open

import elman
from elman.errors import CheckpointError
from elman.nn import named_arrays, with_arrays
from elman.presets import Collection
from elman.replace import replace_file
from elman.train.run import RESTART, Run, require_checkpoint, set_aside


def run_identity(preset: Collection, seed: int, kernel: str, learned: Mapping[str, Any]) -> dict[str, Any]:
    """What a checkpoint must agree on for its run to go on: all of the run's own that decides a single bit of it.

    The machine and its JAX, which may decide the last bits too, are not looked at.

    Args:
        preset: Every setting.
        seed: Of every random draw.
        kernel: What computes the recurrence, a name in ``kernels.KERNELS``.
        learned: What is learned from: names and digests, by what they are of.
    """
    return {
        "elman version": elman.__version__,
        "seed": seed,
        "kernel": "native" if kernel == "native" else "reference",  # as --kernel has it
        **{f"setting `{name}`": value for name, value in preset.settings().items()},
        **learned,  # which the settings have a part in: they are compared first
    }


class State(Protocol):
    """A run's arrays: a tuple of which one field is the network."""

    @property
    def network(self) -> Any:
        """The weights."""


_State = TypeVar("_State", bound=State)


@dataclass
class Position:
    """How far a run has come, apart from its arrays.

    Args:
        epoch: Whole epochs done.
        losses: Loss of every step of the epoch under way.
        loss_sum: Sum of the texts' losses in the epoch under way.
        correct: Texts hit in the epoch under way.
        history: One row for each whole epoch.
        norms: Length of the gradient at every step of the epoch under way, where it is kept.
        samples: Texts that a language model wrote on the way, each with its epoch.
    """

    epoch: int = 0
    losses: list[float] = field(default_factory=list)
    loss_sum: float = 0.0
    correct: int = 0
    history: list[dict[str, int | float]] = field(default_factory=list)
    norms: list[float] = field(default_factory=list)
    samples: list[dict[str, int | str]] = field(default_factory=list)

    def end_epoch(self, row: dict[str, int | float]) -> None:
        """Count the epoch under way as done; the next one begins with nothing."""
        self.history.append(row)
        self.epoch, self.losses, self.loss_sum, self.correct, self.norms = self.epoch + 1, [], 0.0, 0, []


@dataclass(frozen=True)
class Checkpoint:
    """Where a run's state is kept.

    Args:
        path: The file.
        run: What the run is, as plain JSON types; a file that says otherwise belongs to another run.
    """

    path: Path
    run: Mapping[str, Any]

    def save(self, state: State, best: Any, position: Position) -> None:
        """Write the state beside the file and rename it over.

        Args:
            state: The run's arrays.
            best: The network of the best epoch so far; None where there is none.
            position: How far the run has come.

        Raises:
            CheckpointError: If the disk refuses; the checkpoint that was there still stands.
        """
        arrays = named_arrays({"state": state} | ({} if best is None else {"best": best}))
        described = json.dumps({"run": self.run, "position": asdict(position)})
        content = safetensors.numpy.save(_contiguous(arrays), metadata={"elman": described})
        try:
            replace_file(self.path, content)
        except OSError as error:
            before = ", then go on with --resume from the checkpoint before it" if self.path.exists() else ""
            raise CheckpointError(
                f"`{self.path}`: cannot write the checkpoint: {error.strerror}", hint=f"free some space{before}"
            ) from None

    def load(self, state: _State) -> tuple[_State, Any, Position]:
        """The saved state, the network of the best epoch if there is one, and how far the run has come.

        Args:
            state: A new state of the same shapes.

        Raises:
            CheckpointError: If there is none, it is damaged, or it belongs to another run.
        """
        require_checkpoint(self.path)
        try:
            with self.path.open("rb"):  # safetensors would not say why it cannot
                pass
            with safe_open(self.path, framework="numpy") as file:
                described = json.loads((file.metadata() or {})["elman"])
            arrays = safetensors.numpy.load_file(self.path)
            run = msgspec.convert(described["run"], dict[str, Any])
            position = msgspec.convert(described["position"], Position)
            rows = [row["epoch"] for row in position.history]
            if len(rows) != position.epoch or rows != list(range(1, len(rows) + 1)):
                raise ValueError("its history is not a row for each epoch that is done")
        except OSError as error:
            reason = error.strerror or str(error)
            raise CheckpointError(
                f"`{self.path}`: cannot be read: {reason}", hint="check that it is a file of yours"
            ) from None
        except (SafetensorError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            raise CheckpointError(f"`{self.path}`: damaged checkpoint: {error}", hint=RESTART) from None
        self._check_run(run)
        new = {"state": state} | ({"best": state.network} if "best.embedding.weight" in arrays else {})
        if _signature(named_arrays(new)) != _signature(arrays):
            raise CheckpointError(f"`{self.path}`: damaged checkpoint: its arrays do not fit the run", hint=RESTART)
        loaded: dict[str, Any] = with_arrays(new, arrays)
        return loaded["state"], loaded.get("best"), position

    def _check_run(self, found: Mapping[str, Any]) -> None:
        for key, expected in self.run.items():
            if found.get(key) != expected:
                raise CheckpointError(
                    f"`{self.path}`: belongs to another run: its {key} is {_shown(found.get(key))}; "
                    f"this run's is {_shown(expected)}",
                    hint="resume with the command that was interrupted, or " + RESTART,
                )


def begin(
    run: Run, state: _State, identity: Callable[[], Mapping[str, Any]]
) -> tuple[Checkpoint | None, _State, Any, Position]:
    """Where a run begins: its checkpoint, its state, the network of the best epoch so far, and how far it has come.

    Args:
        run: Whether a checkpoint is kept, and whether it goes on from one.
        state: A new state.
        identity: Gives ``run_identity``; asked only where a checkpoint is kept.

    Raises:
        CheckpointError: See ``Checkpoint.load``.
    """
    if run.checkpoint is None:
        return None, state, None, Position()
    checkpoint = Checkpoint(run.checkpoint, identity())
    if run.resume:
        return checkpoint, *checkpoint.load(state)
    if run.checkpoint.exists():
        set_aside(run.checkpoint)
    return checkpoint, state, None, Position()


def _shown(value: object) -> str:
    text = json.dumps(value)
    return text if len(text) <= 60 else text[:56] + '..."' if text[0] == '"' else text[:57] + "..."


def _contiguous(arrays: Mapping[str, NDArray[np.generic]]) -> dict[str, NDArray[np.generic]]:
    return {name: np.ascontiguousarray(array).reshape(array.shape) for name, array in arrays.items()}


def _signature(arrays: Mapping[str, NDArray[np.generic]]) -> dict[str, tuple[tuple[int, ...], str]]:
    return {name: (array.shape, str(array.dtype)) for name, array in arrays.items()}
