"""Hidden states against a loop in float64, and running probabilities against one reading in parts."""

import numpy as np
import pytest

from elman.architecture import CELL_LAYOUTS
from elman.errors import DataError, UsageError
from elman.explain import hidden_states, running_probabilities, stages
from elman.explain.running import MOST_WORDS
from elman.runtime import Runtime
from tests import oracles
from tests.bundle.samples import make_bundle

TEXT = "free prize home unheard free"
IDS = [2, 3, 4, 1, 2]


def layer_of(bundle, inputs, layer, direction):
    prefix = f"layers.{layer}.{direction}."
    arrays = {
        name.removeprefix(prefix): array.astype(float)
        for name, array in bundle.weights.items()
        if name.startswith(prefix)
    }
    zeros = (np.zeros(2), np.zeros(2))[: 2 if bundle.preset.cell == "lstm" else 1]
    order = slice(None, None, -1) if direction == "backward" else slice(None)
    every, _ = oracles.read_text(bundle.preset.cell, arrays, inputs[order], zeros)
    return np.array(every)[order]


@pytest.mark.parametrize("cell", CELL_LAYOUTS)
def test_states_of_both_layers_and_both_readings(cell):
    bundle = make_bundle(settings={"cell": cell, "bidirectional": True, "num_layers": 2})
    inputs = bundle.weights["embedding.weight"][IDS].astype(float)
    for layer in (1, 2):
        found = hidden_states(bundle, TEXT, layer=layer)
        assert found.tokens == tuple(TEXT.split())
        expected = {name: layer_of(bundle, inputs, layer - 1, name) for name in ("forward", "backward")}
        assert list(found.readings) == ["forward", "backward"]
        for name, states in expected.items():
            np.testing.assert_allclose(found.readings[name], states, atol=1e-5)
        inputs = np.concatenate(list(expected.values()), axis=1)
    np.testing.assert_array_equal(hidden_states(bundle, TEXT).readings["forward"], found.readings["forward"])


def test_what_cannot_be_shown_is_refused():
    bundle = make_bundle()
    with pytest.raises(UsageError, match=r"^`layer`: expected 1 to 1; got 2\nhint: count from the bottom"):
        hidden_states(bundle, TEXT, layer=2)
    with pytest.raises(DataError, match=r"^the text: expected at least one token; got none that this model reads"):
        hidden_states(bundle, " ")


@pytest.mark.parametrize("settings", [{"pooling": "mean+max"}, {"features": "subword", "word_pairs": True}])
def test_running_probabilities_are_those_of_one_reading_where_there_is_one(settings):
    runtime = Runtime(make_bundle(settings=settings, tokens=("free", "=free", "=prize", "~ize>", "_free prize")))
    found = running_probabilities(runtime, "  free, prize\nhome free ")
    assert found.words == ("free,", "prize", "home", "free")
    assert found.labels == runtime.labels
    stream = runtime.stream()
    expected = [stream.probabilities()]
    for word in found.words:
        stream.feed(word + " ")
        expected.append(stream.probabilities())
    np.testing.assert_allclose(found.probabilities, expected, atol=1e-5)


def test_running_probabilities_of_a_model_that_reads_from_the_end_are_answers_to_beginnings():
    runtime = Runtime(make_bundle(settings={"bidirectional": True}))
    found = running_probabilities(runtime, "free prize")
    np.testing.assert_array_equal(found.probabilities, runtime.probabilities(["", "free", "free prize"]))


@pytest.mark.parametrize("text", ["", " \n", "a " * (MOST_WORDS + 1)], ids=["empty", "blank", "long"])
def test_a_text_without_words_or_with_too_many_is_refused(text):
    with pytest.raises(DataError, match=r"^the text: expected 1 to 2,000 words; got (0|2,001)\nhint: give "):
        running_probabilities(Runtime(make_bundle()), text)


@pytest.mark.parametrize("cell", CELL_LAYOUTS)
def test_the_stages_have_every_array_of_the_network(cell):
    bundle = make_bundle(settings={"cell": cell, "num_layers": 3, "bidirectional": True, "pooling": "max+inputs"})
    found = stages(bundle.architecture)
    assert [stage.name for stage in found] == ["embedding", "layer 1", "layer 2", "layer 3", "pooling", "head"]
    assert sum(stage.parameters for stage in found) == sum(array.size for array in bundle.weights.values())
    assert [stage.width for stage in found] == [2, 4, 4, 4, 6, 2]
