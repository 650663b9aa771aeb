"""The compiled core's reading of a vocabulary against Python's `json`."""

import json
import pickle

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from elman.bundle.files import load_vocabulary
from elman.bundle.vocabulary import StoredVocabulary
from elman.text.vocabulary import Vocabulary
from tests.runtime.cores import needs_native

pytestmark = needs_native

strings = st.lists(st.text(st.characters(exclude_categories=())), unique=True, max_size=20)
changes = st.lists(st.tuples(st.integers(0), st.sampled_from(b'019-+.eEdDuU[]{},:"/ \\\n\t\x00\x7f\xff')), max_size=4)


def read(content):
    from elman._native import read_strings

    found = read_strings(content)
    return None if found is None else found.list()


@settings(max_examples=300)
@given(tokens=strings, indent=st.sampled_from([None, 1]), ascii_only=st.booleans(), changes=changes)
def test_what_is_read_is_what_json_reads(tokens, indent, ascii_only, changes):
    content = bytearray(json.dumps(tokens, indent=indent, ensure_ascii=ascii_only).encode(errors="surrogatepass"))
    for place, value in changes:
        content[place % len(content)] = value
    found = read(bytes(content))
    if found is not None:
        assert found == json.loads(content)
        assert len(set(found)) == len(found)


@given(tokens=st.lists(st.text(), unique=True))
def test_every_list_of_different_strings_as_it_is_written_is_read(tokens):
    assert read(json.dumps(tokens, indent=1).encode()) == tokens


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[",
        b"{}",
        b'["a" "b"]',
        b'["a",]',
        b'["a"] x',
        b'["a"]\x00',
        b'["a", "b", "a"]',
        b'["a", "a"]',
        b'["a", 1]',
        b'["a]',
        b'["\\"]',
        b'["\\x"]',
        b'["\\u12"]',
        b'["\\u+123"]',
        b'["\\ud83d"]',
        b'["\\ude00"]',
        b'["\\ud83dx"]',
        b'["\\ud83d\\u0041"]',
        b'["\n"]',
        '["é"]'.encode(),
    ],
)
def test_anything_else_is_left_to_python(content):
    assert read(content) is None


def test_a_vocabulary_is_the_same_however_it_was_read():
    tokens = ("free", "", "~é", '"quoted"', "\U0001f600", "tab\t")
    stored, plain = load_vocabulary(json.dumps(tokens).encode()), Vocabulary(tokens)
    assert isinstance(stored, StoredVocabulary)
    assert len(stored) == len(plain) == 8
    assert stored == plain
    assert hash(stored) == hash(plain)
    assert stored.encode(["tab\t", "no"]) == plain.encode(["tab\t", "no"]) == [7, 1]
    assert type(pickle.loads(pickle.dumps(stored))) is Vocabulary  # noqa: S301 (our own)
    assert pickle.loads(pickle.dumps(stored)) == plain  # noqa: S301


def test_strings_that_begin_alike():
    from elman._native import read_strings

    assert read_strings(b'["=a", "a=", "=", "==", "b"]').after("=").list() == ["a", "", "="]
