"""A language model answers: as a float64 loop does, whatever the windows, and writes what its seed says."""

import tracemalloc

import numpy as np
import pytest

from elman.architecture import CELL_LAYOUTS
from elman.bundle import LanguageBundle, TrainingData
from elman.errors import DataError
from elman.presets import LanguagePreset
from elman.runtime import LanguageRuntime, Sampling
from elman.runtime.language import perplexity
from elman.text import START_ID, UNKNOWN_ID, Vocabulary
from tests import oracles

TOKENS = tuple("etaoin shr\n")
SMALL = {"hidden_size": 6, "embedding_size": 5, "num_layers": 2}
TEXT = "the rain in hatonia is that she has no tin hat\n" * 12


def make_language_bundle(seed: int = 0, tokens=TOKENS, **settings) -> LanguageBundle:
    """A language model with normal weights."""
    preset = LanguagePreset().override({**SMALL, **settings})
    vocabulary = Vocabulary(tokens)
    rng = np.random.default_rng(seed)
    shapes = preset.architecture(len(vocabulary)).shapes()
    weights = {name: (0.7 * rng.normal(size=shape)).astype(np.float32) for name, shape in shapes.items()}
    return LanguageBundle(preset, vocabulary, weights, 7, TrainingData("text", "ab" * 32, 100))


@pytest.mark.parametrize("max_ngram", [1, 2, 4])
@pytest.mark.parametrize("tied", [False, True])
@pytest.mark.parametrize("cell", CELL_LAYOUTS)
def test_surprise_and_perplexity_are_those_of_a_loop(cell, tied, max_ngram):
    bundle = make_language_bundle(cell=cell, tie_embeddings=tied, max_ngram=max_ngram, ngram_buckets=100)
    tokens, nats = LanguageRuntime(bundle).surprise(TEXT)
    assert tokens == list(TEXT)
    token_ids = bundle.encoder.encode(TEXT).tolist()
    expected = oracles.next_token_nats(bundle.architecture, bundle.weights, token_ids, max_ngram)
    np.testing.assert_allclose(nats, expected, rtol=1e-4, atol=1e-5)
    measured = LanguageRuntime(bundle).measure(TEXT)
    assert measured["perplexity"] == pytest.approx(np.exp(expected.mean()), rel=1e-5)
    assert measured["bits_per_character"] == pytest.approx(expected.mean() / np.log(2), rel=1e-5)
    assert (measured["tokens"], measured["characters"]) == (len(TEXT), len(TEXT))


def test_a_stream_gives_the_same_to_the_last_bit():
    runtime = LanguageRuntime(make_language_bundle())
    _, nats = runtime.surprise(TEXT)
    reading = runtime.stream()
    for token_id, cost in zip(runtime.encoder.encode(TEXT).tolist(), nats, strict=True):
        assert -reading.log_probabilities()[token_id] == cost
        reading.read(token_id)


def test_whoever_measures_is_told_how_far_it_has_come_and_may_end_it():
    runtime, told = LanguageRuntime(make_language_bundle()), []
    runtime.measure(TEXT, tell=lambda done, of: told.append((done, of)))
    assert told == [(0, 564), (256, 564), (512, 564), (564, 564)]

    def enough(done, of):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        runtime.measure(TEXT, tell=enough)


def test_the_probabilities_of_the_next_token_sum_to_one():
    reading = LanguageRuntime(make_language_bundle()).stream()
    assert np.exp(reading.log_probabilities()).sum() == pytest.approx(1, abs=1e-12)


def test_the_start_is_a_text_of_no_tokens():
    with pytest.raises(DataError, match="`text`: expected at least one character; got none"):
        LanguageRuntime(make_language_bundle()).surprise("")


def test_unknown_tokens_are_counted_and_cost_what_the_unknown_costs():
    runtime = LanguageRuntime(make_language_bundle())
    measured = runtime.measure("tea?!")
    assert measured["unknown"] == 2
    assert runtime.surprise("?")[1][0] == -runtime.stream().log_probabilities()[UNKNOWN_ID]


