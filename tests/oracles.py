"""What the package's answers are compared with: loops in float64, written from the equations and from nothing else.

One text at a time, one step at a time; arrays are named as in ``elman.architecture``.
"""

import unicodedata
from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from elman.architecture import Architecture, LanguageArchitecture

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


def token_vectors(table: Matrix, tokens: Sequence[Sequence[int]]) -> Matrix:
    """The sum of each token's feature rows over the root of their number; zeros for a token without any."""
    vectors = np.zeros((len(tokens), table.shape[1]))
    for vector, token in zip(vectors, tokens, strict=True):
        for feature in token:
            vector += table[feature] / np.sqrt(len(token))
    return vectors


def text_logits(architecture: Architecture, arrays: Arrays, tokens: Sequence[Sequence[int]]) -> Vector:
    """The logits of one text without padding, each token its feature ids, from the arrays of a whole network."""
    arrays = {name: np.asarray(array, np.float64) for name, array in arrays.items()}
    inputs, states, ended = text_states(architecture, arrays, tokens)
    vector = pooled(architecture.pooling, inputs, states, ended)
    return arrays["head.weight"] @ vector + arrays["head.bias"]


def step_logits(architecture: Architecture, arrays: Arrays, tokens: Sequence[Sequence[int]]) -> Matrix:
    """The logits of every token of one text without padding, for a network that pools nothing."""
    arrays = {name: np.asarray(array, np.float64) for name, array in arrays.items()}
    _, states, _ = text_states(architecture, arrays, tokens)
    return np.array([arrays["head.weight"] @ state + arrays["head.bias"] for state in states])


def text_states(
    architecture: Architecture, arrays: Arrays, tokens: Sequence[Sequence[int]]
) -> tuple[Matrix, Matrix, Vector]:
    """The token vectors of one text, the top layer's states, and those with which its readings ended."""
    inputs = token_vectors(arrays["embedding.weight"], tokens)
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
    return inputs, states, ended


