"""What the package's answers are compared with: loops in float64, written from the equations and from nothing else.

One text at a time, one step at a time; arrays are named as in ``elman.architecture``.
"""

import unicodedata
from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from elman.architecture import Architecture

Vector = NDArray[np.float64]
Matrix = NDArray[np.float64]
Arrays = Mapping[str, NDArray[np.float64]]
States = tuple[Vector, ...]


def sigmoid(values: Vector) -> Vector:
    """1 / (1 + exp(-x))."""
    return 1 / (1 + np.exp(-values))


def elman_step(arrays: Arrays, now: Vector, states: States, activation: str) -> States:
    """h' = f(W_ih x + b + W_hh h)."""
    total = arrays["weight_ih"] @ now + arrays["bias"] + arrays["weight_hh"] @ states[0]
    return (np.tanh(total) if activation == "tanh" else np.maximum(total, 0),)


def gru_step(arrays: Arrays, now: Vector, states: States, _: str) -> States:
    """The reset gate acts after the product; rows are those of r, z, n."""
    (hidden,) = states
    size = len(hidden)
    r, z, n = (slice(gate * size, (gate + 1) * size) for gate in range(3))
    w, u, b = arrays["weight_ih"], arrays["weight_hh"], arrays["bias"]
    reset = sigmoid(w[r] @ now + b[r] + u[r] @ hidden)
    update = sigmoid(w[z] @ now + b[z] + u[z] @ hidden)
    candidate = np.tanh(w[n] @ now + b[n] + reset * (u[n] @ hidden + arrays["bias_candidate"]))
    return ((1 - update) * candidate + update * hidden,)


def lstm_step(arrays: Arrays, now: Vector, states: States, _: str) -> States:
    """Rows are those of i, f, g, o."""
    hidden, memory = states
    size = len(hidden)
    i, f, g, o = (slice(gate * size, (gate + 1) * size) for gate in range(4))
    total = arrays["weight_ih"] @ now + arrays["bias"] + arrays["weight_hh"] @ hidden
    memory = sigmoid(total[f]) * memory + sigmoid(total[i]) * np.tanh(total[g])
    return sigmoid(total[o]) * np.tanh(memory), memory


def mingru_step(arrays: Arrays, now: Vector, states: States, _: str) -> States:
    """Rows are those of z, v."""
    (hidden,) = states
    size = len(hidden)
    total = arrays["weight_ih"] @ now + arrays["bias"]
    update = sigmoid(total[:size])
    return ((1 - update) * hidden + update * total[size:],)


Step = Callable[[Arrays, Vector, States, str], States]
STEPS: dict[str, Step] = {"elman": elman_step, "gru": gru_step, "lstm": lstm_step, "mingru": mingru_step}


def read_text(
    cell: str, arrays: Arrays, inputs: Matrix, initial: States, *, activation: str = "tanh"
) -> tuple[list[Vector], States]:
    """The hidden state after every step of one text without padding, and all states after the last step."""
    states, every = initial, []
    for now in inputs:
        states = STEPS[cell](arrays, now, states, activation)
        every.append(states[0])
    return every, states


def elman_backward(
    arrays: Arrays, inputs: Matrix, initial: Vector, hidden_gradients: Matrix
) -> dict[str, NDArray[np.float64]]:
    """Backpropagation through time for one text and an Elman cell with tanh.

    Args:
        arrays: The cell.
        inputs: ``[time, input]``, without padding.
        initial: The state before the first step.
        hidden_gradients: The loss's direct derivative with respect to the state after every step.
    """
    every = [initial, *read_text("elman", arrays, inputs, (initial,))[0]]
    gradients = {name: np.zeros_like(array) for name, array in arrays.items()}
    gradients["inputs"] = np.zeros_like(inputs)
    carried = np.zeros_like(initial)
    for time in reversed(range(len(inputs))):
        total = (hidden_gradients[time] + carried) * (1 - every[time + 1] ** 2)
        gradients["weight_ih"] += np.outer(total, inputs[time])
        gradients["weight_hh"] += np.outer(total, every[time])
        gradients["bias"] += total
        gradients["inputs"][time] = arrays["weight_ih"].T @ total
        carried = arrays["weight_hh"].T @ total
    return gradients | {"initial": carried}


