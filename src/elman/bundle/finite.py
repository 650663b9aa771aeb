"""Whether numbers are finite, without NumPy: by the compiled code, or one by one."""

import math


def bytes_are_finite(data: bytes) -> bool:
    """Whether the float32 numbers in some bytes are all finite."""
    try:
        from elman._native import all_finite
    except ImportError:  # not built, or not for this Python: `elman.runtime` says so
        # What is not finite stays so in a sum, and finite float32 cannot overflow the double that it is.
        return math.isfinite(sum(memoryview(data).cast("B").cast("f")))
    return all_finite(data)
