"""What a model folder says must fit together: arrays, labels, threshold, tokens, digests; and nothing outside it."""

import hashlib
import json

import numpy as np
import pytest
import safetensors.numpy

from elman.bundle import Bundle, read_bundle
from elman.errors import BundleError
from tests.bundle.samples import change_config, make_bundle, refusal, resign

DAMAGED = "the folder is damaged; copy it again or train the model again"


def change_weights(folder, change):
    """Edit the arrays and sign them."""
    path = folder / "weights.safetensors"
    arrays = safetensors.numpy.load(path.read_bytes())
    change(arrays)
    path.write_bytes(safetensors.numpy.save(arrays))
    resign(folder)


def change_tokens(folder, tokens):
    """Put other tokens in and sign them."""
    (folder / "vocabulary.json").write_text(json.dumps(tokens))
    resign(folder)


def assert_refused(folder, message):
    error = refusal(folder)
    assert error.message == f"`{folder}`: {message}"
    assert error.hint == DAMAGED


def test_an_array_of_another_shape(folder):
    change_weights(folder, lambda arrays: arrays.update({"head.bias": np.zeros(3, np.float32)}))
    assert_refused(folder, "weights: `head.bias`: expected float32 of shape (2,); got float32 of shape (3,)")


@pytest.mark.parametrize("kind", ["float16", "float64", "int32"])
def test_an_array_of_other_numbers(folder, kind):
    change_weights(folder, lambda arrays: arrays.update({"head.bias": np.zeros(2, kind)}))
    assert_refused(folder, f"weights: `head.bias`: expected float32 of shape (2,); got {kind} of shape (2,)")


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
@pytest.mark.parametrize("name", ["embedding.weight", "layers.0.forward.weight_hh", "head.bias"])
def test_a_number_that_is_not_finite(folder, name, value):
    def spoil(arrays):
        arrays[name] = arrays[name].copy()
        arrays[name].flat[-1] = value

    change_weights(folder, spoil)
    assert_refused(folder, f"weights: `{name}` holds a number that is not finite")


def test_a_missing_and_an_unknown_array(folder):
    change_weights(folder, lambda arrays: arrays.update(extra=arrays.pop("head.bias")))
    assert_refused(folder, "weights: missing arrays ['head.bias'], unknown arrays ['extra']")


def test_a_token_that_stands_twice(folder):
    tokens = json.loads((folder / "vocabulary.json").read_bytes())
    change_tokens(folder, [*tokens[:-1], tokens[0]])
    error = refusal(folder)
    assert error.message == f"`{folder / 'vocabulary.json'}`: vocabulary: the token 'free' stands twice"
    assert error.hint == DAMAGED


@pytest.mark.parametrize("tokens", [{}, "free", [1], ["free", None], None])
def test_tokens_that_are_not_a_list_of_strings(folder, tokens):
    change_tokens(folder, tokens)
    assert refusal(folder).message == f"`{folder / 'vocabulary.json'}`: expected a JSON list of strings"


def test_tokens_that_are_too_many_for_the_weights(folder):
    change_tokens(folder, [*json.loads((folder / "vocabulary.json").read_bytes()), "more"])
    assert_refused(
        folder, "weights: `embedding.weight`: expected float32 of shape (11, 2); got float32 of shape (10, 2)"
    )


def test_labels_that_are_too_many_for_the_weights(folder):
    change_config(folder, lambda config: config.update(labels=["a", "b", "c"], threshold=None, positive_label=None))
    assert_refused(folder, "weights: `head.weight`: expected float32 of shape (3, 2); got float32 of shape (2, 2)")


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"labels": ["ham", "ham"]}, "labels: expected at least two, all different; got ['ham', 'ham']"),
        ({"labels": [1, True]}, "labels: expected at least two, all different; got [1, True]"),
        ({"labels": ["1", 1]}, "labels: expected at least two, all different; got ['1', 1]"),
        ({"labels": [float("nan"), "a"]}, "labels: expected strings or finite numbers; got [nan, 'a']"),
        ({"positive_label": "eggs"}, "`positive_label`: expected one of ['ham', 'spam']; got 'eggs'"),
        ({"threshold": 1.5}, "`threshold`: expected a probability; got 1.5"),
        ({"threshold": -0.1}, "`threshold`: expected a probability; got -0.1"),
        ({"threshold": float("nan")}, "`threshold`: expected a probability; got nan"),
    ],
)
def test_labels_and_threshold_that_do_not_fit(folder, fields, message):
    change_config(folder, lambda config: config.update(fields))
    assert_refused(folder, message)