def pooled(parts: Sequence[str], inputs: Matrix, states: Matrix, ended: Vector) -> Vector:
    """The pooled vectors of one text without padding, side by side; zeros where there is nothing to pool."""
    empty = len(inputs) == 0
    vectors = {
        "last": ended,
        "mean": np.zeros(states.shape[1]) if empty else states.sum(axis=0) / len(states),
        "max": np.zeros(states.shape[1]) if empty else np.array([max(channel) for channel in states.T]),
        "inputs": np.zeros(inputs.shape[1]) if empty else inputs.sum(axis=0) / len(inputs),
    }
    return np.concatenate([vectors[part] for part in parts])


def text_logits(architecture: Architecture, arrays: Arrays, token_ids: Sequence[int]) -> Vector:
    """The logits of one text without padding, from the arrays of a whole network."""
    arrays = {name: np.asarray(array, np.float64) for name, array in arrays.items()}
    inputs = arrays["embedding.weight"][np.array(token_ids, int)]
    states, ended = inputs, np.zeros(0)
    zeros = np.zeros(architecture.hidden_size)
    initial = (zeros, zeros) if architecture.cell == "lstm" else (zeros,)
    for layer in range(architecture.num_layers):
        readings, ends = [], []
        for direction in architecture.directions:
            prefix = f"layers.{layer}.{direction}."
            cell = {name.removeprefix(prefix): array for name, array in arrays.items() if name.startswith(prefix)}
            turn = -1 if direction == "backward" else 1
            every, last = read_text(
                architecture.cell, cell, states[::turn], initial, activation=architecture.activation
            )
            readings.append(np.reshape(every, (len(inputs), architecture.hidden_size))[::turn])
            ends.append(last[0])
        states, ended = np.concatenate(readings, axis=1), np.concatenate(ends)
    vector = pooled(architecture.pooling, inputs, states, ended)
    return arrays["head.weight"] @ vector + arrays["head.bias"]


def central_differences(
    function: Callable[[dict[str, NDArray[np.float64]]], float], arrays: Arrays, step: float = 1e-6
) -> dict[str, NDArray[np.float64]]:
    """The derivative of a number with respect to every entry of every array, one entry at a time."""
    gradients = {}
    for name, array in arrays.items():
        gradients[name] = np.zeros_like(array)
        for place in np.ndindex(array.shape):
            ends = []
            for sign in (1, -1):
                moved = array.copy()
                moved[place] += sign * step
                ends.append(function({**arrays, name: moved}))
            gradients[name][place] = (ends[0] - ends[1]) / (2 * step)
    return gradients


def clean(text: str) -> str:
    """The chapter's cleaning, character by character: letters and white space stay, white space becomes one space."""
    kept = "".join(character for character in text if character.isalpha() or character.isspace())
    return " ".join(kept.split()).lower()


def pieces(text: str) -> list[str]:
    """Words, numbers, entities and single symbols, found by walking along the text once."""
    found = []
    start = 0
    while start < len(text):
        stop = start + 1
        if text[start] == "&" and (entity := _entity_end(text, start)):
            stop = entity
        elif _is_letter(text[start]):
            stop = _run_end(text, start, _is_letter)
            while stop + 1 < len(text) and text[stop] in "'’" and _is_letter(text[stop + 1]):
                stop = _run_end(text, stop + 1, _is_letter)
        elif _is_digit(text[start]):
            stop = _run_end(text, start, _is_digit)
        if not text[start].isspace():
            found.append(text[start:stop])
        start = stop
    return found


def _is_letter(character: str) -> bool:
    return unicodedata.category(character)[0] in "LM"


def _is_digit(character: str) -> bool:
    return unicodedata.category(character) == "Nd"


def _run_end(text: str, start: int, belongs: Callable[[str], bool]) -> int:
    while start < len(text) and belongs(text[start]):
        start += 1
    return start


def _entity_end(text: str, start: int) -> int:
    """Where the entity that begins with the ampersand at ``start`` ends; 0 if there is none."""
    numeric = text[start + 1 : start + 2] == "#"
    begin = start + 1 + numeric
    stop = _run_end(text, begin, _is_digit if numeric else _is_letter)
    return stop + 1 if stop > begin and text[stop : stop + 1] == ";" else 0
