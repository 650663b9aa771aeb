"""Characters one by one: what cleaning makes of each, and its traits, where a text can be read so.

The compiled core reads texts by these two, and leaves a text that has any other character to ``TextEncoder``. That is
so for what depends on its neighbours: combining marks, the parts of Hangul syllables, the Greek capital sigma.
"""

import unicodedata

from elman.text.cleaning import CLEANINGS
from elman.text.disguise import IMITATING, LOOK_ALIKE_SYMBOLS, TRAILING, reading

_JAMO = range(0x1100, 0x1200)  # they join into syllables
_SURROGATES = range(0xD800, 0xE000)
_SIGMA = "\N{GREEK CAPITAL LETTER SIGMA}"  # its lower case depends on what follows

Traits = tuple[bool, bool, bool, bool, bool, bool, bool, str, str, str, str]
"""White space, letter, digit, upper case, cased, imitates a letter, may stand behind a word; lower case, upper case,
the letter it stands for, general category."""


def spelling(character: str, cleaning: str) -> str | None:
    """What a cleaning makes of a character in any company, character by character; None if that depends on it.

    Args:
        character: One character.
        cleaning: A name in ``CLEANINGS``.
    """
    # The chapter's cleaning takes out or keeps each as it is. What another takes out, it takes out first.
    spelled = character if cleaning == "clean" else CLEANINGS[cleaning](character)
    if spelled and not all(map(_stands_alone, character + spelled)):
        return None
    return spelled


def traits(character: str) -> Traits | None:
    """How a character is cut and what it may stand for; None if that is no matter of this character alone."""
    if not _stands_alone(character):
        return None
    lower, bare, category = character.lower(), reading(character), unicodedata.category(character)
    letter, digit, upper = character.isalpha(), character.isdecimal(), character.isupper()
    single = len(lower) == len(bare) == 1 and _is_simple(bare) and upper == (lower != character)
    odd = character.isalnum() != (letter or digit) or (not letter and (upper or character.islower()))
    if not single or odd or character in LOOK_ALIKE_SYMBOLS or letter != (category[0] == "L"):
        return None
    capital = character.upper()
    return (
        character.isspace(),
        letter,
        digit,
        upper,
        upper or character.islower(),
        character in IMITATING,
        character in TRAILING,
        lower,
        capital if len(capital) == 1 else character,
        bare,
        category,
    )


def _stands_alone(character: str) -> bool:
    """Whether it neither joins its neighbours nor is a half of a character."""
    code = ord(character)
    return not (
        code in _JAMO or code in _SURROGATES or character == _SIGMA or unicodedata.category(character).startswith("M")
    )


def _is_simple(bare: str) -> bool:
    """Whether its other cases are one character each, and it is in lower case already."""
    return bare.lower() == bare and len(bare.upper()) == 1 and bare.capitalize() == bare.upper()
