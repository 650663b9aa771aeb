"""What the tests of the compiled core need, and the mark that passes them over where it was not built."""

import pytest

from elman.runtime.cores import native_is_built

needs_native = pytest.mark.skipif(not native_is_built(), reason="this installation has no compiled core")
