"""Python's look for garbage, which takes long where much is kept, and finds little in what we make."""

import gc


def look_less() -> None:
    """Look through new objects alone, and only when there are half a million of them; for the whole process.

    Loading JAX makes fewer.
    """
    gc.freeze()
    gc.set_threshold(500_000, 20, 20)
