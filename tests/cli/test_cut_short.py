"""What is said of texts of which a model reads a part only."""

import pytest

from elman.cli.cut_short import CutShort
from tests.bundle.samples import make_bundle


@pytest.mark.parametrize(("keep_side", "side"), [("start", "first"), ("end", "last")])
def test_the_side_that_was_read_is_named(capsys, keep_side, side):
    with CutShort(make_bundle(settings={"max_length": 2, "keep_side": keep_side})) as cut_short:
        cut_short.look_at(["free prize home", "free prize"])
    assert capsys.readouterr().err == (
        f"note: of texts of more than 2 tokens (`max_length`), the {side} so many were read: 1 here\n"
    )
