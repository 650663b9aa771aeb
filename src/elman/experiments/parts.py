"""The parts of the data a model was trained on: which texts it learned from, and which were held out."""

from elman.bundle import Bundle, LanguageBundle
from elman.data import Corpus, RunningText, TextParts, divide_text, texts_digest
from elman.errors import ElmanError
from elman.experiments.dividing import Parts, divide


def parts_as_trained(corpus: Corpus, bundle: Bundle) -> Parts | None:
    """A corpus divided as it was for a classifier's training; None if that learned from other texts.

    Args:
        corpus: What may be the data it was trained on.
        bundle: The classifier.
    """
    source = bundle.training_data
    if corpus.sha256 != source.sha256 or corpus.labels is None:
        return None
    try:
        parts = divide(corpus, bundle.preset, bundle.seed)
    except ElmanError:  # what cannot be divided so was not
        return None
    if not source.learned_sha256:
        return parts if len(parts.train.texts) == source.texts else None
    return parts if texts_digest(parts.train.texts, parts.train.labels or ()) == source.learned_sha256 else None


def text_parts_as_trained(text: RunningText, bundle: LanguageBundle) -> TextParts | None:
    """A text divided as it was for a language model's training; None if that learned from another part.

    Args:
        text: What may be the text it was trained on.
        bundle: The language model.
    """
    source = bundle.training_data
    if text.sha256 != source.sha256:
        return None
    try:
        parts = divide_text(text.text, bundle.preset.validation_fraction, text.name)
    except ElmanError:
        return None
    if not source.learned_sha256:
        learned = len(bundle.encoder.encode(parts.train))
        return parts if learned == source.texts else None
    return parts if texts_digest([parts.train], ()) == source.learned_sha256 else None
