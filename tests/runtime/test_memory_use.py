"""What a long text needed is given back, however it is asked about and whatever it is written in."""

import ctypes
import gc
import os
import sys
from importlib import import_module
from pathlib import Path

import pytest

from tests.runtime.cores import needs_native
from tests.runtime.test_native import model

pytestmark = [
    needs_native,
    pytest.mark.skipif(
        sys.platform != "linux" or not hasattr(ctypes.CDLL(None), "malloc_trim"), reason="asks Linux and glibc"
    ),
]
MEGABYTE = 1 << 20


def resident() -> int:
    """Bytes of this process in memory, when what was freed has gone back."""
    gc.collect()
    ctypes.CDLL(None).malloc_trim(0)
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


@pytest.mark.parametrize("word", ["hello there ", "привет там "])
@pytest.mark.parametrize("ask", ["probabilities", "token_ids"])
def test_a_long_text_leaves_no_memory_behind(word, ask):
    core = import_module("elman.runtime.native").NativeCore(model("subword"))
    asked = core.probabilities if ask == "probabilities" else lambda texts: core.token_ids(texts[0])
    asked([word * 1000])
    before = resident()
    asked([word * 1_000_000])
    assert resident() - before < 8 * MEGABYTE
