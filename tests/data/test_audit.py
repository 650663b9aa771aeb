"""The audit, against counts made by hand and, for near duplicates, against comparing all with all."""

import dataclasses
import itertools
import json
from collections import Counter

import datasketch
import numpy as np
import pytest

from elman.data import Corpus, Split, audit, deduplicate, duplicate_key, near_duplicates
from elman.data.audit import Contradiction, LabelCount, Lengths
from elman.data.near_duplicates import find_near_duplicates


def shingles(text: str) -> set[str]:
    key = duplicate_key(text)
    return {key[start : start + 5] for start in range(len(key) - 4)} if len(key) > 4 else {key}


@pytest.fixture(scope="module")
def findings(sms_spam):
    return audit(sms_spam)


def test_the_real_collection(sms_spam, findings):
    assert findings.labels == (LabelCount("ham", 4827, 4827 / 5574), LabelCount("spam", 747, 747 / 5574))
    lengths = [len(text) for text in sms_spam.texts]
    assert findings.characters.median == np.median(lengths)
    assert findings.characters.mean == pytest.approx(np.mean(lengths))
    assert findings.characters.percentile_95 == np.quantile(lengths, 0.95, method="inverted_cdf")
    assert (findings.characters.minimum, findings.characters.maximum) == (2, 910)
    assert findings.exact_duplicates == 403
    assert findings.duplicates == 5574 - 5159
    assert findings.contradictions == 0
    assert sum(findings.odd_characters.values()) == 50


def test_near_duplicates_of_the_real_collection(sms_spam, findings):
    # Comparing all with all, but for pairs whose sizes alone forbid it: exact, and quadratic.
    sets = {row: shingles(sms_spam.texts[row]) for row in deduplicate(sms_spam.texts)}
    postings = Counter(shingle for found in sets.values() for shingle in found)
    rows_of: dict[str, list[int]] = {}
    alike = set()
    for row, found in sets.items():
        rarest = sorted(found, key=lambda shingle: (postings[shingle], shingle))[: len(found) // 5 + 1]
        for earlier in {other for shingle in rarest for other in rows_of.get(shingle, ())}:
            if len(found & sets[earlier]) >= 0.8 * len(found | sets[earlier]):
                alike.update((row, earlier))
        for shingle in rarest:
            rows_of.setdefault(shingle, []).append(row)
    assert findings.near_duplicates.texts == len(alike) == 200
    assert len(findings.near_duplicates.examples) == 10
    for pair in findings.near_duplicates.examples:
        one, other = (sets[row - 1] for row in pair.rows)
        assert pair.similarity == round(len(one & other) / len(one | other), 4) >= 0.8


def test_no_pair_is_near_that_is_not():
    texts = [
        f"{word} is what this text of a few words says"
        for word in ["one", "two", "three", "four", "five", "six", "seven"]
    ]
    texts += ["", "a", "b", "A "]
    found = find_near_duplicates(texts)
    exact = [
        pair
        for pair in itertools.combinations(deduplicate(texts), 2)
        if len(shingles(texts[pair[0]]) & shingles(texts[pair[1]]))
        >= 0.8 * len(shingles(texts[pair[0]]) | shingles(texts[pair[1]]))
    ]
    assert found.texts == len({row for pair in exact for row in pair})
    assert {pair.rows for pair in found.examples} <= {(one + 1, other + 1) for one, other in exact}


def test_a_crowd_of_near_duplicates_takes_no_quadratic_time(monkeypatch):
    """Whatever texts there are, each is compared with a few, and looked for among a few."""
    compared = inserted = 0

    def counted(one, other):
        nonlocal compared
        compared += 1
        return len(one & other) / len(one | other)

    class Index(datasketch.MinHashLSH):
        def insert(self, *arguments, **options):
            nonlocal inserted
            inserted += 1
            super().insert(*arguments, **options)

    monkeypatch.setattr(near_duplicates, "_jaccard", counted)
    monkeypatch.setattr(datasketch, "MinHashLSH", Index)
    texts = [f"you have won a prize, call number {number:05} now to claim it before tomorrow" for number in range(2000)]
    assert find_near_duplicates(texts).texts == 2000
    assert compared <= 50 * len(texts)
    assert inserted <= 200


def test_the_textbook_leak(sms_spam):
    split = Split(np.arange(1674), np.arange(1674, 5574))  # the protocol of Almeida et al., 2011
    learned = {duplicate_key(text) for text in sms_spam.texts[:1674]}
    expected = sum(duplicate_key(text) in learned for text in sms_spam.texts[1674:])
    found = audit(sms_spam, split=split)
    assert (found.test_texts, found.leaked_test_texts) == (3900, expected) == (3900, 211)


def test_a_small_corpus_by_hand():
    corpus = Corpus(
        ("Call now", "call  NOW", "Call now", "", "odd \x92 \ufffd\ufffd\ttab"),
        ("spam", "ham", "spam", "ham", "ham"),
        "small",
        "00",
    )
    found = audit(corpus, split=Split(np.array([0, 3, 4]), np.array([1, 2])))
    assert found.texts == 5
    assert found.labels == (LabelCount("ham", 3, 0.6), LabelCount("spam", 2, 0.4))
    assert found.words == Lengths(0, 2, 2.0, 4, 4)
    assert found.empty_texts == 1
    assert (found.exact_duplicates, found.duplicates) == (1, 2)
    assert found.contradictions == 1
    assert found.contradiction_examples == (Contradiction((1, 2, 3), ("spam", "ham", "spam")),)
    assert (found.test_texts, found.leaked_test_texts) == (2, 2)
    assert found.odd_characters == {"U+0092": 1, "U+FFFD": 2}


def test_labels_that_may_be_one_are_named_together():
    labels = ("café", "cafe\u0301", "spam", "SPAM", "spam ", "ham")
    found = audit(Corpus(tuple(f"message {number}" for number in range(6)), labels, "small", "00"))
    assert found.alike_labels == (("SPAM", "spam", "spam "), ("cafe\u0301", "café"))
    alone = audit(Corpus(("a", "b"), ("ham", "spam"), "small", "00"))
    assert alone.alike_labels == ()


def test_of_many_contradictions_the_first_are_shown():
    texts = [f"message {number} of the day" for number in range(11)]
    found = audit(Corpus((*texts, *texts), ("spam",) * 11 + ("ham",) * 11, "small", "00"))
    assert found.contradictions == 11
    assert [example.rows for example in found.contradiction_examples] == [(row, row + 11) for row in range(1, 11)]


def test_without_labels_and_with_a_single_text():
    found = audit(Corpus(("alone",), None, "small", "00"))
    assert (found.labels, found.contradictions, found.test_texts) == ((), 0, 0)


def test_an_audit_is_ready_for_json(findings):
    assert json.loads(json.dumps(dataclasses.asdict(findings)))["near_duplicates"]["texts"] == 200
