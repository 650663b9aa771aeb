"""What a tagger's tags are worth, counted by hand."""

from elman.data import TaggedCorpus
from elman.runtime import TaggerRuntime
from tests.bundle.samples import make_bundle


def test_a_sentence_with_one_wrong_tag_is_not_whole():
    labels = ("ITEM", "O")
    runtime = TaggerRuntime(
        make_bundle(
            settings={"pooling": "each", "word_pairs": False}, labels=labels, threshold=None, positive_label=None
        )
    )
    sentences = (("free", "prize", "home"), ("home",))
    (first, *rest), right = runtime.tags_of(sentences)
    (wrong,) = {*labels} - {first}
    corpus = TaggedCorpus(sentences, ((wrong, *rest), tuple(right)), "made here", "")
    assert runtime.measure(corpus) == {"tokens": 4, "errors": 1, "accuracy": 0.75, "whole": 0.5}
