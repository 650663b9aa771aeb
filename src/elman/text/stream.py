"""Reading a text that comes in parts: the same tokens as of the whole, in constant memory."""

import re
from collections.abc import Sequence

from elman.errors import UsageError
from elman.presets import Preset
from elman.text.cleaning import drop_non_ascii
from elman.text.encoder import TextEncoder, Token
from elman.text.features import START, PairedPiece, pair_word

_LONGEST_WAIT = 1 << 16  # characters without white space that are held back
_LAST_WHITE_SPACE = re.compile(r"\s(?=\S*\Z)")


def settings_instead(preset: Preset) -> list[str]:
    """What a preset would have to say for its tokens to be known before a text is whole; nothing if they are."""
    instead = {
        "surface_tokens=false": preset.surface_tokens,
        "unmask=false": preset.unmask,
        "pooling=mean+max": preset.feeds_padding,
    }
    return [setting for setting, needed in instead.items() if needed]


def refuse_whole(instead: Sequence[str]) -> None:
    """Refuse to stream where settings need the whole text.

    Args:
        instead: What they would have to be.

    Raises:
        UsageError: If there are any.
    """
    if instead:
        names = ", ".join(setting.partition("=")[0] for setting in instead)
        raise UsageError(
            f"a stream: this model needs the whole text before it answers, for its {names}",
            hint=f"train one with the settings {', '.join(instead)}",
        )


class TokenStream:
    """The tokens of a text that is fed in parts.

    What stands behind the last white space is held back until more comes, because a word may go on. However the text
    is parted, the tokens are those that ``TextEncoder.encode`` gives of the whole without ``max_length``; only a run of
    more than 65,536 characters without white space is cut where it then stands, so that memory stays constant.

    Args:
        encoder: How its model reads text.

    Raises:
        UsageError: If the model's settings need the whole text before its first token can be given.
    """

    def __init__(self, encoder: TextEncoder) -> None:
        refuse_whole(settings_instead(encoder.preset))
        self._encoder = encoder
        self._waiting: list[str] = []
        self._waiting_length = 0
        self._previous = START

    def feed(self, text: str) -> list[Token]:
        """The tokens that are complete now."""
        if self._encoder.preset.ascii_only:
            text = drop_non_ascii(text)  # before anything is cut: white space may be among it
        cut = _LAST_WHITE_SPACE.search(text)
        if cut is None and self._waiting_length + len(text) < _LONGEST_WAIT:
            self._wait_for_more(text)
            return []
        end = len(text) if cut is None else cut.end()
        self._wait_for_more(text[:end])
        tokens = self.end()
        self._wait_for_more(text[end:])
        return tokens

    def end(self) -> list[Token]:
        """The tokens of what was held back; more may still be fed, as though behind white space."""
        cuts = self._encoder.cut("".join(self._waiting))
        self._waiting, self._waiting_length = [], 0
        if cuts and isinstance(cuts[0], PairedPiece):
            cuts[0] = cuts[0]._replace(previous=self._previous)
            last = cuts[-1]
            assert isinstance(last, PairedPiece)  # noqa: S101 (cuts of one text are of one kind)
            self._previous = pair_word(last.piece.text)
        return [self._encoder.known(each) for each in cuts]

    def _wait_for_more(self, text: str) -> None:
        if text:
            self._waiting.append(text)
            self._waiting_length += len(text)
