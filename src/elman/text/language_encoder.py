"""How a language model reads and writes: from a text to the ids of its tokens, and back."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from elman.errors import DataError
from elman.presets import LanguagePreset
from elman.text.levels import LEVELS, UNREADABLE, Joiner, Level
from elman.text.vocabulary import PAD_ID, UNKNOWN_ID, Vocabulary

START_ID = PAD_ID
"""What a language model reads before a text's first token: nothing."""

_RESERVED = {PAD_ID, UNKNOWN_ID}


@dataclass(frozen=True)
class LanguageEncoder:
    """How one language model reads and writes.

    Args:
        preset: Its ``level`` and ``lowercase``.
        vocabulary: The tokens that have ids.
    """

    preset: LanguagePreset
    vocabulary: Vocabulary

    @classmethod
    def fit(cls, text: str, preset: LanguagePreset) -> "LanguageEncoder":
        """Collect the vocabulary of a text; at the level of bytes it is all 256 of them."""
        if preset.level == "byte":
            return cls(preset, Vocabulary(map(chr, range(256))))
        tokens = LEVELS[preset.level].cut(text.lower() if preset.lowercase else text)
        vocabulary = Vocabulary.fit([tokens], min_frequency=preset.min_frequency, max_size=preset.max_vocabulary)
        return cls(preset, vocabulary)

    @property
    def level(self) -> Level:
        """The way texts are cut."""
        return LEVELS[self.preset.level]

    def cut(self, text: str) -> list[str]:
        """The tokens of a text.

        Raises:
            DataError: If it holds an unpaired surrogate, which UTF-8 cannot write, and the level is that of bytes.
        """
        try:
            return self.level.cut(text.lower() if self.preset.lowercase else text)
        except UnicodeEncodeError as error:
            raise DataError(
                f"the text: expected whole characters; got an unpaired surrogate, {error.object[error.start]!r}, "
                f"at position {error.start:,}",
                hint='leave it out, such as by .encode(errors="ignore").decode()',
            ) from None

    def encode(self, text: str) -> NDArray[np.int32]:
        """The ids of a text's tokens; ``UNKNOWN_ID`` for one that has none."""
        return np.array(self.vocabulary.encode(self.cut(text)), dtype=np.int32)

    def encode_known(self, text: str) -> NDArray[np.int32]:
        """The same, of a text that must be known.

        Raises:
            DataError: Naming the first token that has no id, and one like it that has.
        """
        tokens = self.cut(text)
        unknown = next((token for token in tokens if token not in self.vocabulary), None)
        if unknown is not None:
            import difflib  # for a mistake only

            near = difflib.get_close_matches(unknown, self.vocabulary.tokens, n=1, cutoff=0.0)
            raise DataError(
                f"prompt: expected {self.level.noun}s that the model knows; got {unknown!r}",
                hint=f"use one of its {len(self.vocabulary.tokens):,}, such as {near[0]!r}" if near else None,
            )
        return np.array(self.vocabulary.encode(tokens), dtype=np.int32)

    def joiner(self) -> Joiner:
        """Makes tokens into text, one after the other."""
        return self.level.joiner()

    def token(self, each: int) -> str:
        """The token of an id; a reserved one reads as U+FFFD, or at the level of bytes as the byte ``?``."""
        if each in _RESERVED:
            return "?" if self.preset.level == "byte" else UNREADABLE
        return self.vocabulary.token(each)
