"""What others wrote is shown in one line, and as nothing that it is not."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from elman.printable import one_line, printable


@given(st.text())
def test_nothing_that_controls_is_left(text):
    assert {unicodedata.category(each) for each in one_line(text)}.isdisjoint({"Cc", "Cs", "Zl", "Zp"})
    assert len(one_line(text).splitlines()) <= 1


@given(st.text(st.characters() | st.sampled_from("\n\x1b\\")))
def test_no_two_names_become_the_same(one):
    """Not even one and how it is shown."""
    other = printable(one)
    assert (one_line(one) == one_line(other)) == (one == other)


def test_what_is_read_stays_and_what_turns_the_line_round_does_not():
    assert one_line("می\u200cخواهم 👨\u200d👩 \xa0") == "می\u200cخواهم 👨\u200d👩 \xa0"
    assert one_line("a\tb\\\u202egh") == r"a\tb\\\u202egh"
    assert printable("C:\\x\x1b[2J") == "C:\\x\\x1b[2J"
