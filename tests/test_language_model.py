"""The Python face of language models: what it answers is the runtime's, saved and loaded without loss."""

import jax
import numpy as np
import pytest

import elman
from elman.errors import DataError, PresetError, UsageError
from elman.presets import LanguagePreset
from elman.runtime import LanguageRuntime

TEXT = "the cat sat on the mat.\nthe dog sat on the log!\n" * 30


@pytest.fixture(scope="module")
def model():
    """A small model of characters."""
    sizes = {"hidden_size": 6, "embedding_size": 4, "streams": 4, "bptt_length": 20, "epochs": 2}
    return elman.LanguageModel("char", seed=5, **sizes).fit(TEXT)


def test_it_answers_as_the_runtime_does(model):
    nats = LanguageRuntime(model.bundle_).surprise("the dog")[1]
    np.testing.assert_array_equal(model.log_prob("the dog"), -nats)
    assert model.perplexity("the dog") == pytest.approx(np.exp(nats.mean()), rel=1e-12)


def test_a_saved_model_answers_bit_for_bit_as_before(model, tmp_path):
    model.save(tmp_path / "model")
    loaded = elman.LanguageModel.load(tmp_path / "model")
    np.testing.assert_array_equal(loaded.log_prob(TEXT[:100]), model.log_prob(TEXT[:100]))
    assert loaded.sample("the ", length=20, seed=2) == model.sample("the ", length=20, seed=2)
    assert (loaded.settings, loaded.seed) == (model.settings, 5)


def test_samples_have_their_length_and_streams_are_samples_in_parts(model):
    assert len(model.sample(length=33, top_p=0.9)) == 33
    assert "".join(model.stream("the ", length=9, seed=1, top_k=3)) == model.sample("the ", length=9, seed=1, top_k=3)


def test_a_validation_text_may_be_given(model):
    other = elman.LanguageModel(model.settings, epochs=1).fit(TEXT, validation="the cat")
    assert other.bundle_.metrics["validation"]["tokens"] == 7
    assert other.bundle_.training_data.texts == len(TEXT)


def test_mistakes_are_told():
    with pytest.raises(PresetError, match="`preset`: expected one of char, "):
        elman.LanguageModel("sentence")
    with pytest.raises(PresetError, match="`hiden_size`: no such setting"):
        elman.LanguageModel(hiden_size=3)
    with pytest.raises(UsageError, match="not fitted yet"):
        elman.LanguageModel().perplexity("a")
    with pytest.raises(DataError, match="`text`: expected one string; got list"):
        elman.LanguageModel().fit(["a", "b"])


def test_what_is_no_text_is_refused(model):
    for attempt, name in (
        (lambda: model.perplexity(b"the"), "text"),
        (lambda: model.log_prob(None), "text"),
        (lambda: model.sample(b"the"), "prompt"),
        (lambda: elman.LanguageModel().fit(TEXT, validation=b"the"), "validation"),
    ):
        with pytest.raises(DataError, match=f"`{name}`: expected one string; got "):
            attempt()
    with pytest.raises(UsageError, match=r"`length`: expected a whole number from 0 on; got 2\.5"):
        model.sample("the", length=2.5)


def test_numbers_of_numpy_will_do(model):
    assert model.sample("the", length=np.int64(4)) == model.sample("the", length=4)
    settings = {"temperature": np.float32(0.5), "top_k": np.int32(3), "top_p": np.float64(0.9)}
    plain = {name: value.item() for name, value in settings.items()}
    assert model.sample("the", length=9, **settings) == model.sample("the", length=9, **plain)


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"temperature": "a"}, "`temperature`: expected a number; got 'a'"),
        ({"top_k": 1.5}, r"`top_k`: expected a whole number; got 1\.5"),
        ({"top_p": "b"}, "`top_p`: expected a number; got 'b'"),
    ],
)
def test_what_is_no_number_is_refused(model, settings, message):
    with pytest.raises(UsageError, match=message):
        model.sample("the", length=2, **settings)


def test_a_stream_refuses_at_once_what_it_cannot_write(model):
    with pytest.raises(DataError, match="prompt: expected characters that the model knows"):
        model.stream("the 中")
    with pytest.raises(UsageError, match="`seed`: expected a whole number from 0 on; got -1"):
        model.stream(seed=-1)
    with pytest.raises(UsageError, match="`temperature`: expected a number; got None"):
        model.stream(temperature=None)


def test_bytes_are_told_how_they_become_text(model):
    with pytest.raises(DataError) as caught:
        model.fit(b"the cat")
    assert caught.value.hint == 'decode it, such as by .decode(errors="surrogateescape"), which loses no byte'


def test_it_shows_how_it_was_made(model):
    settings = "hidden_size=6, embedding_size=4, streams=4, bptt_length=20, epochs=2"
    assert repr(model) == f"LanguageModel(preset='char', seed=5, verbose=False, {settings})"
    own = elman.LanguageModel(LanguagePreset(name="own", hidden_size=8))
    made = eval(repr(own), {"LanguageModel": elman.LanguageModel, "LanguagePreset": LanguagePreset})  # noqa: S307
    assert made.settings == own.settings


def test_it_learns_where_jax_has_numbers_of_64_bits():
    sizes = {"hidden_size": 6, "embedding_size": 4, "streams": 4, "bptt_length": 20, "epochs": 1}
    with jax.enable_x64(True):
        wide = elman.LanguageModel("char", **sizes).fit(TEXT)
    assert np.isfinite(wide.perplexity("the cat"))


def test_its_settings_can_be_read_and_changed():
    one = elman.LanguageModel(epochs=3).set_params(hidden_size=8)
    assert one.get_params() == {"preset": "char", "seed": 0, "verbose": False, "epochs": 3, "hidden_size": 8}
    assert (one.settings.epochs, one.settings.hidden_size) == (3, 8)
