"""A text's answer does not depend on its company: the same bits alone, in any batch, in any order."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from elman.runtime import Runtime, runtime
from tests import strategies
from tests.bundle.samples import make_bundle

WORDS = tuple("abcdefg")
LABELS = {2: ("ham", "spam"), 3: (1, 2, 3), 20: tuple(range(20))}
batches = st.lists(
    st.lists(st.sampled_from([*WORDS, "?"]), max_size=12).map(" ".join) | strategies.texts, min_size=1, max_size=12
)


def make_runtime(cell="mingru", classes=2, **settings):
    settings = {"bidirectional": True, "pooling": "last+mean+max+inputs", "hidden_size": 5, "cell": cell, **settings}
    return Runtime(make_bundle(settings=settings, tokens=WORDS, labels=LABELS[classes]))


RUNTIMES = {
    f"{cell}, {classes} classes": make_runtime(cell, classes, num_layers=layers)
    for cell, classes, layers in [("elman", 2, 1), ("gru", 3, 2), ("lstm", 20, 1), ("mingru", 2, 2)]
}


@pytest.mark.parametrize("kind", RUNTIMES)
@settings(max_examples=60)
@given(texts=batches, data=st.data())
def test_a_text_is_answered_alike_alone_in_any_batch_and_in_any_order(kind, texts, data):
    answers = RUNTIMES[kind]
    together = answers.probabilities(texts)
    for text, row in zip(texts, together, strict=True):
        assert answers.probabilities([text])[0].tobytes() == row.tobytes()
    order = data.draw(st.permutations(range(len(texts))))
    assert answers.probabilities([texts[each] for each in order]).tobytes() == together[order].tobytes()


@settings(max_examples=60)
@given(texts=batches, at_once=st.integers(1, 40))
def test_how_many_are_held_in_memory_at_a_time_changes_nothing(texts, at_once):
    answers = RUNTIMES["gru, 3 classes"]
    expected = answers.probabilities(texts)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(runtime, "_STEPS_AT_ONCE", at_once)
        assert answers.probabilities(texts).tobytes() == expected.tobytes()


@given(lengths=st.lists(st.integers(0, 50)), at_once=st.integers(1, 100))
def test_blocks_hold_every_text_once_and_no_more_than_fits(lengths, at_once):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(runtime, "_STEPS_AT_ONCE", at_once)
        blocks = list(runtime._chunks(lengths))
    assert sorted(row for block in blocks for row in block) == list(range(len(lengths)))
    for block in blocks:
        assert block
        assert len(block) == 1 or len(block) * max(lengths[row] for row in block) <= at_once


@pytest.mark.parametrize("width", [1, 7, 8, 16, 33])
def test_wide_and_narrow_networks_answer_alike_in_any_company(width):
    answers = make_runtime("gru", hidden_size=width, embedding_size=width)
    texts = [" ".join(WORDS[: each % 8]) for each in range(70)]
    together = answers.probabilities(texts)
    alone = np.concatenate([answers.probabilities([text]) for text in texts])
    assert together.tobytes() == alone.tobytes()
