"""What property tests draw from: texts of every kind, and the shapes of networks."""

from hypothesis import strategies as st

from elman.architecture import CELL_LAYOUTS, POOLINGS, Architecture

_TROUBLE = "'’&#;.!_ \t\n\u00a0\u200b\u200d\ufeff\x00\x1c€½²Ⅷ३٣ée\u0301ﬁßİ中🙂\U0001f3fd\u20e3\ud800\udfff09azAZ"

ascii_texts = st.text(st.characters(max_codepoint=127))
"""Any ASCII, control characters included."""

texts = st.one_of(st.text(st.characters(exclude_categories=())), st.text(st.sampled_from(_TROUBLE)), ascii_texts)
"""Any characters at all, lone surrogates included, with those that give trouble more often than their share."""

words = st.text(st.sampled_from("abcdé中'"), min_size=1, max_size=3)
"""Short words from few letters, so that some come again."""

poolings = st.lists(st.sampled_from(POOLINGS), min_size=1, max_size=len(POOLINGS), unique=True).map(tuple)
"""Pooled vectors, in any order."""

architectures = st.builds(
    Architecture,
    vocab_size=st.just(5),
    embedding_size=st.integers(1, 3),
    cell=st.sampled_from(sorted(CELL_LAYOUTS)),
    activation=st.sampled_from(["tanh", "relu"]),
    hidden_size=st.integers(1, 3),
    num_layers=st.integers(1, 3),
    bidirectional=st.booleans(),
    pooling=poolings,
    num_classes=st.integers(2, 3),
)
"""Small networks of every kind."""
