"""The compiled core: the same answers as the NumPy one, to rounding, in microseconds, and without NumPy."""

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from elman import _native
from elman.bundle import Bundle
from elman.bundle.vocabulary import StoredVocabulary
from elman.bundle.weights import Weights
from elman.text.vocabulary import WORD, known_words

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from elman.text import Token
    from elman.text.alphabet import Traits


class NativeCore:
    """Probabilities from texts, in C++; any number of threads may ask at once.

    Texts are read character by character, by the tables of ``elman.text.alphabet``. Where one character's reading
    depends on another, the text is encoded in Python, with the same ids.

    Args:
        bundle: The model.

    Attributes:
        quick: As ``Core`` has it, of a column of Arrow's without nulls too; no Python stands between the caller and the
            compiled code, which a short text would notice.
        rows, probability: As ``Core`` has them.
        token_ids: The feature ids of each token of a text; None if it is left to Python.
    """

    def __init__(self, bundle: Bundle) -> None:
        tokens, words = _strings(bundle)
        self._model = _native.Model(
            preset=bundle.preset,
            architecture=bundle.architecture,
            tokens=tokens,
            words=words,
            weights=_buffers(bundle),
            spell=_spelling(bundle.preset.cleaning),
            describe=_traits,
            encode=_encoding(bundle),
        )
        self.quick = self._model.quick
        self.rows = self._model.rows
        self.probability = self._model.probability
        self.token_ids = self._model.token_ids

    def probabilities(self, texts: Sequence[str]) -> "NDArray[np.float64]":
        """The probability of each class for each text, ``[texts, classes]``."""
        rows = self.quick(list(texts))
        if rows is None:
            raise TypeError("texts: expected strings")
        return rows


def _strings(bundle: Bundle) -> tuple[_native.Strings | Iterable[str], _native.Strings | Iterable[str]]:
    """The vocabulary's tokens, and the words that a disguise may hide; outside of Python where they can be had so."""
    vocabulary, features = bundle.vocabulary, bundle.preset.features
    tokens = vocabulary.strings if isinstance(vocabulary, StoredVocabulary) else vocabulary.tokens
    if not bundle.preset.unmask:
        return tokens, ()
    if isinstance(tokens, _native.Strings) and features != "token":
        return tokens, tokens.after(WORD)
    return tokens, known_words(vocabulary.tokens, features)


def _buffers(bundle: Bundle) -> "dict[str, memoryview[float] | NDArray[np.float32]]":
    """Every array as it can be had: its bytes, or NumPy's."""
    if isinstance(bundle.weights, Weights):
        return {name: bundle.weights.buffer(name) for name in bundle.weights}
    import numpy as np

    return {name: np.ascontiguousarray(array) for name, array in bundle.weights.items()}


# What few texts need is imported when it is first called.


def _spelling(cleaning: str) -> Callable[[str], str | None]:
    def spell(character: str) -> str | None:
        from elman.text.alphabet import spelling

        return spelling(character, cleaning)

    return spell


def _traits(character: str) -> "Traits | None":
    from elman.text.alphabet import traits

    return traits(character)


def _encoding(bundle: Bundle) -> "Callable[[str], list[Token]]":
    def encode(text: str) -> "list[Token]":
        return bundle.encoder.encode(text)

    return encode