def write(runtime, **options):
    chosen = {"prompt": "", "length": 50, "sampling": Sampling(), "seed": 0, **options}
    return "".join(runtime.write(**chosen))


def test_the_same_seed_writes_the_same_and_another_something_else():
    runtime = LanguageRuntime(make_language_bundle())
    assert write(runtime) == write(runtime)
    assert len({write(runtime, seed=seed) for seed in range(4)}) == 4
    assert write(runtime, length=20) == write(runtime)[:20]
    assert write(runtime, prompt="tea") != write(runtime, prompt="tin")


def test_temperature_zero_writes_the_likeliest_each_time():
    runtime = LanguageRuntime(make_language_bundle())
    reading, expected = runtime.stream(), ""
    for _ in range(30):
        log_probabilities = reading.log_probabilities()
        log_probabilities[[START_ID, UNKNOWN_ID]] = -np.inf
        expected += runtime.encoder.token(int(log_probabilities.argmax()))
        reading.read(int(log_probabilities.argmax()))
    assert write(runtime, length=30, sampling=Sampling(temperature=0)) == expected


def test_every_token_written_was_among_the_k_likeliest():
    runtime = LanguageRuntime(make_language_bundle())
    reading = runtime.stream()
    for character in write(runtime, length=200, sampling=Sampling(top_k=2)):
        log_probabilities = reading.log_probabilities()
        log_probabilities[[START_ID, UNKNOWN_ID]] = -np.inf
        token_id = runtime.bundle.vocabulary.encode([character])[0]
        assert token_id in np.argsort(-log_probabilities, kind="stable")[:2]
        reading.read(token_id)


def test_a_long_text_is_written_in_constant_memory():
    runtime = LanguageRuntime(make_language_bundle())
    peaks = []
    for length in (100, 600):
        tracemalloc.start()
        for _ in runtime.write("", length, Sampling(), 0):
            pass
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < peaks[0] + 10_000


def test_words_are_written_with_their_spaces_behind_the_prompt():
    tokens = ("tea", ",", "please")
    runtime = LanguageRuntime(make_language_bundle(tokens=tokens, level="word"))
    parts = list(runtime.write("tea", 40, Sampling(), 3))
    assert {part for part in parts if part} <= {" tea", ",", " please"}


def test_a_perplexity_may_be_more_than_a_number_can_say():
    assert perplexity(709.0) == pytest.approx(np.exp(709.0))
    assert perplexity(710.0) is None


def test_behind_a_prompt_that_ends_in_a_space_no_second_one_is_written():
    bundle = make_language_bundle(level="word", max_ngram=1, tokens=("to", "be"))
    runtime, sampling = LanguageRuntime(bundle), Sampling(temperature=0)
    plain, spaced = ("".join(runtime.write(prompt, 5, sampling, 0)) for prompt in ("to", "to "))
    assert plain == f" {spaced}"


def test_a_space_that_is_a_token_is_written_behind_a_prompt_too():
    runtime, sampling = LanguageRuntime(make_language_bundle()), Sampling(temperature=0)
    for prompt in ("the", "the ", "rain\n"):
        reading = runtime.stream()
        for token_id in runtime.encoder.encode(prompt).tolist():
            reading.read(token_id)
        likeliest = reading.log_probabilities()
        likeliest[[START_ID, UNKNOWN_ID]] = -np.inf
        written = list(runtime.write(prompt, 1, sampling, 0))
        assert written[0] == runtime.encoder.token(int(likeliest.argmax()))


def test_bytes_of_a_prompt_s_last_character_are_not_written_again():
    runtime = LanguageRuntime(make_language_bundle(tokens=tuple(map(chr, range(256))), level="byte"))
    written = "".join(runtime.write("caf\udcc3", 5, Sampling(), 1))
    assert len(written.encode("utf-8", errors="surrogateescape")) == 5
