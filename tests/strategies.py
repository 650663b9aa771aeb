"""What property tests draw from: texts of every kind, and the shapes of networks."""

import re

from hypothesis import assume
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

_PLAIN_LETTERS = "aeiloAEIL10 .-!"
_DISGUISED_LETTERS = "авгеёзкмнопрстухіјѕԁӏαβγεικνορτυχᴀʙᴄᴅᴇꜰɢʜɪøœđłßæıɡａｆｒＥ１𝐟𝓻𝖊ﬁﬀ🅰🅵🆁🅴🅐🇫🇷🇪345789@$€£+|!"
_JOINED = (
    "f r e e",
    "f.r.e.e",
    "F*R*E*E",
    "c-a-l-l",
    "c_a_l_l",
    "fr3e",
    "fr€e!!",
    "x x x",
    "1st",
    "A£50",
    "&amp;",
    "'",
)
_UNSEEN = "\u00ad\u034f\u061c\u200b\u200d\u200e\u200f\u202a\u202e\u2066\u2069\ufe0e\ufe0f\ufeff\U000e0061\U000e007f"
_MARKS = "\u0300\u0301\u0304\u0316\u0323\u0327\u0335\u0336\u0338\u0345\u0360\u036f\u20dd\u20e3\u093f\u094d\u0f73"
_SEQUENCES = ("👩\u200d👧", "👍\U0001f3fd", "❤\ufe0f", "1\ufe0f\u20e3", "🏴\U000e0067\U000e007f", "e\u0301", "한", "한")
_OTHERS = "İıſẞǅΣςªⅧ²½٣१中文字नमस्तेשלוםمرحبا\ud800\udc00\udfff\x00\n\u3000\u2028"

odd_texts = st.one_of(
    texts,
    st.lists(
        st.one_of(
            st.sampled_from(_PLAIN_LETTERS),
            st.sampled_from(_DISGUISED_LETTERS),
            st.sampled_from(_JOINED),
            st.sampled_from(_UNSEEN),
            st.sampled_from(_MARKS),
            st.sampled_from(_SEQUENCES),
            st.sampled_from(_OTHERS),
        )
    ).map("".join),
)
"""Any characters at all, and often what hides words: look-alikes, digits and signs for letters, letters one by one,
combining marks, characters that are not seen, emoji sequences, joined letters, other scripts, lone surrogates."""

# Ways to write a letter so that it looks like itself and is none of the Latin letters.
LOOK_ALIKES = {
    "a": "аαɑᴀ🅐🅰🇦@4",
    "b": "вβʙ🅱8",
    "c": "сςᴄ🅲",
    "d": "ԁᴅđ🅓",
    "e": "еёεᴇ🅴🇪3€",
    "f": "ꜰ🅵🇫",
    "g": "ցɢɡ9",
    "h": "һнհʜ",
    "i": "іїιɪı1!|",
    "k": "кκᴋ",
    "l": "ʟłӏ1!|£",
    "m": "мᴍ🅼",
    "n": "ηոɴ",
    "o": "оοσøօᴏ0",
    "p": "рρᴘ",
    "r": "гʀ🆁🇷",
    "s": "ѕꜱ🆂5$",
    "t": "тτᴛ7+",
    "u": "υսᴜ",
    "w": "ԝωᴡ",
    "x": "хχ",
    "y": "уγʏ",
    "z": "ζᴢ",
}
"""By Latin letter."""


@st.composite
def disguises(draw: st.DrawFn, word: str) -> str:
    """A word of lower-case Latin letters, disguised in one or more of the ways that are read.

    At least one letter remains a letter, ``1``, ``!`` and ``|`` stand for only one letter of the word, and none looks
    like a sum of money.
    """
    one = draw(st.sampled_from("il"))
    letters = []
    for letter in word:
        kinds = [kind for kind in LOOK_ALIKES.get(letter, "") if kind not in "1!|" or letter == one]
        letters.append(draw(st.sampled_from([letter, *kinds])))
    kept = draw(st.integers(0, len(word) - 1))
    letters[kept] = word[kept]
    assume(not re.fullmatch("[a-z]{0,2}[$€£][0-9]+", "".join(letters)))
    # NFKC joins some letters and marks into one character, a struck-out o among them; these it leaves alone.
    marks = st.text(st.sampled_from("\u0332\u0333\u0336\u0338"), max_size=2)
    marked = [letter + (draw(marks) if letter.isalnum() and len(letter) == 1 else "") for letter in letters]
    hidden = [
        letter + draw(st.text(st.sampled_from("\u200b\u200d\u2060\ufeff\u00ad"), max_size=1)) for letter in marked
    ]
    spaced = all(letter.isalnum() for letter in letters)
    return draw(st.sampled_from([" ", ".", "*", "_", "-", ""] if spaced else [""])).join(hidden)