def ngram_row(token_ids: Sequence[int], buckets: int) -> int:
    """The row of an n-gram: FNV-1a over ids, in whole numbers without a limit."""
    total = 2166136261
    for token_id in token_ids:
        total = (total ^ token_id) * 16777619 % 2**32
    return (total ^ total // 2**15) % buckets


def next_token_nats(
    architecture: LanguageArchitecture, arrays: Arrays, token_ids: Sequence[int], max_ngram: int = 1
) -> Vector:
    """What each token of a text costs a language model in nats, given all before it; the first is given id 0."""
    arrays = {name: np.asarray(array, np.float64) for name, array in arrays.items()}
    given = [0, *token_ids[:-1]]
    inputs: list[Vector] = [arrays["embedding.weight"][each].copy() for each in given]
    padded = [0] * max_ngram + given
    for length in range(2, max_ngram + 1):
        for step, vector in enumerate(inputs):
            end = step + max_ngram + 1
            vector += arrays["ngrams.weight"][ngram_row(padded[end - length : end], architecture.ngram_buckets)]
    zeros = np.zeros(architecture.hidden_size)
    for layer in range(architecture.num_layers):
        prefix = f"layers.{layer}.forward."
        cell = {name.removeprefix(prefix): array for name, array in arrays.items() if name.startswith(prefix)}
        initial = (zeros, zeros) if architecture.cell == "lstm" else (zeros,)
        inputs, _ = read_text(architecture.cell, cell, np.array(inputs), initial, activation=architecture.activation)
    weight = arrays["embedding.weight"] if architecture.tied else arrays["output.weight"]
    nats = []
    for state, token_id in zip(inputs, token_ids, strict=True):
        vector = arrays["output.projection"] @ state if architecture.projects else state
        logits = weight @ vector + arrays["output.bias"]
        nats.append(np.log(np.exp(logits - logits.max()).sum()) + logits.max() - logits[token_id])
    return np.array(nats)


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


def unseen(character: str) -> bool:
    """Whether a character is default ignorable, as Unicode's ``DerivedCoreProperties`` derive it.

    Format characters and variation selectors and a few that are listed one by one, but not what marks numbers,
    annotations and hieroglyphs.
    """
    name, code = unicodedata.name(character, ""), ord(character)
    if unicodedata.category(character) == "Cf":
        numbers = (*range(0x600, 0x606), 0x6DD, 0x70F, 0x890, 0x891, 0x8E2, 0x110BD, 0x110CD)
        return code not in numbers and not name.startswith(("INTERLINEAR ANNOTATION", "EGYPTIAN HIEROGLYPH"))
    listed = (0x34F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x2065, 0x3164, 0xFFA0, *range(0xFFF0, 0xFFF9))
    return "VARIATION SELECTOR" in name or code in listed or 0xE0000 <= code <= 0xE0FFF


def pieces_in_context(text: str) -> list[tuple[str, str, str]]:
    """Every piece between the characters on its left and right, which are found by walking along the text once."""
    found = []
    start = 0
    for piece in pieces(text):
        while text[start].isspace():
            start += 1
        stop = start + len(piece)
        before = "<" if start == 0 or text[start - 1].isspace() else text[start - 1].lower()
        after = ">" if stop == len(text) or text[stop].isspace() else text[stop].lower()
        found.append((before, piece, after))
        start = stop
    return found


def piece_shape(piece: str) -> str:
    """How a piece is written: by the category of its first character, and by the cases of its letters one by one."""
    category = unicodedata.category(piece[0])
    if category == "Nd":
        return f"0{len(piece) if len(piece) < 12 else 12}"
    if category[0] == "L" or (category[0] == "M" and len(piece) > 1):
        capital = [character.isupper() for character in piece]
        small = [character.islower() or unicodedata.category(character) == "Lt" for character in piece]
        changed = [character.lower() != character for character in piece]
        if any(capital) and not any(small):
            return "A" if len(piece) == 1 else "AA"
        if any(changed[1:]):
            return "aA"
        return "Aa" if changed[0] else "a"
    return category if len(piece) == 1 else "&"


def piece_features(before: str, piece: str, after: str, shortest: int, longest: int, most: int) -> list[str]:
    """The word, the shapes, the n-grams and the whole, one after the other, each at its first place."""
    shape = piece_shape(piece)
    number = shape[0] == "0" and len(piece) > 4
    found = ["=:" + shape if number else "=" + piece.lower()]
    found += [":" + shape, ":" + before + shape, ":" + shape + after, ":" + before + shape + after]
    whole = before + piece.lower() + after
    for size in range(shortest, longest + 1):
        for start in range(len(whole)):
            if start + size <= len(whole):
                found.append("~" + whole[start : start + size])
    if len(whole) <= longest + 1:
        found.append("~" + whole)
    different: list[str] = []
    for feature in found:
        if feature not in different and len(different) < most:
            different.append(feature)
    return different


def pair_features(text: str) -> list[str]:
    """Of every piece: the one before it and itself, in lower case; of a number, zero and how many digits, up to 12."""
    found, before = [], "<"
    for piece in pieces(text):
        read = f"0{min(len(piece), 12)}" if _is_digit(piece[0]) else piece.lower()
        found.append("_" + before + " " + read)
        before = read
    return found


def surface_tokens(text: str) -> list[str]:
    """The seven tokens about a whole text, counted character by character and binned in whole numbers."""
    digits = [_is_digit(character) for character in text]
    lettered = [character.isalnum() and not _is_digit(character) for character in text]
    symbols = [not character.isalnum() and not character.isspace() for character in text]
    capitals = [character.isupper() for character in text]
    runs, words = _run_lengths(digits), _run_lengths(lettered)
    return [
        f"length:{_third_octaves(len(text))}",
        f"digits:{_third_octaves(sum(digits))}",
        f"capitals:{_root_tenths(sum(capitals), sum(lettered))}",
        f"run:{min([12, max([0, *runs])])}",
        f"word:{2 * sum(words) // len(words) if words else 0}",
        f"symbols:{_root_tenths(sum(symbols), len(text))}",
        f"numbers:{min(8, len(runs))}",
    ]


def _run_lengths(belongs: Sequence[bool]) -> list[int]:
    """How long each run of True is."""
    lengths = []
    for position, each in enumerate(belongs):
        if each and position and belongs[position - 1]:
            lengths[-1] += 1
        elif each:
            lengths.append(1)
    return lengths


def _third_octaves(count: int) -> int:
    """The largest n of which 2 ** (n / 3) is at most 1 + count."""
    bins = 0
    while 2 ** (bins + 1) <= (1 + count) ** 3:
        bins += 1
    return bins


def _root_tenths(part: int, whole: int) -> int:
    """The n from 0 to 10 that is nearest to ten times the root of the share; of two as near, the even one."""
    squares = {n: (2 * n - 1) ** 2 * max(whole, 1) for n in range(12)}  # 400 times the share where n - 1/2 becomes n
    bins = 0
    while bins < 10 and (400 * part > squares[bins + 1] or (400 * part == squares[bins + 1] and bins % 2)):
        bins += 1
    return bins