@pytest.mark.parametrize("fields", [{"threshold": None}, {"positive_label": None}, {"labels": ["a", "b", "c"]}])
def test_threshold_and_positive_label_belong_to_two_labels(folder, fields):
    change_config(folder, lambda config: config.update(fields))
    assert_refused(folder, "`threshold` and `positive_label`: expected both with two labels, neither with more")


@pytest.mark.parametrize("threshold", [0, 1, 0.0, 1.0])
def test_a_threshold_may_be_at_either_end(folder, threshold):
    change_config(folder, lambda config: config.update(threshold=threshold))
    assert read_bundle(folder).threshold == threshold


def test_a_bundle_in_memory_is_checked_as_well():
    with pytest.raises(BundleError, match=r"^labels: expected at least two, all different; got \['ham'\]$"):
        make_bundle(labels=("ham",), positive_label="ham", threshold=0.5)
    with pytest.raises(BundleError, match=r"^weights: expected 1 layers; got 0 arrays$"):
        make_bundle(weights={})


@pytest.mark.parametrize("name", ["vocabulary.json", "weights.safetensors"])
def test_a_file_that_the_model_was_not_saved_with(folder, name):
    path = folder / name
    content = path.read_bytes()
    # A space after the list and a bit of the last weight leave both files valid.
    path.write_bytes(
        content + b" " if name == "vocabulary.json" else content[:-4] + bytes([content[-4] ^ 1]) + content[-3:]
    )
    expected, got = (hashlib.sha256(each).hexdigest() for each in (content, path.read_bytes()))
    error = refusal(folder)
    assert error.message == (
        f"`{path}`: SHA-256: expected {expected}; got {got}: not the file this model was saved with"
    )
    assert error.hint == DAMAGED


@pytest.mark.parametrize("names", [[], ["vocabulary.json"], ["../secret"], ["config.json"], ["/etc/hostname"]])
def test_digests_of_other_files_are_refused_and_those_files_are_not_read(folder, names):
    change_config(folder, lambda config: config.update(sha256=dict.fromkeys(names, "00")))
    error = refusal(folder)
    assert error.message == (
        f"`{folder / 'config.json'}`: `sha256`: expected vocabulary.json and weights.safetensors; got {names}"
    )
    assert error.hint == DAMAGED


@pytest.mark.parametrize(
    "name", ["config.json", "vocabulary.json", "weights.safetensors", "metrics.json", "history.csv"]
)
def test_a_link_that_leads_outside_is_refused(folder, tmp_path, name):
    (folder / name).rename(tmp_path / name)
    (folder / name).symlink_to(tmp_path / name)
    error = refusal(folder)
    assert error.message == f"`{folder / name}`: a link that leads out of the model folder"
    assert error.hint == "put the file itself there"


def test_a_link_that_leads_nowhere_is_a_missing_file(folder):
    (folder / "metrics.json").unlink()
    (folder / "metrics.json").symlink_to("nowhere")
    assert refusal(folder).message == f"`{folder / 'metrics.json'}`: missing"


def test_a_link_to_the_whole_folder_is_followed(folder, tmp_path):
    (tmp_path / "link").symlink_to(folder)
    assert isinstance(read_bundle(tmp_path / "link"), Bundle)


def test_metrics_that_are_no_object(folder):
    (folder / "metrics.json").write_text("[1]")
    assert refusal(folder).message == f"`{folder / 'metrics.json'}`: expected a JSON object; got list"
