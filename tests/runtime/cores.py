"""What the tests of the compiled core need, and the mark that passes them over where it was not built."""

import os

import pytest

from elman.runtime.cores import VARIABLE, native_is_built

_DEMANDED = os.environ.get(VARIABLE) == "native"  # then its absence is a failure
needs_native = pytest.mark.skipif(
    not native_is_built() and not _DEMANDED, reason="this installation has no compiled core"
)
