"""From a message to token ids, the same in training and in answering."""

from collections.abc import Iterable
from dataclasses import dataclass

from elman.presets import Preset
from elman.text.cleaning import CLEANINGS, drop_non_ascii
from elman.text.tokenizer import TOKENIZERS
from elman.text.vocabulary import PAD_ID, Vocabulary


@dataclass(frozen=True)
class TextEncoder:
    """How one model reads text: the preset's text settings and the vocabulary fitted with them.

    Args:
        preset: Its ``cleaning``, ``ascii_only``, ``lowercase``, ``tokenizer``, ``max_length``, ``keep_side`` and
            ``pooling`` (which may ask for padding to be read as words) are what counts here.
        vocabulary: The ids of the tokens.
    """

    preset: Preset
    vocabulary: Vocabulary

    @classmethod
    def fit(cls, texts: Iterable[str], preset: Preset) -> "TextEncoder":
        """Fit the vocabulary on texts; give it the training part only."""
        tokenized = (tokenize(text, preset) for text in texts)
        vocabulary = Vocabulary.fit(tokenized, min_frequency=preset.min_frequency, max_size=preset.max_vocabulary)
        return cls(preset, vocabulary)

    def encode(self, text: str) -> list[int]:
        """Token ids of one text, at most ``max_length`` of them; without any token, an empty list.

        Where padding is read as words (``pooling=padded_last``), always exactly ``max_length`` ids.
        """
        tokens = tokenize(text, self.preset)
        limit = self.preset.max_length
        ids = self.vocabulary.encode(tokens[-limit:] if self.preset.keep_side == "end" else tokens[:limit])
        return ids + [PAD_ID] * (limit - len(ids)) if self.preset.feeds_padding else ids


def tokenize(text: str, preset: Preset) -> list[str]:
    """Clean a text and cut it into tokens, as the preset says."""
    if preset.ascii_only:
        text = drop_non_ascii(text)
    text = CLEANINGS[preset.cleaning](text)
    if preset.lowercase:
        text = text.lower()
    return TOKENIZERS[preset.tokenizer](text)
